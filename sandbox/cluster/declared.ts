import type { Json, Plan, PlanResource } from "../../preview/plan";
import type { Taint } from "./nodes";

/** A node pool as a plan declares it. */
export interface Pool {
    name: string;
    machineType: string;
    zones: string[];
    /** Nodes in each zone: how many there are at first, and the most that the autoscaler makes. */
    nodes: { first: number; most: number };
    labels: Record<string, string>;
    taints: Taint[];
}

/** A GKE cluster as a plan declares it: its pools, and what is to run in it. */
export interface DeclaredCluster {
    name: string;
    region: string;
    /** URN of the Kubernetes provider for it. */
    provider: string;
    pools: Pool[];
    /** Kubernetes resources of that provider, as registered. */
    resources: PlanResource[];
}

const CLUSTER = "gcp:container/cluster:Cluster";
const POOL = "gcp:container/nodePool:NodePool";
const PROVIDER = "pulumi:providers:kubernetes";

/** Every cluster of a plan. A cluster, its pools and its provider have the same parent. */
export function declaredClusters({ resources }: Plan): DeclaredCluster[] {
    const beside = (type: string, parent: string | null) =>
        resources.filter((resource) => resource.type === type && resource.parent === parent);
    return resources
        .filter(({ type }) => type === CLUSTER)
        .map(({ name, parent, inputs }) => {
            const [provider] = beside(PROVIDER, parent);
            if (!provider) throw new Error(`cluster ${name} has no Kubernetes provider beside it`);
            return {
                name,
                region: String(inputs.location),
                provider: provider.urn,
                pools: beside(POOL, parent).map(({ inputs: pool }) => poolOf(pool)),
                resources: resources.filter((resource) => resource.provider === provider.urn),
            };
        });
}

interface PoolInputs {
    name: string;
    nodeLocations: string[];
    initialNodeCount: number;
    autoscaling: { maxNodeCount: number };
    nodeConfig: {
        machineType: string;
        labels: Record<string, string>;
        taints: { key: string; value: string; effect: string }[];
    };
}

/** Effects as Google's API names them: https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/NodeTaint */
const EFFECTS: Record<string, Taint["effect"]> = {
    NO_SCHEDULE: "NoSchedule",
    PREFER_NO_SCHEDULE: "PreferNoSchedule",
    NO_EXECUTE: "NoExecute",
};

function poolOf(inputs: { [key: string]: Json }): Pool {
    const { name, nodeLocations, initialNodeCount, autoscaling, nodeConfig } = inputs as unknown as PoolInputs;
    return {
        name,
        machineType: nodeConfig.machineType,
        zones: nodeLocations,
        nodes: { first: initialNodeCount, most: autoscaling.maxNodeCount },
        labels: nodeConfig.labels,
        taints: nodeConfig.taints.map(({ key, value, effect }) => {
            const known = EFFECTS[effect];
            if (!known) throw new Error(`pool ${name} has a taint of effect ${effect}; use ${Object.keys(EFFECTS)}`);
            return { key, value, effect: known };
        }),
    };
}
