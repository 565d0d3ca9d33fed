import { named } from "../path";
import type { Json } from "../plan";
import type { RiskClass } from "./classes";

/** Whether a value guards less than another. */
type Weaker = (before: Json | undefined, after: Json | undefined) => boolean;

export interface Safeguard {
    class: Extract<RiskClass, "protection" | "custody" | "exposure">;
    /** Kinds it stands in, without the version of Kubernetes. */
    kinds: RegExp;
    /** Its path, without places in lists. */
    path: RegExp;
    weaker: Weaker;
    says: string;
    why: string;
}

const off: Weaker = (before, after) => before === true && after !== true;
const on: Weaker = (before, after) => before !== true && after === true;
const gone: Weaker = (before, after) => before !== undefined && after === undefined;
const changed: Weaker = () => true;
/** A number, or one with a unit such as `2592000s`. */
const amount = (value: Json | undefined) => (value === undefined ? Number.NaN : Number.parseFloat(String(value)));
const lower: Weaker = (before, after) => amount(after) < amount(before) || gone(before, after);
const higher: Weaker = (before, after) => amount(after) > amount(before) || gone(before, after);
/** Fewer of a list, or one of its members another. */
const fewer: Weaker = (before, after) => before !== undefined && before !== after;
/** Down a ladder, of which anything that is not on it is the lowest step. */
const down =
    (...ladder: string[]): Weaker =>
    (before, after) =>
        ladder.indexOf(String(before)) > ladder.indexOf(String(after));

type Row = [RegExp, RegExp, Weaker, string, string];

const rows = (of: Safeguard["class"], ...list: Row[]): Safeguard[] =>
    list.map(([kinds, path, weaker, says, why]) => ({ class: of, kinds, path, weaker, says, why }));

const sql = /^gcp:sql\/databaseInstance:/;
const redis = /^gcp:redis\/instance:/;
const bucket = /^gcp:storage\/bucket:Bucket$/;
const cluster = /^gcp:container\/cluster:/;
const plan = /^gcp:gkebackup\/backupPlan:/;
const pods = /^kubernetes:(apps|batch|core):(Deployment|StatefulSet|DaemonSet|ReplicaSet|Job|CronJob|Pod)$/;
const outage = "the loss of one zone or machine takes it down";
const recovery = "what was written cannot be brought back as far as before";

