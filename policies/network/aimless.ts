import { join } from "../path";
import type { Json, StackFinding } from "../rule";
import type { Stack } from "../stack";
import { isMap, isUnknown, listOf, own } from "../value";
import { home, homeOf, workloadsOfStack } from "../workloads";

export type Direction = "ingress" | "egress";
export const DIRECTIONS: readonly Direction[] = ["ingress", "egress"];

/** Whether a selector names nothing, and so takes everything. */
export const isEmpty = (selector: Json | undefined): boolean =>
    !isUnknown(selector) &&
    (!isMap(selector) ||
        Object.values(selector).every((part) => part === null || Object.keys(part as object).length === 0));

/** Policies for pods that are not there, and peers that are not. */
export function* aimless(stack: Stack): Iterable<StackFinding> {
    const workloads = workloadsOfStack(stack);
    const nobody = (at: string | undefined, selector: Json | undefined) =>
        !isUnknown(selector) && !isEmpty(selector) && workloads.misses(at, selector);
    for (const subject of stack.kind("NetworkPolicy")) {
        const spec = own(subject.resource.props, "spec");
        const found = { subject, found: "labels that no pod has", wanted: "those of the pods" };
        const at = homeOf(subject);
        if (nobody(at, own(spec, "podSelector"))) yield { ...found, path: "spec.podSelector" };
        for (const { path, peer } of peers(spec)) {
            const there = spaceOf(peer, at, subject.resource.provider);
            const shown = there !== undefined && (there === at || workloads.shows(there));
            if (shown && nobody(there, own(peer, "podSelector"))) yield { ...found, path: `${path}.podSelector` };
        }
    }
}

function* peers(spec: Json | undefined): Iterable<{ path: string; peer: Json }> {
    for (const direction of DIRECTIONS)
        for (const [index, rule] of listOf(own(spec, direction)).entries()) {
            const name = direction === "ingress" ? "from" : "to";
            const path = join(join(`spec.${direction}`, index), name);
            for (const [place, peer] of listOf(own(rule, name)).entries()) yield { path: join(path, place), peer };
        }
}

const NAME = "kubernetes.io/metadata.name";

/** Where the pods of a peer live; undefined if that takes more than the name of a namespace to tell. */
function spaceOf(peer: Json, at: string | undefined, cluster: string | null | undefined): string | undefined {
    const spaces = own(peer, "namespaceSelector");
    if (spaces === undefined || spaces === null) return at;
    const labels = own(spaces, "matchLabels");
    const name = own(labels, NAME);
    const simple = isMap(spaces) && Object.keys(spaces).length === 1 && Object.keys(labels ?? {}).length === 1;
    return simple && typeof name === "string" ? home(cluster, name) : undefined;
}
