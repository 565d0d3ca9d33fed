import type { Plan, PlanResource } from "../plan";
import { type Cluster, type OwnRange, readClusters, readOwnRanges } from "./clusters";
import { namedByPolicies } from "./label-only";
import { isKubernetes, kindOf, Place } from "./place";
import { isPolicy, type Policy, readPolicy } from "./policies";
import type { Labels } from "./selectors";
import { isHidden, type Known } from "./truth";
import { readPod, type Workload } from "./workloads";

/** Labels of a namespace; one that the plan does not declare may have any besides its name. */
export type NamespaceLabels = (cluster: Cluster, namespace: Known<string>) => Labels;

/** What a plan says about who is there and what may pass. */
export interface Model {
    readonly clusters: readonly Cluster[];
    readonly workloads: readonly Workload[];
    readonly policies: readonly Policy[];
    readonly ownRanges: readonly OwnRange[];
    readonly namespaceLabels: NamespaceLabels;
    /** What the answers rest on beyond the declared policies, in words. */
    readonly notes: readonly string[];
    /** Workloads on the network of their node, where no policy holds. */
    readonly hostNetwork: readonly Pick<Workload, "name" | "title">[];
}

const NAME_LABEL = "kubernetes.io/metadata.name";
const APP_LABEL = "app.kubernetes.io/name";
/** Resources that bring objects which no plan shows. */
const CHARTS = /^kubernetes:(helm\.sh\/v[34]:(Release|Chart)|yaml\/v2:\w+|kustomize\/v2:\w+)$/;

export function readModel(plan: Plan): Model {
    const resources = plan.resources.filter(isKubernetes);
    const clusters = readClusters(plan, [...new Set(resources.map(({ provider }) => provider ?? ""))].sort());
    const byProvider = new Map(clusters.map((cluster) => [cluster.provider, cluster]));

    const identify = (resource: PlanResource) => {
        const cluster = byProvider.get(resource.provider ?? "") as Cluster;
        const root = new Place(resource.urn, resource.inputs);
        const metadata = root.at("metadata");
        // The name of a Job may hold a digest of what it runs, which the next release changes.
        const app =
            kindOf(resource) === "Job" ? root.at("spec", "template", "metadata", "labels", APP_LABEL) : undefined;
        const [name, namespace] = [app?.value ?? metadata.at("name").value, metadata.at("namespace")];
        const identity = {
            cluster,
            name: typeof name === "string" ? name : resource.name,
            namespace: namespace.absent ? cluster.namespace : namespace.text,
        };
        return { ...identity, title: titleOf(identity, clusters) };
    };

    const hostNetwork: Model["hostNetwork"][number][] = [];
    const declared = resources.flatMap((resource): Workload[] => {
        const identity = identify(resource);
        const pod = readPod(resource, `${kindOf(resource)} ${identity.title}`);
        if (pod?.hostNetwork) hostNetwork.push(identity);
        if (!pod || pod.hostNetwork) return [];
        const { hostNetwork: _, ...read } = pod;
        return [{ ...identity, urn: resource.urn, ...read }];
    });
    const policies = resources.filter(isPolicy).map((resource) => {
        const { cluster, ...identity } = identify(resource);
        return readPolicy(resource, cluster, { ...identity, title: `${kindOf(resource)} ${identity.title}` });
    });
    const charts = plan.resources.filter(({ type }) => CHARTS.test(type)).map(({ name }) => name);
    const others = namedByPolicies(policies, declared, (pod) => titleOf(pod, clusters));
    return {
        clusters,
        workloads: [...declared, ...others].sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0)),
        policies,
        ownRanges: readOwnRanges(plan),
        namespaceLabels: namespaceLabels(resources, identify),
        notes: [
            ...(charts.length > 0
                ? [
                      `these charts bring pods, known only where a policy names them, and maybe policies: ${charts.join(", ")}`,
                  ]
                : []),
            ...hostNetwork.map(({ title }) => `${title} uses the network of its node, where no network policy holds`),
        ],
        hostNetwork,
    };
}

const titleOf = (
    { cluster, namespace, name }: Pick<Workload, "cluster" | "namespace" | "name">,
    clusters: readonly Cluster[],
) => `${isHidden(namespace) ? "?" : namespace}/${name}${clusters.length > 1 ? `@${cluster.name}` : ""}`;

function namespaceLabels(
    resources: readonly PlanResource[],
    identify: (resource: PlanResource) => { cluster: Cluster; name: string; title: string },
): NamespaceLabels {
    const known = new Map<string, Labels>();
    for (const resource of resources.filter(({ type }) => /^kubernetes:core\/v1:Namespace(Patch)?$/.test(type))) {
        const { cluster, name } = identify(resource);
        const key = `${cluster.provider} ${name}`;
        const labels = new Place(`${kindOf(resource)} ${name}`, resource.inputs).at("metadata", "labels");
        const values = new Map<string, Known<string>>(known.get(key)?.values);
        for (const [label, value] of labels.entries) values.set(label, value.text);
        // Kubernetes sets it on every namespace and lets nobody change it.
        values.set(NAME_LABEL, name);
        const patched =
            kindOf(resource) === "Namespace" ? undefined : { reason: `${kindOf(resource)} ${name} adds labels` };
        const more = known.get(key)?.more ?? labels.wrong ?? patched;
        known.set(key, { values, ...(more && { more }) });
    }
    return (cluster, namespace) => {
        if (isHidden(namespace)) return { values: new Map(), more: namespace };
        const found = known.get(`${cluster.provider} ${namespace}`);
        if (found) return found;
        const more = { reason: `Namespace ${namespace} is not in the plan, which leaves its labels open` };
        const labels = { values: new Map([[NAME_LABEL, namespace]]), more };
        known.set(`${cluster.provider} ${namespace}`, labels);
        return labels;
    };
}
