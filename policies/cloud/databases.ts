import { entries, isOpen, reader } from "../constraint";
import type { Json, Rule } from "../rule";
import { asNumber, asText } from "../value";
import { logins } from "./database-flags";
import { cloudRule, type Demand, has, must, protectedByPulumi } from "./demand";

const DATABASE = "gcp:sql/databaseInstance:DatabaseInstance";

const networks = reader("settings.ipConfiguration.authorizedNetworks");
const master = reader("masterInstanceName");
const kind = reader("instanceType");
const availability = reader("settings.availabilityType");
const version = reader("databaseVersion");
const sslMode = reader("settings.ipConfiguration.sslMode");

const BACKUPS = "settings.backupConfiguration";

/** A replica has what its primary has, and is backed up with it. */
export const isReplica = (props: { [key: string]: Json }): boolean =>
    (master(props) ?? "") !== "" || kind(props) === "READ_REPLICA_INSTANCE";

/** Somebody who makes an instance survive a zone means to keep its data. */
export const isProduction = (props: { [key: string]: Json }): boolean =>
    availability(props) === "REGIONAL" && !isReplica(props);

const ofPrimaries = (demand: Demand): Demand => ({
    ...demand,
    judge: (props, resource) => (isReplica(props) ? [] : demand.judge(props, resource)),
});

/** Wrong wherever it is written, and where an instance is for production, wrong if it is missing. */
const inProduction = (
    path: string,
    allowed: (value: Json | undefined) => boolean,
    wanted: string,
    denied: Json | undefined,
): Demand => ({
    types: [DATABASE],
    *judge(props) {
        const value = reader(path)(props);
        if (isReplica(props)) return;
        if (isOpen(value)) yield { path, open: true };
        else if (value === undefined ? isProduction(props) : !allowed(value))
            yield { path, denied: value === undefined ? "nothing" : asText(value).slice(0, 20) };
    },
    wanted,
    denied: { [path]: denied },
});

