import { changed, passing as ofOrganisation } from "../organisation/passing";
import type { Example } from "../rule";

const KEY = { purpose: "ENCRYPT_DECRYPT", rotationPeriod: "7776000s", deletionPolicy: "PREVENT" };

const of = (type: string, more: Example["props"]): Example["props"] => changed(ofOrganisation[type] ?? {}, more);

const FLAGS = {
    "cloudsql.enable_pgaudit": "on",
    "cloudsql.iam_authentication": "on",
    log_checkpoints: "on",
    log_connections: "on",
    log_disconnections: "on",
    log_hostname: "on",
    log_lock_waits: "on",
    log_min_duration_statement: "-1",
    log_min_error_statement: "error",
    log_min_messages: "warning",
    log_statement: "ddl",
    log_temp_files: "0",
};

/** For each type, inputs with which no rule finds fault. What the rules forbid is shown by changing these. */
export const passing: Readonly<Record<string, Example["props"]>> = {
    ...ofOrganisation,
    "gcp:container/cluster:Cluster": of("gcp:container/cluster:Cluster", {
        enableShieldedNodes: true,
        "databaseEncryption.keyName": "key",
        deletionProtection: true,
        maintenancePolicy: { dailyMaintenanceWindow: { startTime: "03:00" } },
        nodeLocations: ["europe-west1-b", "europe-west1-c", "europe-west1-d"],
        removeDefaultNodePool: true,
        resourceLabels: { team: "ops" },
    }),
    "gcp:container/nodePool:NodePool": of("gcp:container/nodePool:NodePool", {
        nodeLocations: ["europe-west1-b", "europe-west1-c", "europe-west1-d"],
    }),
    "gcp:sql/databaseInstance:DatabaseInstance": of("gcp:sql/databaseInstance:DatabaseInstance", {
        region: "europe-west1",
        "settings.deletionProtectionEnabled": true,
        "settings.backupConfiguration.location": "eu",
        "settings.backupConfiguration.transactionLogRetentionDays": 14,
        "settings.databaseFlags": Object.entries(FLAGS).map(([name, value]) => ({ name, value })),
    }),
    "gcp:kms/cryptoKey:CryptoKey": KEY,
    "gcp:kms/keyRing:KeyRing": { location: "europe-west1" },
    "gcp:storage/bucket:Bucket": of("gcp:storage/bucket:Bucket", { versioning: { enabled: true } }),
    "gcp:redis/instance:Instance": { authEnabled: true, transitEncryptionMode: "SERVER_AUTHENTICATION" },
    "gcp:redis/cluster:Cluster": {
        authorizationMode: "AUTH_MODE_IAM_AUTH",
        transitEncryptionMode: "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION",
    },
    "gcp:memorystore/instance:Instance": {
        authorizationMode: "IAM_AUTH",
        transitEncryptionMode: "SERVER_AUTHENTICATION",
    },
    "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider": {
        attributeCondition: 'assertion.repository_id == "1"',
    },
    "gcp:organizations/project:Project": { autoCreateNetwork: false },
};
