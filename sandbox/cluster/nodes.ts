import type { Pool } from "./declared";
import type { KubeObject } from "./object";

export interface Taint {
    key: string;
    value: string;
    effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** The node of a pool with a number in a zone, as GKE would label it. */
export function nodeOf(pool: Pool, zone: string, number: number): KubeObject {
    const name = `${pool.name}-${zone}-${number}`;
    const { cpu, memoryGib } = machine(pool.machineType);
    const resources = { pods: "110", "ephemeral-storage": "47Gi" };
    return {
        apiVersion: "v1",
        kind: "Node",
        metadata: {
            name,
            labels: {
                "kubernetes.io/hostname": name,
                "kubernetes.io/os": "linux",
                "kubernetes.io/arch": "amd64",
                "node.kubernetes.io/instance-type": pool.machineType,
                "topology.kubernetes.io/region": zone.replace(/-[a-z]$/, ""),
                "topology.kubernetes.io/zone": zone,
                "cloud.google.com/gke-nodepool": pool.name,
                // Workload Identity's pods ask for nodes that have it.
                "iam.gke.io/gke-metadata-server-enabled": "true",
                ...pool.labels,
            },
        },
        spec: { taints: pool.taints },
        status: {
            capacity: { ...resources, cpu: `${cpu}`, memory: `${memoryGib}Gi` },
            allocatable: {
                ...resources,
                cpu: `${Math.floor(1000 * cpu - reservedMillicores(cpu))}m`,
                memory: `${Math.floor(1024 * (memoryGib - reservedGib(memoryGib)))}Mi`,
            },
        },
    };
}

/** The nodes that pools have at first. */
export const firstNodes = (pools: readonly Pool[]): KubeObject[] =>
    pools.flatMap((pool) =>
        pool.zones.flatMap((zone) =>
            Array.from({ length: pool.nodes.first }, (_, number) => nodeOf(pool, zone, number)),
        ),
    );

/** GiB of memory for each vCPU of a machine family: https://cloud.google.com/compute/docs/general-purpose-machines */
const MEMORY: Record<string, number> = { standard: 4, highmem: 8, highcpu: 1 };

function machine(type: string): { cpu: number; memoryGib: number } {
    const [, family = "", size = ""] = /^[a-z0-9]+-([a-z]+)-(\d+)$/.exec(type) ?? [];
    const each = MEMORY[family];
    if (!each) throw new Error(`the size of machine type ${type} is not known; use one of ${Object.keys(MEMORY)}`);
    return { cpu: Number(size), memoryGib: each * Number(size) };
}

type Steps = readonly (readonly [upTo: number, share: number])[];

/** What GKE keeps for itself: https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes */
const reservedMillicores = (cpu: number): number =>
    1000 *
    reserved(cpu, [
        [1, 0.06],
        [2, 0.01],
        [4, 0.005],
        [Infinity, 0.0025],
    ]);

/** With the 100 MiB below which pods are evicted. */
const reservedGib = (memory: number): number =>
    100 / 1024 +
    reserved(memory, [
        [4, 0.25],
        [8, 0.2],
        [16, 0.1],
        [128, 0.06],
        [Infinity, 0.02],
    ]);

function reserved(size: number, steps: Steps): number {
    let below = 0;
    let sum = 0;
    for (const [upTo, share] of steps) {
        sum += share * Math.max(0, Math.min(size, upTo) - below);
        below = upTo;
    }
    return sum;
}
