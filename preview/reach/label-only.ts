import type { Cluster } from "./clusters";
import { DIRECTIONS, type Policy } from "./policies";
import { certain, matches, type Selector } from "./selectors";
import { isHidden } from "./truth";
import type { Workload } from "./workloads";

/** Labels that name the program that runs in a pod, the most telling one first. */
const NAMES = ["app.kubernetes.io/name", "k8s-app", "app", "name", "component"];

/**
 * Pods that policies name and nothing in the plan declares: those of charts, and of the cluster itself such as its DNS.
 * Only the labels by which they are named are known; whether they have others is open.
 */
export function namedByPolicies(
    policies: readonly Policy[],
    declared: readonly Workload[],
    titleOf: (pod: Pick<Workload, "cluster" | "namespace" | "name">) => string,
): Workload[] {
    const found = new Map<string, Workload>();
    const byNamespace = new Map<string, Workload[]>();
    for (const one of declared) {
        const key = `${one.cluster.provider} ${isHidden(one.namespace) ? "" : one.namespace}`;
        byNamespace.set(key, [...(byNamespace.get(key) ?? []), one]);
    }

    for (const { cluster, namespace, selector } of policies.flatMap(namings)) {
        const labels = labelsOf(selector);
        const key = `${cluster.provider} ${namespace}`;
        const text = [...labels].map(([label, value]) => `${label}=${value}`).sort();
        const id = `${key} ${text.join(",")}`;
        if (labels.size === 0 || found.has(id)) continue;
        if (byNamespace.get(key)?.some((one) => matches(selector, one.labels) === true)) continue;

        const telling = NAMES.map((label) => labels.get(label)).find((value) => value !== undefined);
        const taken = (name: string) =>
            [...(byNamespace.get(key) ?? []), ...found.values()].some(
                (one) => one.name === name && one.namespace === namespace && one.cluster === cluster,
            );
        const name = telling !== undefined && !taken(telling) ? telling : text.join(",");
        const title = titleOf({ cluster, namespace, name });
        const reason = (what: string) => ({
            reason: `${title} is known by its labels only, which leaves ${what} open`,
        });
        found.set(id, {
            ...{ cluster, namespace, name, title, urn: null, ports: [], morePorts: reason("its named ports") },
            labels: { values: labels, more: reason("its other labels") },
        });
    }
    return [...found.values()];
}

interface Naming {
    cluster: Cluster;
    namespace: string;
    selector: Selector;
}

/** Where a policy names pods of a certain namespace: those it is for, and those it lets in or out to. */
function namings(policy: Policy): Naming[] {
    const { cluster, namespace: own, selects } = policy;
    const selected = isHidden(own) ? [] : [{ cluster, namespace: own, selector: selects }];
    const peers = DIRECTIONS.flatMap((direction) => policy[direction].rules.flatMap(({ peers }) => peers ?? []));
    return [
        ...selected,
        ...peers.flatMap((peer): Naming[] => {
            if (peer.kind !== "pods") return [];
            const named = peer.namespaces ? certain(peer.namespaces)?.value : own;
            const isName = !peer.namespaces || certain(peer.namespaces)?.key === "kubernetes.io/metadata.name";
            return typeof named === "string" && isName ? [{ cluster, namespace: named, selector: peer.pods }] : [];
        }),
    ];
}

/** Labels that whatever the selector picks must have. */
function labelsOf({ requirements }: Selector): Map<string, string> {
    const labels = new Map<string, string>();
    for (const requirement of requirements) {
        const label = certain({ requirements: [requirement], hidden: [], key: "" });
        if (label) labels.set(label.key, label.value);
    }
    return labels;
}