/** What guards data, availability, access or the way in, and when it guards less. One table, asked of every change. */
export const safeguards: readonly Safeguard[] = [
    ...rows(
        "protection",
        [sql, /^settings\.availabilityType$/, down("ZONAL", "REGIONAL"), "no longer stands in two zones", outage],
        [
            sql,
            /^settings\.backupConfiguration(\.(enabled|pointInTimeRecoveryEnabled))?$/,
            (a, b) => off(a, b) || gone(a, b),
            "is no longer backed up as before",
            recovery,
        ],
        [
            sql,
            /^settings\.backupConfiguration\.(transactionLogRetentionDays|backupRetentionSettings\.retainedBackups)$/,
            lower,
            "keeps fewer backups",
            recovery,
        ],
        [redis, /^tier$/, down("BASIC", "STANDARD_HA"), "no longer has a replica", outage],
        [
            bucket,
            /^versioning(\.enabled)?$/,
            (a, b) => off(a, b) || gone(a, b),
            "no longer keeps old versions",
            recovery,
        ],
        [
            bucket,
            /^(retentionPolicy(\.retentionPeriod)?|softDeletePolicy(\.retentionDurationSeconds)?)$/,
            lower,
            "keeps objects for less time",
            recovery,
        ],
        [
            /^gcp:logging\/projectBucketConfig:/,
            /^retentionDays$/,
            lower,
            "keeps logs for less time",
            "what happened cannot be looked up as far back as before",
        ],
        [
            /^gcp:logging\/projectSink:/,
            /^(filter|exclusions|disabled|destination)/,
            changed,
            "sends other logs than before",
            "what an attacker did may be on no record",
        ],
        [
            /^gcp:projects\/iAMAuditConfig:/,
            /^auditLogConfigs/,
            changed,
            "records other access than before",
            "who read or changed what may be on no record",
        ],
        [
            plan,
            /^retentionPolicy\.(backupRetainDays|backupDeleteLockDays)$/,
            lower,
            "keeps backups for less time",
            recovery,
        ],
        [plan, /^backupConfig\.(includeVolumeData|includeSecrets)$/, off, "backs up less", recovery],
        [plan, /^backupSchedule/, changed, "backs up at other times", recovery],
        [
            /^gcp:kms\/cryptoKey:/,
            /^destroyScheduledDuration$/,
            lower,
            "destroys versions sooner",
            "there is less time to notice that a key is being destroyed",
        ],
        [
            cluster,
            /^(enableShieldedNodes|enableIntranodeVisibility)$/,
            off,
            "hardens its nodes less",
            "a node that was tampered with is not noticed",
        ],
        [
            cluster,
            /^(databaseEncryption|binaryAuthorization)/,
            changed,
            "guards what runs or is kept in it otherwise",
            "secrets at rest or unsigned images may be open",
        ],
        [
            cluster,
            /^maintenancePolicy/,
            changed,
            "is maintained at other times",
            "an upgrade may fall into a time that was kept free",
        ],
        [
            /^gcp:binaryauthorization\/policy:/,
            /^/,
            changed,
            "admits other images than before",
            "an image that nobody vouched for may run",
        ],
        [
            /^gcp:dns\/managedZone:/,
            /^dnssecConfig\.state$/,
            down("off", "transfer", "on"),
            "no longer signs its answers",
            "answers can be forged",
        ],
        [
            /^kubernetes:policy:PodDisruptionBudget$/,
            /^spec\.minAvailable$/,
            lower,
            "lets more pods be evicted at once",
            outage,
        ],
        [
            /^kubernetes:policy:PodDisruptionBudget$/,
            /^spec\.maxUnavailable$/,
            higher,
            "lets more pods be evicted at once",
            outage,
        ],
        [/^kubernetes:autoscaling:HorizontalPodAutoscaler$/, /^spec\.minReplicas$/, lower, "keeps fewer pods", outage],
        [
            /^kubernetes:core:(ResourceQuota|LimitRange)$/,
            /^spec/,
            changed,
            "bounds its namespace otherwise",
            "one program can take what others need",
        ],
        [
            /^kubernetes:core:Namespace$/,
            /^metadata\.labels\.pod-security\.kubernetes\.io\/enforce/,
            down("privileged", "baseline", "restricted"),
            "admits less hardened pods",
            "a pod may take over its node",
        ],
        [
            /^kubernetes:monitoring\.coreos\.com:(PrometheusRule|ServiceMonitor|PodMonitor)$/,
            /^spec/,
            fewer,
            "is watched otherwise",
            "what goes wrong may wake nobody",
        ],
        [
            /^gcp:(billing|monitoring)\//,
            /^/,
            fewer,
            "tells others, or of other things",
            "what goes wrong may be told to nobody",
        ],
        [
            pods,
            /(^|\.)securityContext\.(runAsNonRoot|readOnlyRootFilesystem)$/,
            (a, b) => off(a, b) || gone(a, b),
            "runs less hardened",
            "who breaks into the program gets further",
        ],
        [
            pods,
            /(^|\.)(privileged|allowPrivilegeEscalation|hostNetwork|hostPID|hostIPC)$/,
            on,
            "runs with rights on its node",
            "who breaks into the program gets the node",
        ],
        [
            pods,
            /(^|\.)securityContext\.(capabilities|seccompProfile)/,
            changed,
            "asks the kernel for other rights",
            "who breaks into the program gets further",
        ],
    ),
    ...rows(
        "custody",
        [redis, /^(authEnabled)$/, off, "no longer asks for a password", "whoever reaches it can read and write"],
        [
            cluster,
            /^(enableLegacyAbac|masterAuth|workloadIdentityConfig|authenticatorGroupsConfig|anonymousAuthenticationConfig|rbacBindingConfig)/,
            changed,
            "lets others in than before",
            "who may act in the cluster changes",
        ],
        [
            /^gcp:iam\/workloadIdentityPool/,
            /^(attributeCondition|attributeMapping|oidc|disabled|allowedAudiences)/,
            changed,
            "trusts other callers than before",
            "somebody else's build may act as the deployer",
        ],
        [
            /^gcp:kms\//,
            /^(versionTemplate|purpose|importOnly|keyAccessJustificationsPolicy|cryptoKeyBackend|rotationPeriod|nextRotationTime)/,
            changed,
            "holds its key otherwise",
            "what signs or encrypts is another key, or is guarded otherwise",
        ],
        [
            /^gcp:secretmanager\//,
            /^(replication|rotation|versionDestroyTtl|expireTime|ttl|versionAliases|enabled)/,
            changed,
            "keeps its secret otherwise",
            "who reads the secret may find another one, or none",
        ],
        [
            /^gcp:projects\/iAMCustomRole:/,
            /^permissions/,
            changed,
            "is a role with other permissions",
            "everybody in the role can do what it says now",
        ],
        [
            /^kubernetes:external-secrets\.io:(Cluster)?SecretStore$/,
            /^spec/,
            changed,
            "reads secrets from elsewhere",
            "programs get other secrets than before",
        ],
        [
            /^kubernetes:rbac\.authorization\.k8s\.io:/,
            /^(rules|subjects|roleRef|aggregationRule)/,
            changed,
            "grants other rights in the cluster",
            "somebody may read secrets or start pods",
        ],
        [
            /^kubernetes:core:ServiceAccount$/,
            /^(metadata\.annotations\.(iam\.gke\.io|eks\.amazonaws\.com)\/|automountServiceAccountToken)/,
            changed,
            "acts as another identity",
            "pods get the rights of that identity",
        ],
        [
            pods,
            /(^|\.)(serviceAccountName|automountServiceAccountToken)$/,
            changed,
            "acts as another identity",
            "pods get the rights of that identity",
        ],
        [
            /^vault:/,
            /^/,
            changed,
            "changes what Vault keeps or lets do",
            "who may use a key or read a secret may change",
        ],
        [
            /^pulumi:providers:/,
            /^/,
            changed,
            "leads elsewhere, or acts as somebody else",
            "every resource below it follows",
        ],
        [
            /./,
            /(encryptionKeyName|kmsKeyName|kmsKey|bootDiskKmsKey|customerManagedKey|gcpKmsEncryptionKey|defaultKmsKeyName|databaseEncryption\.keyName)$/,
            changed,
            "is encrypted with another key",
            "without the old key what it encrypted cannot be read",
        ],
    ),
    ...rows(
        "exposure",
        [
            sql,
            /^settings\.ipConfiguration\.sslMode$/,
            down("ALLOW_UNENCRYPTED_AND_ENCRYPTED", "ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"),
            "asks less of who connects",
            "connections may be read, or come from anybody",
        ],
        [
            sql,
            /^settings\.(connectorEnforcement|dataApiAccess)$/,
            changed,
            "asks less of who connects",
            "connections may come around the connector",
        ],
        [
            redis,
            /^transitEncryptionMode$/,
            down("DISABLED", "SERVER_AUTHENTICATION"),
            "no longer encrypts connections",
            "connections can be read",
        ],
        [
            bucket,
            /^publicAccessPrevention$/,
            down("inherited", "enforced"),
            "may be opened to the public",
            "a later grant can open it to anybody",
        ],
        [
            bucket,
            /^uniformBucketLevelAccess$/,
            off,
            "may be opened object by object",
            "a grant on one object is seen nowhere",
        ],
        [
            cluster,
            /^(masterAuthorizedNetworksConfig|controlPlaneEndpointsConfig|privateClusterConfig)/,
            changed,
            "lets its control plane be reached otherwise",
            "who can reach it can try to log in",
        ],
        [
            /^gcp:compute\/sSLPolicy:/,
            /^minTlsVersion$/,
            down("TLS_1_0", "TLS_1_1", "TLS_1_2", "TLS_1_3"),
            "accepts older TLS",
            "connections can be read with known attacks",
        ],
        [
            /^gcp:compute\/sSLPolicy:/,
            /^profile$/,
            down("COMPATIBLE", "MODERN", "FIPS_202205", "RESTRICTED"),
            "accepts weaker ciphers",
            "connections can be read with known attacks",
        ],
        [
            /^gcp:compute\/(regionS|s)ecurityPolicy/,
            /^/,
            changed,
            "filters requests otherwise",
            "requests that were refused may come through",
        ],
        [
            /^gcp:compute\/firewall/,
            /^/,
            changed,
            "lets other packets through",
            "machines may be reached from elsewhere",
        ],
        [
            /^gcp:(compute\/networkFirewallPolicy|compute\/router|compute\/route:|compute\/vpn|compute\/haVpn|compute\/networkPeering|servicenetworking\/)/,
            /^/,
            changed,
            "leads traffic otherwise",
            "networks may reach each other that did not",
        ],
        [
            /^gcp:dns\/recordSet:/,
            /^(rrdatas|routingPolicy|name|type)/,
            changed,
            "leads a name elsewhere",
            "who asks for the name is sent elsewhere",
        ],
        [
            /^kubernetes:networking\.gke\.io:/,
            /^spec/,
            changed,
            "guards the way in otherwise",
            "requests that were refused may come through",
        ],
        [
            /^kubernetes:gateway\.networking\.k8s\.io:/,
            /^spec/,
            changed,
            "lets other requests in",
            "more of a program can be reached from outside",
        ],
        [
            /^kubernetes:core:Service$/,
            /^spec\.(type|loadBalancerSourceRanges|externalIPs|externalTrafficPolicy|selector)/,
            changed,
            "is reached otherwise",
            "more of a program can be reached from outside",
        ],
    ),
];

