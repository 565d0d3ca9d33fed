import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "./api-error";
import type { KubeClient } from "./client";
import type { Pool } from "./declared";
import { nodeOf } from "./nodes";
import type { KubeObject } from "./object";

interface PodSpec {
    nodeName?: string;
    nodeSelector?: Record<string, string>;
    tolerations?: { key?: string; value?: string; operator?: string; effect?: string }[];
}

interface PodStatus {
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
}

/** A pod that no node takes, and what the scheduler says of it. */
export interface Unplaced {
    pod: string;
    why: string;
    spec: PodSpec;
}

/** Pods that the scheduler has looked at and found no node for. */
export async function unplaced(client: KubeClient): Promise<Unplaced[]> {
    const { items } = await client.list({ apiVersion: "v1", kind: "Pod", fields: "spec.nodeName=" });
    return items.flatMap(({ metadata, spec, status }) => {
        const { conditions = [] } = (status ?? {}) as PodStatus;
        const found = conditions.find(({ type, reason }) => type === "PodScheduled" && reason === "Unschedulable");
        const pod = `${metadata.namespace}/${metadata.name}`;
        return found && !metadata.deletionTimestamp ? [{ pod, why: found.message ?? "", spec: spec as PodSpec }] : [];
    });
}

/** Whether the labels and taints of a pool's nodes let a pod in. */
export function takes({ labels, taints, zones }: Pool, { nodeSelector = {}, tolerations = [] }: PodSpec): boolean {
    const { "topology.kubernetes.io/zone": zone, ...wanted } = nodeSelector;
    const tolerated = ({ key, value, effect }: Pool["taints"][number]) =>
        tolerations.some(
            (one) =>
                (one.key ?? key) === key &&
                (one.effect ?? effect) === effect &&
                (one.operator === "Exists" || one.value === value),
        );
    return (
        Object.entries(wanted).every(([key, value]) => labels[key] === value) &&
        (zone === undefined || zones.includes(zone)) &&
        taints.every((taint) => taint.effect === "PreferNoSchedule" || tolerated(taint))
    );
}

/** The zone of a pool in which the next node comes: of those that a pod may go to, the one with the fewest. */
export function nextZone(pool: Pool, { nodeSelector = {} }: PodSpec, nodes: readonly KubeObject[]): string | undefined {
    const only = nodeSelector["topology.kubernetes.io/zone"];
    const count = (zone: string) =>
        nodes.filter(({ metadata }) => metadata.name.startsWith(`${pool.name}-${zone}-`)).length;
    return pool.zones
        .filter((zone) => (only === undefined || zone === only) && count(zone) < pool.nodes.most)
        .sort((one, other) => count(one) - count(other))[0];
}

/** A name's number, `3` of `chain-europe-west1-b-3`. */
const numberOf = ({ metadata }: KubeObject): number => Number(metadata.name.slice(metadata.name.lastIndexOf("-") + 1));

/** Adds a node to a zone of a pool, under a number that was not used there yet. */
export async function addNode(client: KubeClient, pool: Pool, zone: string): Promise<KubeObject> {
    const nodes = await nodesOf(client);
    const there = nodes.filter(({ metadata }) => metadata.name.startsWith(`${pool.name}-${zone}-`)).map(numberOf);
    const { body } = await client.create(nodeOf(pool, zone, Math.max(-1, ...there) + 1));
    return body;
}

export const nodesOf = async (client: KubeClient): Promise<KubeObject[]> =>
    (await client.list({ apiVersion: "v1", kind: "Node" })).items;

/**
 * Stands in for the cluster autoscaler: where a pod finds no place it adds a node to a declared pool that would take it,
 * up to the most that the pool may have. Runs until it is stopped.
 */
export async function autoscale(client: KubeClient, pools: readonly Pool[], signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
        const grown = await grow(client, pools).catch((error: unknown) => {
            // The server is away for a moment.
            if (error instanceof ApiError && error.passing) return 0;
            throw error;
        });
        // The scheduler needs a moment to use what is new.
        await sleep(grown > 0 ? 1500 : 300, undefined, { signal }).catch(() => {});
    }
}

/** Adds at most one node to each pool; gives how many there were. */
async function grow(client: KubeClient, pools: readonly Pool[]): Promise<number> {
    const grown = new Set<string>();
    for (const { spec } of await unplaced(client)) {
        const nodes = await nodesOf(client);
        const room = pools
            .filter((pool) => !grown.has(pool.name) && takes(pool, spec))
            .flatMap((pool) => {
                const zone = nextZone(pool, spec, nodes);
                return zone === undefined ? [] : [{ pool, zone }];
            })[0];
        if (!room) continue;
        grown.add(room.pool.name);
        await addNode(client, room.pool, room.zone);
    }
    return grown.size;
}
