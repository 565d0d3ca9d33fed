import { has, is, isNot, type Test } from "./facts/condition";

/** A layer that can refuse a deletion, or keep what was deleted from being lost. */
type GuardKind = { layer: "provider" | "api"; test: Test } | { layer: "kept"; test: Test; stays: string };

export interface HolderKind {
    holds: "data" | "keys";
    /** What would be lost. */
    why: string;
    guards: GuardKind[];
    /** When it holds anything. Default: always. */
    when?: Test;
}

const provider = (test: Test): GuardKind => ({ layer: "provider", test });
const api = (test: Test): GuardKind => ({ layer: "api", test });
/** With what is left after a deletion, as the rest of a sentence. */
const kept = (stays: string, test: Test): GuardKind => ({ layer: "kept", stays, test });
const data = (why: string, ...guards: GuardKind[]): HolderKind => ({ holds: "data", why, guards });
const keys = (why: string, ...guards: GuardKind[]): HolderKind => ({ holds: "keys", why, guards });

const refused = provider(is("deletionProtection", true));
const refusedByApi = api(is("deletionProtectionEnabled", true));
const notEmptied = api(isNot("forceDestroy", true));

/** Nearly every resource of the Google provider takes this one. */
export const googleGuards: GuardKind[] = [
    provider(is("deletionPolicy", "PREVENT")),
    kept("the provider leaves it where it is", is("deletionPolicy", "ABANDON", "DISABLE")),
];

/** What holds data or keys. Kubernetes types stand without their version. */
export const holders: Readonly<Record<string, HolderKind>> = {
    "gcp:sql/databaseInstance:DatabaseInstance": data(
        "holds databases, and their backups go with it unless they are kept",
        refused,
        api(is("settings.deletionProtectionEnabled", true)),
        kept("its backups stay", is("settings.retainBackupsOnDelete", true)),
        kept("a last backup is taken", is("settings.finalBackupConfig.enabled", true)),
    ),
    "gcp:sql/database:Database": data("holds the tables of one program"),
    "gcp:alloydb/cluster:Cluster": data("holds databases", refused),
    "gcp:spanner/database:Database": data("holds tables", refused, api(is("enableDropProtection", true))),
    "gcp:firestore/database:Database": data(
        "holds documents",
        api(is("deleteProtectionState", "DELETE_PROTECTION_ENABLED")),
    ),
    "gcp:bigquery/dataset:Dataset": data("holds tables", api(isNot("deleteContentsOnDestroy", true))),
    "gcp:bigquery/table:Table": data("holds rows", refused),
    "gcp:redis/instance:Instance": data("holds what programs cache or count in it", refused),
    "gcp:redis/cluster:Cluster": data("holds what programs cache or count in it", refusedByApi),
    "gcp:memorystore/instance:Instance": data("holds what programs cache or count in it", refusedByApi),
    "gcp:filestore/instance:Instance": data("holds files", refusedByApi),
    "gcp:storage/bucket:Bucket": data(
        "holds objects; one that is not empty cannot be deleted unless it is emptied first",
        notEmptied,
        api(is("retentionPolicy.isLocked", true)),
    ),
    "gcp:compute/disk:Disk": data(
        "holds a volume",
        kept("a snapshot is taken first", is("createSnapshotBeforeDestroy", true)),
    ),
    "gcp:compute/regionDisk:RegionDisk": data(
        "holds a volume",
        kept("a snapshot is taken first", is("createSnapshotBeforeDestroy", true)),
    ),
    "gcp:compute/snapshot:Snapshot": data("holds a copy of a volume"),
    "gcp:container/cluster:Cluster": data("holds everything that runs in it, and the claims to its volumes", refused),
    "gcp:gkebackup/backupPlan:BackupPlan": data(
        "holds backups of a cluster",
        api(has("retentionPolicy.backupDeleteLockDays")),
    ),
    "gcp:artifactregistry/repository:Repository": data("holds the images that nodes pull"),
    "gcp:logging/projectBucketConfig:ProjectBucketConfig": data("holds the audit log", api(is("locked", true))),
    "gcp:dns/managedZone:ManagedZone": data("holds the names of the systems", notEmptied),
    "kubernetes:apps:StatefulSet": {
        ...data(
            "its claims hold the volumes of its pods; Kubernetes keeps them unless told otherwise",
            kept(
                "the claims to its volumes stay",
                isNot("spec.persistentVolumeClaimRetentionPolicy.whenDeleted", "Delete"),
            ),
        ),
        when: has("spec.volumeClaimTemplates"),
    },
    "kubernetes:core:PersistentVolumeClaim": data("holds a volume"),
    "kubernetes:core:PersistentVolume": data(
        "holds a volume",
        kept("its disk stays", is("spec.persistentVolumeReclaimPolicy", "Retain")),
    ),
    "kubernetes:core:Namespace": data("deleting it deletes everything in it, claims to volumes too"),
    "vault:index/mount:Mount": data("holds what is written under its path"),
    "gcp:secretmanager/secret:Secret": keys("holds the versions of a secret", refused),
    "gcp:secretmanager/regionalSecret:RegionalSecret": keys("holds the versions of a secret", refused),
    "gcp:kms/keyRing:KeyRing": keys("holds keys; its name can never be used again"),
    "gcp:kms/cryptoKey:CryptoKey": keys(
        "destroying its versions makes unreadable what they encrypted, and ends what they sign for",
        kept("its versions can be restored until their time is up", has("destroyScheduledDuration")),
    ),
    "gcp:certificateauthority/authority:Authority": keys("signs certificates that others trust", refused),
    "gcp:serviceaccount/key:Key": keys("is a password that does not expire"),
    "vault:transit/secretBackendKey:SecretBackendKey": keys("holds a key", api(isNot("deletionAllowed", true))),
};

/** What runs, for the map. */
export const workloads: ReadonlySet<string> = new Set(
    [
        ...["apps:Deployment", "apps:StatefulSet", "apps:DaemonSet", "batch:CronJob", "batch:Job", "helm.sh:Release"],
        ...["monitoring.coreos.com:Prometheus", "monitoring.coreos.com:Alertmanager"],
    ].map((kind) => `kubernetes:${kind}`),
);

/** What renders objects in the cluster that no plan shows. */
export const chart = /^kubernetes:helm\.sh\/v\d+:(Release|Chart)$/;

/** A Kubernetes type without its version: `kubernetes:apps/v1:Deployment` as `kubernetes:apps:Deployment`. */
export const kindOf = (type: string): string =>
    type.startsWith("kubernetes:") ? type.replace(/\/v\d[^:/]*:/, ":") : type;
