import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "./api-error";
import { addNode } from "./autoscaler";
import type { KubeClient } from "./client";
import type { Pool } from "./declared";
import type { KubeObject } from "./object";

/** What came of draining a node. */
export interface Drained {
    node: string;
    /** Pods that were evicted. */
    evicted: number;
    /** What a budget still forbade when time was over; empty if the node was emptied. */
    stuck: string[];
}

/**
 * Replaces a node as a surge upgrade of GKE does: a new one comes first, then the old one takes no more pods, its pods
 * are evicted under their disruption budgets, and it goes.
 */
export async function replaceNode(
    client: KubeClient,
    pools: readonly Pool[],
    node: KubeObject,
    patience: number,
): Promise<Drained> {
    const { name, labels = {} } = node.metadata;
    const pool = pools.find((one) => one.name === labels["cloud.google.com/gke-nodepool"]);
    if (!pool) throw new Error(`node ${name} is of no declared pool`);
    await addNode(client, pool, labels["topology.kubernetes.io/zone"] ?? "");
    const ref = { apiVersion: "v1", kind: "Node", name };
    await client.patch(ref, { spec: { unschedulable: true } });
    const drained = await drain(client, name, patience);
    if (drained.stuck.length === 0) await client.delete(ref);
    return drained;
}

/** Evicts every pod of a node, and asks again where a budget forbids it for the moment. */
async function drain(client: KubeClient, node: string, patience: number): Promise<Drained> {
    const deadline = Date.now() + patience;
    const asked = new Set<string>();
    let stuck: string[] = [];
    for (;;) {
        const { items } = await client.list({ apiVersion: "v1", kind: "Pod", fields: `spec.nodeName=${node}` });
        const left = items.filter(({ status }) => !/^(Succeeded|Failed)$/.test(phaseOf(status)));
        if (left.length === 0) return { node, evicted: asked.size, stuck: [] };
        if (Date.now() > deadline) return { node, evicted: asked.size, stuck };
        const answers = await Promise.all(
            left.filter(({ metadata }) => !metadata.deletionTimestamp).map((pod) => evict(client, pod)),
        );
        stuck = answers.filter((answer) => answer !== undefined);
        for (const { metadata } of left) if (metadata.uid) asked.add(metadata.uid);
        await sleep(200);
    }
}

/** Why a pod may not go now, if it may not. */
async function evict(client: KubeClient, { metadata }: KubeObject): Promise<string | undefined> {
    const { name, namespace = "" } = metadata;
    try {
        await client.evict({ name, namespace });
        return undefined;
    } catch (error) {
        if (error instanceof ApiError && error.status === 404) return undefined;
        if (!(error instanceof ApiError && error.status === 429)) throw error;
        return `${namespace}/${name}: ${error.causes.map((cause) => cause.message).join("; ") || error.message}`;
    }
}

const phaseOf = (status: unknown): string => (status as { phase?: string } | undefined)?.phase ?? "";
