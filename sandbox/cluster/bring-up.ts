import { setTimeout as sleep } from "node:timers/promises";
import { complaints } from "../providers/kubernetes/ready";
import type { KubeClient } from "./client";
import { type KubeObject, nameOf, refOf } from "./object";

/** Kinds that others need to be there, in this order; the rest comes after them, all at once. */
const FIRST = [
    ["Namespace", "PriorityClass", "StorageClass"],
    ["ServiceAccount", "LimitRange", "ResourceQuota", "ConfigMap"],
];

/** Objects in groups of which each needs only those before it. */
export function inOrder(objects: readonly KubeObject[]): KubeObject[][] {
    const known = FIRST.flat();
    return [
        ...FIRST.map((kinds) => objects.filter(({ kind }) => kinds.includes(kind))),
        objects.filter(({ kind }) => !known.includes(kind)),
    ];
}

/** Applies objects as they are. */
export async function applyAll(client: KubeClient, objects: readonly KubeObject[]): Promise<void> {
    for (const group of inOrder(objects)) await Promise.all(group.map((object) => client.apply(object)));
}

/** What still stands in the way of objects being ready when time is over; nothing if all are. */
export async function settled(client: KubeClient, objects: readonly KubeObject[], patience: number): Promise<string[]> {
    const deadline = Date.now() + patience;
    let waiting = [...objects];
    for (;;) {
        const left = await Promise.all(
            waiting.map(async (object) => {
                const live = await client.get(refOf(object));
                const found = live ? await complaints(client, live) : ["it is not there"];
                return found.length > 0 ? { object, line: `${nameOf(refOf(object))}: ${found.join("; ")}` } : undefined;
            }),
        );
        const late = left.filter((one) => one !== undefined);
        if (late.length === 0 || Date.now() > deadline) return late.map(({ line }) => line);
        waiting = late.map(({ object }) => object);
        await sleep(500);
    }
}
