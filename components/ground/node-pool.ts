import * as gcp from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import { guarded } from "./guard";
import type { Keys } from "./keys";
import type { NodeAccount } from "./node-account";

export interface PoolArgs {
    name: string;
    machineType: string;
    /** Boot disk, GB. */
    diskGb: number;
    nodesPerZone: { min: number; max: number };
    /** Only workloads that name the pool run on it. */
    dedicated: boolean;
    upgrade: keyof typeof UPGRADES;
}

/** Label by which workloads choose a pool, and key of a dedicated pool's taint. */
export const POOL_LABEL = "slipway.dev/pool";

/** New nodes come before old ones go, so that whatever must move has a place to move to. */
const UPGRADES = {
    surge: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
    "blue-green": {
        strategy: "BLUE_GREEN",
        blueGreenSettings: {
            standardRolloutPolicy: { batchNodeCount: 1, batchSoakDuration: "300s" },
            nodePoolSoakDuration: "3600s",
        },
    },
} as const;

export function declareNodePool(
    name: string,
    args: {
        pool: PoolArgs;
        region: string;
        zones: readonly string[];
        keys: Keys;
        cluster: gcp.container.Cluster;
        account: NodeAccount;
    },
    child: pulumi.CustomResourceOptions,
): gcp.container.NodePool {
    const { pool, account, keys } = args;
    return new gcp.container.NodePool(
        name,
        {
            name: pool.name,
            cluster: args.cluster.id,
            location: args.region,
            nodeLocations: [...args.zones],
            initialNodeCount: Math.max(pool.nodesPerZone.min, 1),
            autoscaling: {
                minNodeCount: pool.nodesPerZone.min,
                maxNodeCount: pool.nodesPerZone.max,
                locationPolicy: "BALANCED",
            },
            management: { autoRepair: true, autoUpgrade: true },
            upgradeSettings: UPGRADES[pool.upgrade],
            nodeDrainConfigs: [{ respectPdbDuringNodePoolDeletion: true }],
            networkConfig: { enablePrivateNodes: true },
            nodeConfig: {
                machineType: pool.machineType,
                diskSizeGb: pool.diskGb,
                diskType: "pd-balanced",
                imageType: "COS_CONTAINERD",
                bootDiskKmsKey: keys.encryption.disks.id,
                serviceAccount: account.email,
                oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
                workloadMetadataConfig: { mode: "GKE_METADATA" },
                shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
                kubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" },
                gvnic: { enabled: true },
                labels: { [POOL_LABEL]: pool.name },
                taints: pool.dedicated ? [{ key: POOL_LABEL, value: pool.name, effect: "NO_SCHEDULE" }] : [],
            },
        },
        {
            ...child,
            dependsOn: [...account.grants, keys.encryption.disks.grant],
            // There is no deletion protection on pools in the API, and what runs goes with its nodes.
            ...guarded.opts,
            // The autoscaler owns the count; GKE reports the first one back changed.
            ignoreChanges: ["initialNodeCount"],
        },
    );
}