/** How databases are reached and kept. */
export const databases: readonly Rule[] = [
    cloudRule(
        {
            id: "SQL-01",
            title: "databases have no public address",
            why: "a database that the internet can reach is one password away from everybody",
            severity: "critical",
            level: "mandatory",
            sameAs: ["CKV_GCP_11", "CKV_GCP_60", "CIS-G 6.5", "CIS-G 6.7", "GCP-0017"],
        },
        [
            must(DATABASE, "settings.ipConfiguration.ipv4Enabled", [false], true),
            {
                types: [DATABASE],
                *judge(props) {
                    const path = "settings.ipConfiguration.authorizedNetworks";
                    for (const { path: at, entry } of entries(path, networks(props))) {
                        const value = isOpen(entry) ? entry : reader("value")(entry);
                        if (isOpen(value)) yield { path: at, open: true };
                        else if (/\/0$/.test(asText(value))) yield { path: `${at}.value`, denied: "every address" };
                    }
                },
                wanted: "no authorized network",
                denied: { "settings.ipConfiguration.authorizedNetworks": [{ value: "0.0.0.0/0" }] },
                at: ["settings.ipConfiguration.authorizedNetworks[0].value"],
            },
        ],
    ),
    cloudRule(
        {
            id: "SQL-02",
            title: "databases accept only TLS",
            why: "a password and every row can be read on the way otherwise",
            severity: "high",
            level: "mandatory",
            sameAs: ["CKV_GCP_6", "CIS-G 6.4", "GCP-0015"],
        },
        [
            {
                types: [DATABASE],
                *judge(props) {
                    const path = "settings.ipConfiguration.sslMode";
                    const mode = sslMode(props);
                    const old = reader("settings.ipConfiguration.requireSsl")(props);
                    if (isOpen(mode)) yield { path, open: true };
                    else if (mode === "ENCRYPTED_ONLY" || mode === "TRUSTED_CLIENT_CERTIFICATE_REQUIRED") return;
                    else if (mode === undefined && (old === true || old === "true")) return;
                    else if (mode === undefined && isOpen(old))
                        yield { path: "settings.ipConfiguration.requireSsl", open: true };
                    else
                        yield {
                            path,
                            denied: mode === undefined ? "nothing" : "a mode that accepts plain connections",
                        };
                },
                wanted: "TRUSTED_CLIENT_CERTIFICATE_REQUIRED or ENCRYPTED_ONLY",
                denied: { "settings.ipConfiguration.sslMode": "ALLOW_UNENCRYPTED_AND_ENCRYPTED" },
            },
        ],
    ),
    cloudRule(
        {
            id: "SQL-03",
            title: "databases are backed up, to the minute",
            why: "what is lost between two backups is lost for good",
            severity: "high",
            level: "mandatory",
            sameAs: ["CKV_GCP_14", "CIS-G 6.8", "CKV2_GCP_20", "GCP-0024"],
        },
        [
            ofPrimaries(must(DATABASE, `${BACKUPS}.enabled`, [true], false)),
            inProduction(`${BACKUPS}.transactionLogRetentionDays`, (days) => asNumber(days) >= 7, "7 days or more", 1),
            inProduction(
                `${BACKUPS}.location`,
                () => true,
                "the multi-region in which the backups are to be",
                undefined,
            ),
            {
                types: [DATABASE],
                *judge(props) {
                    if (isReplica(props)) return;
                    // MySQL calls its log by another name.
                    const name = asText(version(props)).startsWith("MYSQL")
                        ? "binaryLogEnabled"
                        : "pointInTimeRecoveryEnabled";
                    const path = `${BACKUPS}.${name}`;
                    const value = reader(path)(props);
                    if (isOpen(value)) yield { path, open: true };
                    else if (value === false || (value !== true && isProduction(props)))
                        yield { path, denied: value === false ? "false" : "nothing" };
                },
                wanted: "true",
                denied: { [`${BACKUPS}.pointInTimeRecoveryEnabled`]: false },
            },
        ],
    ),
    cloudRule(
        {
            id: "SQL-04",
            title: "databases survive the loss of a zone",
            why: "an instance in one zone is away as long as the zone is",
            severity: "medium",
            level: "advisory",
            sameAs: ["custom.cloudsqlRequireHighAvailability"],
        },
        [ofPrimaries(must(DATABASE, "settings.availabilityType", ["REGIONAL"], "ZONAL"))],
    ),
    cloudRule(
        {
            id: "SQL-06",
            title: "databases cannot be deleted by mistake",
            why: "a rename in the program is enough to delete an instance with its backups",
            severity: "critical",
            level: "mandatory",
            sameAs: ["CIS-G 6.9", "own: protect"],
        },
        [
            must(DATABASE, "settings.deletionProtectionEnabled", [true], false),
            must(DATABASE, "deletionProtection", [true, undefined], false, "true"),
            protectedByPulumi(DATABASE),
        ],
    ),
    cloudRule(
        {
            id: "SQL-08",
            title: "databases know identities, use our keys and run a version that gets mended",
            why: "an identity can be taken away, a key can be revoked, and an old version keeps its holes",
            severity: "medium",
            level: "mandatory",
            sameAs: ["CIS-G 6.6", "CKV_GCP_79", "GCP-0021"],
        },
        [
            ofPrimaries(has(DATABASE, "encryptionKeyName", "a Cloud KMS key")),
            ...logins,
            {
                types: [DATABASE],
                *judge(props) {
                    const name = version(props);
                    const path = "databaseVersion";
                    if (isOpen(name)) yield { path, open: true };
                    else if (!isSupported(asText(name))) yield { path, denied: "a version that is no longer mended" };
                },
                wanted: "POSTGRES_15, MYSQL_8_4, SQLSERVER_2019 or later",
                denied: { databaseVersion: "POSTGRES_12" },
            },
        ],
    ),
];

/** The oldest major versions that their makers still mend, as of November 2026 (postgresql.org, mysql.com, microsoft.com). */
function isSupported(name: string): boolean {
    const [, engine = "", number = ""] = /^(POSTGRES|MYSQL|SQLSERVER)_([\d_]+)/.exec(name) ?? [];
    const value = asNumber(number.replace("_", ".").replace(/_$/, ""));
    if (engine === "POSTGRES") return asNumber(number.split("_")[0]) >= 15;
    if (engine === "MYSQL") return value >= 8.4;
    return engine === "SQLSERVER" && asNumber(number.slice(0, 4)) >= 2019;
}
