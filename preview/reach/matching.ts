import type { Cluster } from "./clusters";
import type { Model } from "./model";
import type { Policy } from "./policies";
import type { Peer } from "./rules";
import { certain, matches, type Selector } from "./selectors";
import { all, same, type Truth } from "./truth";
import type { Workload } from "./workloads";

/** Workloads that a selector picks or may pick; the others are left out. */
export type Picked = readonly { readonly workload: Workload; readonly truth: Truth }[];

/**
 * Finds the pods of selectors. Policies repeat their selectors all the time, so each is looked up once; and nearly every
 * selector names a label and its value, so only pods with that label are looked at.
 */
export class Matching {
    private readonly model: Model;
    private readonly picked = new Map<string, Picked>();
    private readonly byLabel = new Map<string, Workload[]>();
    private readonly inCluster = new Map<Cluster, Workload[]>();
    /** Pods with labels that are not all known: they may be picked whatever label is asked for. */
    private readonly open = new Map<Cluster, Workload[]>();

    constructor(model: Model) {
        this.model = model;
        const add = <Key>(index: Map<Key, Workload[]>, key: Key, workload: Workload) => {
            const known = index.get(key);
            if (known) known.push(workload);
            else index.set(key, [workload]);
        };
        for (const workload of model.workloads) {
            const { cluster, labels } = workload;
            add(this.inCluster, cluster, workload);
            if (labels.more) add(this.open, cluster, workload);
            else
                for (const [key, value] of labels.values)
                    add(this.byLabel, labelKey(cluster, key, typeof value === "string" ? value : undefined), workload);
        }
    }

    /** The pods that a policy is for. */
    selected({ cluster, namespace, selects }: Policy): Picked {
        return this.lookUp(cluster, selects, `in ${JSON.stringify(namespace)}`, (workload) =>
            same(namespace, workload.namespace),
        );
    }

    /** The pods that a peer means. A selector of namespaces with one of pods means pods that meet both. */
    named(policy: Policy, { pods, namespaces }: Peer & { kind: "pods" }): Picked {
        if (!namespaces) return this.selected({ ...policy, selects: pods });
        return this.lookUp(policy.cluster, pods, `of ${namespaces.key}`, (workload) =>
            matches(namespaces, this.model.namespaceLabels(policy.cluster, workload.namespace)),
        );
    }

    private lookUp(cluster: Cluster, pods: Selector, where: string, inside: (one: Workload) => Truth): Picked {
        const key = `${cluster.provider} ${where} ${pods.key}`;
        const known = this.picked.get(key);
        if (known) return known;
        const found = this.candidates(cluster, pods).flatMap((workload) => {
            const truth = all(inside(workload), matches(pods, workload.labels));
            return truth === false ? [] : [{ workload, truth }];
        });
        this.picked.set(key, found);
        return found;
    }

    private candidates(cluster: Cluster, selector: Selector): readonly Workload[] {
        const label = certain(selector);
        if (!label) return this.inCluster.get(cluster) ?? [];
        return [
            ...(this.byLabel.get(labelKey(cluster, label.key, label.value)) ?? []),
            // A label whose value is not known may have this one.
            ...(this.byLabel.get(labelKey(cluster, label.key)) ?? []),
            ...(this.open.get(cluster) ?? []),
        ];
    }
}

const labelKey = (cluster: Cluster, key: string, value?: string) => JSON.stringify([cluster.provider, key, value]);
