import { KINDS } from "../../policies/admitted";
import { baseKind, versionOf } from "../../policies/kubernetes";
import { workload } from "../../policies/pods/example";
import type { Admitted, Example, Rule } from "../../policies/rule";
import type { KubeObject } from "../cluster/object";

/** An example of a rule as an object that the API server can be asked about. */
export interface Case {
    rule: string;
    object: KubeObject;
}

/** The objects among a rule's examples that its policies in the cluster are asked about. */
export function cases({ id, cel = [] }: Rule, examples: readonly Example[], namespace: string): Case[] {
    const asked = cel.flatMap(({ of }) =>
        KINDS[of as Admitted].flatMap(([group, ...kinds]) => kinds.map((kind) => `${group} ${kind}`)),
    );
    return examples
        .filter(({ type, others = [] }) => others.length === 0 && asked.includes(`${groupOf(type)} ${baseKind(type)}`))
        .map(({ type, props }) => ({ rule: id, object: complete(type, props, namespace) }));
}

const apiVersionOf = (type: string): string => versionOf(type).replace(/^core\//, "");

function groupOf(type: string): string {
    const version = apiVersionOf(type);
    return version.includes("/") ? version.slice(0, version.indexOf("/")) : "";
}

type Tree = { [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** Examples show what a rule is about; the rest is what a good object has there. */
function complete(type: string, props: Example["props"], namespace: string): KubeObject {
    const kind = baseKind(type);
    const { metadata = {}, ...rest } = filled(props, BASES[kind]?.() ?? {}) as Tree & { metadata?: Tree };
    const place = kind === "Namespace" ? {} : { namespace };
    return {
        apiVersion: apiVersionOf(type),
        kind,
        ...rest,
        metadata: { name: "example", ...metadata, ...place },
    } as KubeObject;
}

const POD = "kubernetes:core/v1:Pod";
const pod = () => workload(POD, {}) as Tree;
const around =
    (more: Tree = {}) =>
    () => {
        const { metadata, spec } = pod();
        const { labels } = metadata as Tree;
        return { spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec }, ...more } };
    };

/** What an object of a kind must have beside what an example shows. */
const BASES: Record<string, () => Tree> = {
    Pod: () => ({ spec: pod().spec }),
    Deployment: around(),
    StatefulSet: around({ serviceName: "example" }),
    DaemonSet: around(),
    CronJob: () => ({
        spec: {
            schedule: "0 4 * * *",
            jobTemplate: { spec: { template: { spec: { ...(pod().spec as Tree), restartPolicy: "Never" } } } },
        },
    }),
    Job: () => ({ spec: { template: { spec: { ...(pod().spec as Tree), restartPolicy: "Never" } } } }),
    Service: () => ({ spec: { ports: [{ port: 80 }] } }),
    Ingress: () => ({ spec: { defaultBackend: { service: { name: "example", port: { number: 80 } } } } }),
    NetworkPolicy: () => ({ spec: { podSelector: {} } }),
    RoleBinding: () => ({ roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "example" } }),
};

/** A value with what it lacks from another; members of lists are filled from the first member there. */
function filled(value: unknown, base: unknown): unknown {
    if (Array.isArray(value))
        return value.map((item) =>
            Array.isArray(base) && base.length > 0 && isTree(item) ? filled(item, base[0]) : item,
        );
    if (!isTree(value) || !isTree(base)) return value ?? base;
    const keys = new Set([...Object.keys(base), ...Object.keys(value)]);
    return Object.fromEntries([...keys].map((key) => [key, key in value ? filled(value[key], base[key]) : base[key]]));
}
