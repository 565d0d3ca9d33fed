import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { signingNamespaces } from "../settings/systems";
import type { Cluster } from "./cluster";
import type { Google } from "./google";
import { guarded } from "./guard";
import type { Keys } from "./keys";

export interface ClusterBackupArgs {
    google: Google;
    cluster: Cluster;
    /** Region that the backups are kept in. */
    location: string;
    /** Keys of that region. */
    keys: Keys;
    /** Clusters that its backups can be restored into. */
    into: readonly Cluster[];
    /** All that is backed up. */
    namespaces: readonly string[];
    /** Days until a backup goes by itself. */
    retainDays: number;
    /** Days in which nobody can delete it. */
    lockDays: number;
    /** Nobody can shorten either any more. */
    locked: boolean;
}

/** Every day, hours before people are back at work. At most a day is lost; Backup for GKE itself offers an hour at best. */
const SCHEDULE = "0 2 * * *";

/**
 * Backups of one cluster by Backup for GKE, and the plans to restore them by. Namespaces are named one by one, so what
 * nobody named is in no backup; a namespace in which something signs is refused. How to restore:
 * docs/runbooks/cluster-restore.md. @meets S1-30
 */
export class ClusterBackup extends pulumi.ComponentResource {
    constructor(name: string, args: ClusterBackupArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:ClusterBackup", name, {}, opts);
        const signing = args.namespaces.filter((namespace) => signingNamespaces.includes(namespace));
        if (signing.length > 0)
            throw new pulumi.RunError(
                `${name} names ${signing.join(" and ")}, where something signs; a signer that is restored is a second signer`,
            );
        const child = { parent: this, provider: args.google.provider };
        const key = args.keys.encryption.backups;
        const selectedNamespaces = { namespaces: [...args.namespaces] };

        const plan = new gcp.gkebackup.BackupPlan(
            name,
            {
                name,
                cluster: args.cluster.id,
                location: args.location,
                backupSchedule: { cronSchedule: SCHEDULE },
                backupConfig: {
                    selectedNamespaces,
                    includeVolumeData: true,
                    // They come again from Secret Manager, in their present version; a backup would bring old ones back.
                    includeSecrets: false,
                    encryptionKey: { gcpKmsEncryptionKey: key.id },
                },
                retentionPolicy: {
                    backupRetainDays: args.retainDays,
                    backupDeleteLockDays: args.lockDays,
                    locked: args.locked,
                },
                ...guarded.policy,
            },
            { ...child, ...guarded.opts, dependsOn: [key.grant] },
        );
        for (const target of args.into)
            new gcp.gkebackup.RestorePlan(
                `${name}-into-${target.region}`,
                {
                    name: `${name}-into-${target.region}`,
                    backupPlan: plan.id,
                    cluster: target.id,
                    location: target.region,
                    restoreConfig: {
                        selectedNamespaces,
                        // What stands in the way is looked at by people; nothing that lives is deleted or overwritten.
                        namespacedResourceRestoreMode: "FAIL_ON_CONFLICT",
                        volumeDataRestorePolicy: "RESTORE_VOLUME_DATA_FROM_BACKUP",
                        // Cluster-wide objects come from the stack, in their present version.
                        clusterResourceRestoreScope: { noGroupKinds: true },
                    },
                    ...guarded.policy,
                },
                { ...child, ...guarded.opts },
            );
        this.registerOutputs();
    }
}
