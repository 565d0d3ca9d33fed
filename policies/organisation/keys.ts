import { any, type Constraint, entries, given, isOpen, type Judge, only, reader, when, where } from "../constraint";
import { asNumber, asText } from "../value";

const KEY = "gcp:kms/cryptoKey:CryptoKey";
const SECRET = "gcp:secretmanager/secret:Secret";

/** Service by type, and where the resource names the key that it is encrypted with. */
const ENCRYPTED: Readonly<Record<string, readonly [service: string, path: string]>> = {
    "gcp:artifactregistry/repository:Repository": ["artifactregistry", "kmsKeyName"],
    "gcp:compute/disk:Disk": ["compute", "diskEncryptionKey.kmsKeySelfLink"],
    "gcp:gkebackup/backupPlan:BackupPlan": ["gkebackup", "backupConfig.encryptionKey.gcpKmsEncryptionKey"],
    "gcp:logging/projectBucketConfig:ProjectBucketConfig": ["logging", "cmekSettings.kmsKeyName"],
    "gcp:pubsub/topic:Topic": ["pubsub", "kmsKeyName"],
    "gcp:redis/cluster:Cluster": ["redis", "kmsKey"],
    "gcp:redis/instance:Instance": ["redis", "customerManagedKey"],
    "gcp:sql/databaseInstance:DatabaseInstance": ["sqladmin", "encryptionKeyName"],
    "gcp:storage/bucket:Bucket": ["storage", "encryption.defaultKmsKeyName"],
};

const seconds = (value: unknown) => asNumber(/^(\d+)(?:\.0+)?s$/.exec(asText(value))?.[1]);

/** Each copy of a secret is encrypted by itself. */
const replicas = reader("replication.userManaged.replicas");
const own = reader("customerManagedEncryption.kmsKeyName");
const automatic = given("replication.auto.customerManagedEncryption.kmsKeyName");
const secretKeys: Judge = function* (props) {
    const copies = replicas(props);
    if (copies === undefined) yield* automatic(props);
    for (const { path, entry } of entries("replication.userManaged.replicas", copies))
        if (isOpen(entry)) yield { path, open: true };
        else if (own(entry) === undefined) yield { path, denied: "nothing" };
};

/** What organisations demand of keys and of what is encrypted with them. */
export const keys: readonly Constraint[] = [
    {
        ids: ["custom.cloudkmsAllowedProtectionLevel"],
        types: [KEY],
        judge: only("versionTemplate.protectionLevel", undefined, "SOFTWARE"),
        wanted: "an exception that also allows HSM, because the key must not exist outside an HSM",
        denied: { "versionTemplate.protectionLevel": "HSM" },
    },
    {
        ids: ["custom.cloudkmsAllowedAlgorithms"],
        types: [KEY],
        judge: where(
            "versionTemplate.algorithm",
            (value) =>
                value === undefined ||
                /^(GOOGLE_SYMMETRIC_ENCRYPTION|RSA_SIGN_PSS_(2048|3072|4096)_SHA256|RSA_DECRYPT_OAEP_(2048|4096)_SHA(256|1))$/.test(
                    asText(value),
                ),
        ),
        wanted: "an exception that also allows this algorithm, because chains verify no other signature",
        denied: { "versionTemplate.algorithm": "EC_SIGN_SECP256K1_SHA256" },
    },
    {
        ids: ["custom.cloudkmsAllowedRotationPeriod"],
        types: [KEY],
        judge: where("rotationPeriod", (value) => value === undefined || seconds(value) <= 7_776_000),
        wanted: "at most 7776000s, which is 90 days",
        denied: { rotationPeriod: "31536000s" },
    },
    {
        ids: ["gcp.restrictCmekCryptoKeyProjects"],
        types: [KEY],
        judge: when(
            "purpose",
            (value) => value === undefined || value === "ENCRYPT_DECRYPT",
            any("a key for encryption"),
        ),
        wanted: "an exception that allows keys of this project, because each stack keeps its own",
        denied: { purpose: "ENCRYPT_DECRYPT" },
        at: [""],
    },
    ...Object.entries(ENCRYPTED).map(
        ([type, [service, path]]): Constraint => ({
            ids: ["gcp.restrictNonCmekServices"],
            types: [type],
            judge: given(path),
            wanted: `a Cloud KMS key, because ${service}.googleapis.com is denied without one`,
            denied: { [path]: undefined },
        }),
    ),
    {
        ids: ["gcp.restrictNonCmekServices"],
        types: [SECRET],
        judge: secretKeys,
        wanted: "a Cloud KMS key for each copy, because secretmanager.googleapis.com is denied without one",
        denied: { "replication.userManaged": undefined, "replication.auto": {} },
        at: ["replication.auto.customerManagedEncryption.kmsKeyName"],
    },
];
