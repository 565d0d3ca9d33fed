import type { Json, PlanResource } from "../../preview/plan";

/** What Google's APIs refuse though every single value is right: rules over several fields, and limits on names. */
export interface ApiRule {
    /** What must hold, and where Google says so. */
    title: string;
    types: readonly string[];
    /** What is wrong, or nothing. Values that come later are never wrong. */
    judge(inputs: Inputs, resource: Pick<PlanResource, "protect">): string | undefined;
    /** Inputs that break it. */
    broken: { [key: string]: Json };
}

/** Reads inputs by path. */
export class Inputs {
    readonly #all: Json;

    constructor(all: Json) {
        this.#all = all;
    }

    get(path: string): Json | undefined {
        let value: Json | undefined = this.#all;
        for (const key of path.split("."))
            value = typeof value === "object" && value !== null && !Array.isArray(value) ? value[key] : undefined;
        return value;
    }

    text = (path: string): string => (typeof this.get(path) === "string" ? String(this.get(path)) : "");
    number = (path: string): number => Number(this.get(path) ?? Number.NaN);
    list = (path: string): Json[] => (Array.isArray(this.get(path)) ? (this.get(path) as Json[]) : []);
    /** Whether anything stands there, be it something that comes later; an empty list is nothing. */
    has = (path: string): boolean => {
        const value = this.get(path);
        return Array.isArray(value) ? value.length > 0 : value !== undefined;
    };
}

const SQL = ["gcp:sql/databaseInstance:DatabaseInstance"];
const KEY = ["gcp:kms/cryptoKey:CryptoKey"];
const FIREWALL = ["gcp:compute/firewall:Firewall"];
const BACKUP = "settings.backupConfiguration";
const RFC1035 = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
const primary = (inputs: Inputs) => !inputs.has("masterInstanceName");

/** A name of a resource, with the longest that its API takes. */
const name = (types: string[], longest: number): ApiRule => ({
    title: `a name is lower case, as RFC 1035 has it, and at most ${longest} characters long`,
    types,
    judge: (inputs) => {
        const given = inputs.text("name");
        return given !== "" && (!RFC1035.test(given) || given.length > longest) ? given : undefined;
    },
    broken: { name: "Slipway" },
});

