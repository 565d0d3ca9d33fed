import type { types } from "@pulumi/kubernetes";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Site } from "./site";

export interface DiskClassArgs {
    site: Site;
    /** Kind of disk: `pd-ssd` and `hyperdisk-balanced` for chain data, `pd-balanced` for the rest. */
    type: "pd-balanced" | "pd-ssd" | "hyperdisk-balanced";
}

/**
 * A kind of disk that claims may ask for, encrypted with the region's own key. A disk is made in the zone of the pod that
 * wants it, can grow while it is used, and stays when its claim goes.
 */
export class DiskClass extends pulumi.ComponentResource {
    /** Name of the storage class in the cluster. */
    readonly className: string;

    constructor(name: string, args: DiskClassArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:workload:DiskClass", name, {}, opts);
        const { ground, cluster, region } = args.site;
        const disks = ground.keys[region]?.encryption.disks;
        if (!disks) throw new pulumi.RunError(`${name} has no key for disks in ${region}; give the ground that region`);
        this.className = `slipway-${args.type}`;
        new kubernetes.storage.v1.StorageClass(
            name,
            {
                metadata: { name: this.className },
                provisioner: "pd.csi.storage.gke.io",
                parameters: { type: args.type, "disk-encryption-kms-key": disks.id },
                volumeBindingMode: "WaitForFirstConsumer",
                allowVolumeExpansion: true,
                reclaimPolicy: "Retain",
            },
            { parent: this, provider: cluster.kubernetes, dependsOn: disks.grant },
        );
        this.registerOutputs({ className: this.className });
    }
}

/** A disk for each pod of a stateful set, found again by the pod of the same number. @meets S1-08 */
export interface Storage {
    class: DiskClass;
    /**
     * Size, GB. Kubernetes grows claims that exist and never the template that made them: grow the claims first, then
     * say the new size here, which replaces the set and keeps its claims.
     */
    gigabytes: number;
    /** Where the container finds it. */
    at: string;
}

/** Claims outlive the set and any smaller number of pods: what is on them is the only copy. */
export const claims = (storage: Storage) => ({
    volumeClaimTemplates: [
        {
            metadata: { name: "data" },
            spec: {
                // One pod, not one node: two pods can never write the same disk, nor sign from it.
                accessModes: ["ReadWriteOncePod"],
                storageClassName: storage.class.className,
                resources: { requests: { storage: `${storage.gigabytes}Gi` } },
            },
        },
    ] satisfies types.input.core.v1.PersistentVolumeClaim[],
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
});