/** Kinds that guard by being there: their deletion loses the guard, and their creation loses nothing. */
export const guards: readonly { kinds: RegExp; class: Safeguard["class"]; says: string; why: string }[] = [
    {
        class: "protection",
        kinds: /^kubernetes:policy:PodDisruptionBudget$/,
        says: "no longer keeps pods from being evicted together",
        why: outage,
    },
    {
        class: "protection",
        kinds: /^kubernetes:core:(ResourceQuota|LimitRange)$/,
        says: "no longer bounds its namespace",
        why: "one program can take what others need",
    },
    {
        class: "protection",
        kinds: /^kubernetes:monitoring\.coreos\.com:/,
        says: "no longer watches",
        why: "what goes wrong wakes nobody",
    },
    {
        class: "protection",
        kinds: /^gcp:(billing\/budget|monitoring\/(alertPolicy|notificationChannel|uptimeCheckConfig)):/,
        says: "no longer tells anybody",
        why: "what goes wrong is told to nobody",
    },
    {
        class: "protection",
        kinds: /^gcp:(logging\/projectSink|projects\/iAMAuditConfig):/,
        says: "no longer records",
        why: "what an attacker did is on no record",
    },
    {
        class: "protection",
        kinds: /^gcp:binaryauthorization\/policy:/,
        says: "no longer decides which images run",
        why: "an image that nobody vouched for may run",
    },
    {
        class: "exposure",
        kinds: /^gcp:compute\/(securityPolicy|sSLPolicy|firewall):/,
        says: "no longer guards the way in",
        why: "requests that were refused may come through",
    },
    {
        class: "exposure",
        kinds: /^kubernetes:networking\.gke\.io:(GCPBackendPolicy|GCPGatewayPolicy)$/,
        says: "no longer guards the way in",
        why: "requests that were refused may come through",
    },
];

/** The safeguards that a difference weakens. */
export function weakened(kind: string, path: string, before: Json | undefined, after: Json | undefined): Safeguard[] {
    const plain = named(path).join(".");
    return safeguards.filter((one) => one.kinds.test(kind) && one.path.test(plain) && one.weaker(before, after));
}
