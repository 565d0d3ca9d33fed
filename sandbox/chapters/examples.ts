import { KINDS } from "../../policies/admitted";
import { baseKind, versionOf } from "../../policies/kubernetes";
import { workload } from "../../policies/pods/example";
import type { Example, Rule } from "../../policies/rule";
import type { KubeObject } from "../cluster/object";
import { ownedBy } from "./pods";

/** An example of a rule as an object that the API server can be asked about. */
export interface Case {
    rule: string;
    object: KubeObject;
}

/** Where examples are put: a namespace in which the policies hold, and the labels that make them hold. */
export interface Where {
    namespace: string;
    labels: Record<string, string>;
}

/** The objects among a rule's examples that its policies in the cluster are asked about. */
export function cases({ id, good, cel = [] }: Rule, examples: readonly Example[], where: Where): Case[] {
    const asked = cel.flatMap(({ of }) =>
        KINDS[of].flatMap(([group, ...kinds]) => kinds.map((kind) => `${group} ${kind}`)),
    );
    // Bare pods break a rule of their own; the other rules' pods are somebody's.
    const bare = good.some(({ props }) => (props.metadata as Tree | undefined)?.ownerReferences !== undefined);
    return examples
        .filter(({ type, others = [] }) => others.length === 0 && asked.includes(`${groupOf(type)} ${baseKind(type)}`))
        .map(({ type, props }) => ({ rule: id, object: complete(type, props, where, !bare) }));
}

const apiVersionOf = (type: string): string => versionOf(type).replace(/^core\//, "");

function groupOf(type: string): string {
    const version = apiVersionOf(type);
    return version.includes("/") ? version.slice(0, version.indexOf("/")) : "";
}

type Tree = { [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** Examples show what a rule is about; the rest is what a good object has there. */
function complete(type: string, props: Example["props"], { namespace, labels }: Where, owned: boolean): KubeObject {
    const kind = baseKind(type);
    const whole = podIn(props)?.volumes !== undefined;
    const base = whole ? {} : (BASES[kind]?.(props) ?? {});
    const required = filled(props, REQUIRED[kind] ?? {}, whole ? SHORT : MEMBERS);
    const { metadata = {}, ...rest } = filled(required, base, {}) as Tree & { metadata?: Tree };
    const ours = kind === "Namespace" && !/^kube-/.test(String(metadata.name));
    return {
        apiVersion: apiVersionOf(type),
        kind,
        ...rest,
        metadata: {
            name: "example",
            ...metadata,
            ...(ours && { labels: { ...(metadata.labels as Tree | undefined), ...labels } }),
            ...(kind !== "Namespace" && { namespace }),
            ...(kind === "Pod" && owned && { ownerReferences: [ownedBy("apps/v1", "ReplicaSet", "example")] }),
        },
    } as KubeObject;
}

const pod = () => workload("kubernetes:core/v1:Pod", {}) as Tree & { metadata: Tree; spec: Tree };

/** A workload with the good pod in it. */
const around =
    (more: Tree = {}) =>
    () => {
        const { metadata, spec } = pod();
        const { labels } = metadata;
        return { spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec }, ...more } };
    };

/** What the server wants of an object whatever is in it. */
const REQUIRED: Record<string, Tree> = {
    CronJob: {
        spec: { schedule: "0 4 * * *", jobTemplate: { spec: { template: { spec: { restartPolicy: "Never" } } } } },
    },
    Job: { spec: { template: { spec: { restartPolicy: "Never" } } } },
};

/** What an object of a kind must have beside what an example shows. Examples that have a whole pod need none of it. */
const BASES: Record<string, (props: Tree) => Tree> = {
    Pod: () => ({ spec: pod().spec }),
    Deployment: around(),
    StatefulSet: around({ serviceName: "example" }),
    DaemonSet: around(),
    CronJob: () => ({ spec: { jobTemplate: { spec: { template: { spec: pod().spec } } } } }),
    Job: () => ({ spec: { template: { spec: pod().spec } } }),
    Service: () => ({ spec: { ports: [{ port: 80 }] } }),
    Ingress: ({ spec = {} }) => ("rules" in (spec as Tree) ? {} : { spec: { defaultBackend: BACKEND } }),
    NetworkPolicy: () => ({ spec: { podSelector: {} } }),
    RoleBinding: () => ({ roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "example" } }),
};

/** The specification of the pods in an example. */
function podIn({ spec }: Tree): Tree | undefined {
    const { template, jobTemplate } = (spec ?? {}) as { template?: { spec?: Tree }; jobTemplate?: { spec?: Tree } };
    if (jobTemplate) return podIn(jobTemplate as Tree);
    return template?.spec ?? (spec as Tree | undefined);
}

const BACKEND = { service: { name: "example", port: { number: 80 } } };

type Members = Record<string, () => Tree>;

const goodContainer = (): Tree => (pod().spec.containers as Tree[])[0] ?? {};

const called = () => ({ name: "other", image: goodContainer().image });

/** What members of lists must have, by the list's name. */
const SHORT: Members = { containers: called, initContainers: called, ephemeralContainers: called };

/** The same where an example shows only what it is about. */
const MEMBERS: Members = {
    containers: goodContainer,
    // What runs before the others has no probes.
    initContainers: () => {
        const { livenessProbe: _, readinessProbe: __, ports: ___, ...init } = goodContainer();
        return { ...init, name: "init" };
    },
    paths: () => ({ path: "/", pathType: "Prefix", backend: BACKEND }),
    ownerReferences: () => ownedBy("apps/v1", "ReplicaSet", "example"),
};

/** Lists that may not be empty or missing in what has this name. */
const LISTS: Record<string, string> = { http: "paths", spec: "containers" };

/** A value with what it lacks from another, and members of lists with what they must have. */
function filled(value: unknown, base: unknown, members: Members, key = ""): unknown {
    if (Array.isArray(value)) {
        const member = members[key];
        return value.map((item) => (isTree(item) ? filled({ ...member?.(), ...item }, {}, members) : item));
    }
    if (!isTree(value)) return value ?? base;
    const list = LISTS[key] ?? "";
    const empty = list in value || key === "http" ? [value[list] ?? []].flat().length === 0 : false;
    const given: Tree = empty && members[list] ? { ...value, [list]: [{}] } : value;
    const other = isTree(base) ? base : {};
    const keys = [...new Set([...Object.keys(other), ...Object.keys(given)])];
    return Object.fromEntries(
        keys.map((name) => [name, name in given ? filled(given[name], other[name], members, name) : other[name]]),
    );
}
