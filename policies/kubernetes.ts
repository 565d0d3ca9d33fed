import { memo } from "./memo";
import type { Json } from "./rule";
import { once, type Subject } from "./subject";
import { isMap, isUnknown } from "./value";
import type { Place } from "./walk";

/** Where each kind of workload keeps its pod. */
const POD: Record<string, readonly string[]> = {
    Pod: ["spec"],
    PodTemplate: ["template", "spec"],
    Deployment: ["spec", "template", "spec"],
    StatefulSet: ["spec", "template", "spec"],
    DaemonSet: ["spec", "template", "spec"],
    ReplicaSet: ["spec", "template", "spec"],
    ReplicationController: ["spec", "template", "spec"],
    Job: ["spec", "template", "spec"],
    CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
};

const LISTS = ["containers", "initContainers", "ephemeralContainers"];

export interface Container {
    place: Place;
    list: string;
    value: { [key: string]: Json };
}

/** Every container, in whatever kind it stands: a list of that name with objects in it is one wherever it is found. */
export const containers = once((subject: Subject): readonly Container[] => {
    const found: Container[] = [];
    for (const place of subject.maps) {
        const { value, parent } = place;
        const list = typeof place.key === "number" ? parent?.key : undefined;
        if (typeof list === "string" && LISTS.includes(list) && isMap(value)) found.push({ place, list, value });
    }
    return found;
});

/** Unknown values of a workload behind which a container, or this property of one, may stand. */
export function hidden(subject: Subject, property: string): Place[] {
    const pod = podOf(subject.type);
    if (!pod) return [];
    return subject.leaves.filter((leaf) => isUnknown(leaf.value) && leadsTo(keysOf(leaf), pod, property));
}

/** The way to the pod of a workload of this type; undefined for what is no workload. */
export function podOf(type: string): readonly string[] | undefined {
    const kind = baseKind(type);
    return Object.hasOwn(POD, kind) ? POD[kind] : undefined;
}

/** `Deployment` for `kubernetes:apps/v1:Deployment` and for its patches and lists; empty for what is not Kubernetes. */
export const baseKind = memo((type) =>
    type.startsWith("kubernetes:") ? type.slice(type.lastIndexOf(":") + 1).replace(/(?<=.)(Patch|List)$/, "") : "",
);

/** `apps/v1` of `kubernetes:apps/v1:Deployment`. */
export const versionOf = (type: string): string => type.slice("kubernetes:".length, type.lastIndexOf(":"));

function leadsTo(keys: readonly string[], pod: readonly string[], property: string): boolean {
    return LISTS.some((list) => {
        const way = [...pod, list, property];
        return keys.length <= way.length && keys.every((key, i) => key === way[i]);
    });
}

/** Names on the way to a place; the indexes and the wrapping of a list of objects say nothing here. */
function keysOf(place: Place): string[] {
    const keys: string[] = [];
    for (let at: Place | null = place; at; at = at.parent) if (typeof at.key === "string") keys.push(at.key);
    keys.reverse();
    return keys[0] === "items" ? keys.slice(1) : keys;
}