export const rules: readonly ApiRule[] = [
    name(
        ["address", "firewall", "globalAddress", "network", "router", "routerNat", "subnetwork"].map(
            (one) => `gcp:compute/${one}:${one.charAt(0).toUpperCase()}${one.slice(1)}`,
        ),
        63,
    ),
    name(["gcp:container/cluster:Cluster", "gcp:container/nodePool:NodePool"], 40),
    name(["gcp:redis/instance:Instance"], 40),
    // Project and instance together have at most 98 characters; a project has at most 30.
    name(SQL, 67),
    {
        title: "every instance of Postgres 16 or later says its edition, which decides the tiers it can have",
        types: SQL,
        judge: (inputs) => {
            const version = Number(/^POSTGRES_(\d+)$/.exec(inputs.text("databaseVersion"))?.[1]);
            return version >= 16 && !inputs.has("settings.edition") ? inputs.text("databaseVersion") : undefined;
        },
        broken: { databaseVersion: "POSTGRES_18", settings: { tier: "db-custom-2-8192" } },
    },
    {
        title: "a tier belongs to its edition",
        types: SQL,
        judge: (inputs) => {
            const [edition, tier] = [inputs.text("settings.edition"), inputs.text("settings.tier")];
            const plus = /^db-(perf-optimized-N|c4a)-/.test(tier);
            return edition !== "" && tier !== "" && (edition === "ENTERPRISE_PLUS") !== plus
                ? `${edition} ${tier}`
                : undefined;
        },
        broken: { settings: { edition: "ENTERPRISE_PLUS", tier: "db-custom-4-16384" } },
    },
    {
        title: "a regional instance has backups and point-in-time recovery",
        types: SQL,
        judge: (inputs) =>
            primary(inputs) &&
            inputs.text("settings.availabilityType") === "REGIONAL" &&
            (inputs.get(`${BACKUP}.enabled`) !== true || inputs.get(`${BACKUP}.pointInTimeRecoveryEnabled`) !== true)
                ? "REGIONAL without backups"
                : undefined,
        broken: { settings: { availabilityType: "REGIONAL", backupConfiguration: { enabled: true } } },
    },
    {
        title: "transaction logs are kept 1 to 7 days, 35 in Enterprise Plus",
        types: SQL,
        judge: (inputs) => {
            const days = inputs.number(`${BACKUP}.transactionLogRetentionDays`);
            const most = inputs.text("settings.edition") === "ENTERPRISE_PLUS" ? 35 : 7;
            return days < 1 || days > most ? `${days} days` : undefined;
        },
        broken: { settings: { edition: "ENTERPRISE", backupConfiguration: { transactionLogRetentionDays: 14 } } },
    },
    {
        title: "at least as many backups are kept as days of transaction logs",
        types: SQL,
        judge: (inputs) =>
            inputs.number(`${BACKUP}.backupRetentionSettings.retainedBackups`) <
            inputs.number(`${BACKUP}.transactionLogRetentionDays`)
                ? "fewer backups than days"
                : undefined,
        broken: {
            settings: {
                backupConfiguration: {
                    transactionLogRetentionDays: 7,
                    backupRetentionSettings: { retainedBackups: 5 },
                },
            },
        },
    },
    {
        title: "a database of Postgres has the collation en_US.UTF8",
        types: ["gcp:sql/database:Database"],
        judge: (inputs) =>
            inputs.text("charset") === "UTF8" && !["", "en_US.UTF8"].includes(inputs.text("collation"))
                ? inputs.text("collation")
                : undefined,
        broken: { charset: "UTF8", collation: "C" },
    },
    {
        title: "a key on secp256k1 is held in an HSM",
        types: KEY,
        judge: (inputs) =>
            inputs.text("versionTemplate.algorithm") === "EC_SIGN_SECP256K1_SHA256" &&
            !inputs.text("versionTemplate.protectionLevel").startsWith("HSM")
                ? inputs.text("versionTemplate.protectionLevel") || "SOFTWARE"
                : undefined,
        broken: { versionTemplate: { algorithm: "EC_SIGN_SECP256K1_SHA256", protectionLevel: "SOFTWARE" } },
    },
    {
        title: "only a symmetric key rotates by itself",
        types: KEY,
        judge: (inputs) =>
            inputs.has("rotationPeriod") && !["", "ENCRYPT_DECRYPT"].includes(inputs.text("purpose"))
                ? inputs.text("purpose")
                : undefined,
        broken: { purpose: "ASYMMETRIC_SIGN", rotationPeriod: "7776000s" },
    },
    {
        title: "a key rotates no more often than daily",
        types: KEY,
        judge: (inputs) =>
            Number.parseInt(inputs.text("rotationPeriod"), 10) < 86_400 ? inputs.text("rotationPeriod") : undefined,
        broken: { rotationPeriod: "3600s" },
    },
    {
        title: "a key is protected, because its loss is the loss of all that it encrypts (CKV_GCP_82, not run on plans)",
        types: KEY,
        judge: (_, { protect }) => (protect ? undefined : "not protected"),
        broken: {},
    },
    {
        title: "a secret that rotates says when next, and whom it tells",
        types: ["gcp:secretmanager/secret:Secret"],
        judge: (inputs) =>
            inputs.has("rotation.rotationPeriod") && !(inputs.has("rotation.nextRotationTime") && inputs.has("topics"))
                ? "rotation without time or topic"
                : undefined,
        broken: { rotation: { rotationPeriod: "2592000s" } },
    },
    {
        title: "the id of a service account has 6 to 30 characters",
        types: ["gcp:serviceaccount/account:Account"],
        judge: (inputs) => {
            const id = inputs.text("accountId");
            return id !== "" && !/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(id) ? id : undefined;
        },
        broken: { accountId: "api" },
    },
    {
        title: "the effect of a taint is spelled as the API has it, not as Kubernetes does",
        types: ["gcp:container/nodePool:NodePool"],
        judge: (inputs) => {
            const effects = inputs.list("nodeConfig.taints").map((taint) => new Inputs(taint).text("effect"));
            return effects.find((effect) => !["NO_SCHEDULE", "PREFER_NO_SCHEDULE", "NO_EXECUTE"].includes(effect));
        },
        broken: { nodeConfig: { taints: [{ key: "a", value: "b", effect: "NoSchedule" }] } },
    },
    {
        title: "nodes of a release channel are repaired and upgraded",
        types: ["gcp:container/nodePool:NodePool"],
        judge: (inputs) =>
            inputs.get("management.autoRepair") === false || inputs.get("management.autoUpgrade") === false
                ? "switched off"
                : undefined,
        broken: { management: { autoRepair: true, autoUpgrade: false } },
    },
    {
        title: "a pool's surge moves at least one node",
        types: ["gcp:container/nodePool:NodePool"],
        judge: (inputs) =>
            inputs.number("upgradeSettings.maxSurge") + inputs.number("upgradeSettings.maxUnavailable") === 0
                ? "no node can be replaced"
                : undefined,
        broken: { upgradeSettings: { maxSurge: 0, maxUnavailable: 0 } },
    },
    {
        title: "a NAT gateway takes links of addresses, not addresses",
        types: ["gcp:compute/routerNat:RouterNat"],
        judge: (inputs) =>
            inputs
                .list("natIps")
                .find((one) => /^\d+\.\d+\.\d+\.\d+$/.test(String(one)))
                ?.toString(),
        broken: { natIps: ["203.0.113.7"] },
    },
    {
        title: "a NAT gateway that names subnetworks says LIST_OF_SUBNETWORKS",
        types: ["gcp:compute/routerNat:RouterNat"],
        judge: (inputs) =>
            inputs.has("subnetworks") !== (inputs.text("sourceSubnetworkIpRangesToNat") === "LIST_OF_SUBNETWORKS")
                ? inputs.text("sourceSubnetworkIpRangesToNat")
                : undefined,
        broken: { sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES", subnetworks: [{ name: "a" }] },
    },
    {
        title: "a rule for incoming traffic has a source",
        types: FIREWALL,
        judge: (inputs) =>
            inputs.text("direction") !== "EGRESS" &&
            !["sourceRanges", "sourceTags", "sourceServiceAccounts"].some((one) => inputs.has(one))
                ? "no source"
                : undefined,
        broken: { direction: "INGRESS", allows: [{ protocol: "tcp" }] },
    },
    {
        title: "a rule for outgoing traffic has no source, one for incoming traffic no destination service account",
        types: FIREWALL,
        judge: (inputs) =>
            inputs.text("direction") === "EGRESS" && (inputs.has("sourceTags") || inputs.has("sourceServiceAccounts"))
                ? "a source"
                : undefined,
        broken: { direction: "EGRESS", sourceTags: ["a"], allows: [{ protocol: "tcp" }] },
    },
    {
        title: "a firewall rule either allows or denies",
        types: FIREWALL,
        judge: (inputs) => (inputs.has("allows") === inputs.has("denies") ? "both or neither" : undefined),
        broken: { sourceRanges: ["10.0.0.0/8"] },
    },
    {
        title: "only a public zone is signed",
        types: ["gcp:dns/managedZone:ManagedZone"],
        judge: (inputs) =>
            inputs.text("visibility") === "private" && inputs.has("dnssecConfig") ? "a private zone" : undefined,
        broken: { visibility: "private", dnssecConfig: { state: "on" } },
    },
    {
        title: "a proxy-only subnetwork has no flow logs",
        types: ["gcp:compute/subnetwork:Subnetwork"],
        judge: (inputs) =>
            /_MANAGED_PROXY$/.test(inputs.text("purpose")) && inputs.has("logConfig")
                ? inputs.text("purpose")
                : undefined,
        broken: { purpose: "REGIONAL_MANAGED_PROXY", logConfig: { flowSampling: 0.5 } },
    },
    {
        title: "a daily backup of a cluster is kept at most 360 days",
        types: ["gcp:gkebackup/backupPlan:BackupPlan"],
        judge: (inputs) =>
            inputs.has("backupSchedule.cronSchedule") && inputs.number("retentionPolicy.backupRetainDays") > 360
                ? String(inputs.number("retentionPolicy.backupRetainDays"))
                : undefined,
        broken: { backupSchedule: { cronSchedule: "0 3 * * *" }, retentionPolicy: { backupRetainDays: 365 } },
    },
    {
        title: "a backup of a cluster is locked no longer than it is kept, and at most 90 days",
        types: ["gcp:gkebackup/backupPlan:BackupPlan"],
        judge: (inputs) => {
            const locked = inputs.number("retentionPolicy.backupDeleteLockDays");
            return locked > Math.min(90, inputs.number("retentionPolicy.backupRetainDays"))
                ? `${locked} days`
                : undefined;
        },
        broken: { retentionPolicy: { backupDeleteLockDays: 30, backupRetainDays: 7 } },
    },
    {
        title: "a notification by e-mail has the label email_address and no other",
        types: ["gcp:monitoring/notificationChannel:NotificationChannel"],
        judge: (inputs) =>
            inputs.text("type") === "email" && Object.keys(inputs.get("labels") ?? {}).join() !== "email_address"
                ? Object.keys(inputs.get("labels") ?? {}).join()
                : undefined,
        broken: { type: "email", labels: { address: "ops@example.com" } },
    },
    {
        title: "a bucket under a retention policy has no versions",
        types: ["gcp:storage/bucket:Bucket"],
        judge: (inputs) =>
            inputs.has("retentionPolicy") && inputs.get("versioning.enabled") === true ? "both" : undefined,
        broken: { retentionPolicy: { retentionPeriod: "86400" }, versioning: { enabled: true } },
    },
];
