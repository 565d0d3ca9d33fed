import { type Constraint, entries, isOpen, type Judge, only, reader, when, where } from "../constraint";
import type { Json } from "../rule";
import { asNumber, asText } from "../value";

const DATABASE = "gcp:sql/databaseInstance:DatabaseInstance";
const BUCKET = "gcp:storage/bucket:Bucket";

const FLAGS = "settings.databaseFlags";
const readFlags = reader(FLAGS);
const readName = reader("name");
const readValue = reader("value");

/** Flags by name: the values that are allowed, `undefined` where the flag may be missing, or those that are denied. */
const WANTED: Readonly<Record<string, { only: readonly (Json | undefined)[] } | { never: readonly Json[] }>> = {
    log_connections: { only: ["on"] },
    log_disconnections: { only: ["on"] },
    log_min_duration_statement: { only: ["-1"] },
    "cloudsql.enable_pgaudit": { only: ["on"] },
    log_error_verbosity: { never: ["terse"] },
    log_statement: { never: ["none"] },
    log_min_messages: { never: ["error", "log", "fatal", "panic"] },
    log_min_error_statement: { never: ["log", "fatal", "panic"] },
};

const flags: Judge = function* (props) {
    const declared = new Map<unknown, ReturnType<typeof readValue>>();
    for (const { path, entry } of entries(FLAGS, readFlags(props))) {
        if (isOpen(entry)) return yield { path, open: true };
        declared.set(readName(entry), readValue(entry));
    }
    for (const [name, wanted] of Object.entries(WANTED)) {
        const value = declared.get(name);
        if (isOpen(value)) yield { path: FLAGS, open: true };
        else if ("only" in wanted ? !wanted.only.includes(value) : value !== undefined && wanted.never.includes(value))
            yield { path: FLAGS, denied: `${name} ${value === undefined ? "not set" : "so set"}` };
    }
};

const networks = reader("settings.ipConfiguration.authorizedNetworks");

/** What organisations demand of databases and buckets. */
export const databases: readonly Constraint[] = [
    {
        ids: ["sql.restrictPublicIp"],
        types: [DATABASE],
        judge: only("settings.ipConfiguration.ipv4Enabled", false),
        wanted: "false, and a private address",
        denied: { "settings.ipConfiguration.ipv4Enabled": true },
    },
    {
        ids: ["sql.restrictAuthorizedNetworks", "custom.cloudsqlDisablePublicAuthorizedNetworks"],
        types: [DATABASE],
        judge: function* (props) {
            const found = networks(props);
            const path = "settings.ipConfiguration.authorizedNetworks";
            if (isOpen(found)) yield { path, open: true };
            else if (Array.isArray(found) && found.length > 0) yield { path, denied: "a network that may connect" };
        },
        wanted: "no authorized network",
        denied: { "settings.ipConfiguration.authorizedNetworks": [{ value: "0.0.0.0/0" }] },
    },
    {
        ids: ["custom.cloudsqlEnforcePasswordComplexity", "custom.cloudsqlRequireRootPassword"],
        types: [DATABASE],
        judge: when(
            "settings.passwordValidationPolicy.complexity",
            (value) => value === "COMPLEXITY_DEFAULT",
            where("settings.passwordValidationPolicy.minLength", (value) => asNumber(value) >= 12),
        ),
        wanted: "a minLength of at least 12",
        denied: { "settings.passwordValidationPolicy.minLength": 8 },
    },
    {
        ids: ["custom.cloudsqlEnforcePasswordComplexity", "custom.cloudsqlRequireRootPassword"],
        types: [DATABASE],
        judge: only("settings.passwordValidationPolicy.complexity", "COMPLEXITY_DEFAULT"),
        wanted: "a password policy of COMPLEXITY_DEFAULT, or an exception where only IAM identities can log in",
        denied: { "settings.passwordValidationPolicy": undefined },
        at: ["settings.passwordValidationPolicy.complexity"],
    },
    {
        ids: ["custom.cloudsqlRequireAutomatedBackup"],
        types: [DATABASE],
        judge: only("settings.backupConfiguration.enabled", true),
        wanted: "true, or an exception for a replica, whose primary is backed up",
        denied: { "settings.backupConfiguration.enabled": false },
    },
    {
        ids: ["custom.cloudsqlRequirePointInTimeRecovery"],
        types: [DATABASE],
        judge: only("settings.backupConfiguration.pointInTimeRecoveryEnabled", true),
        wanted: "true, or an exception for a replica, whose primary can be recovered",
        denied: { "settings.backupConfiguration.pointInTimeRecoveryEnabled": false },
    },
    {
        ids: ["custom.cloudsqlRequireHighAvailability"],
        types: [DATABASE],
        judge: only("settings.availabilityType", "REGIONAL"),
        wanted: "REGIONAL, or an exception for a network without mainnet's availability",
        denied: { "settings.availabilityType": "ZONAL" },
    },
    {
        ids: ["custom.cloudsqlRequirePostgreSQLDatabaseFlags"],
        types: [DATABASE],
        judge: when("databaseVersion", (value) => asText(value).startsWith("POSTGRES"), flags),
        wanted: "the value that CIS asks for",
        denied: { "settings.databaseFlags": passingFlags().filter(({ name }) => name !== "log_connections") },
    },
    {
        ids: ["custom.cloudsqlRequireSSLConnection"],
        types: [DATABASE],
        judge: only("settings.ipConfiguration.sslMode", "ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"),
        wanted: "ENCRYPTED_ONLY or TRUSTED_CLIENT_CERTIFICATE_REQUIRED",
        denied: { "settings.ipConfiguration.sslMode": "ALLOW_UNENCRYPTED_AND_ENCRYPTED" },
    },
    {
        ids: ["storage.publicAccessPrevention"],
        types: [BUCKET],
        judge: only("publicAccessPrevention", "enforced"),
        wanted: "enforced",
        denied: { publicAccessPrevention: "inherited" },
    },
    {
        ids: ["storage.uniformBucketLevelAccess"],
        types: [BUCKET],
        judge: only("uniformBucketLevelAccess", true),
        wanted: "true",
        denied: { uniformBucketLevelAccess: false },
    },
];

/** The flags of a database that passes. */
export function passingFlags() {
    return Object.entries(WANTED).flatMap(([name, wanted]) =>
        "only" in wanted ? [{ name, value: asText(wanted.only[0]) }] : [],
    );
}
