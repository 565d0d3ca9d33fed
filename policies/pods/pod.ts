import { baseKind, podOf, versionOf } from "../kubernetes";
import { join } from "../path";
import type { Json } from "../rule";
import { once, type Subject } from "../subject";
import { asText, isMap, isUnknown, listOf, own } from "../value";
import { type Place, pathOf } from "../walk";

type Properties = { [key: string]: Json };

/** A pod that a resource asks for, with the path at which its specification stands. */
export interface Pod {
    /** `Deployment`, `CronJob`; for a custom resource or a chart, its own kind. */
    kind: string;
    path: string;
    spec: Properties;
    /** Labels and annotations of the pod, and the path to them. */
    metadata: { path: string; value: Json | undefined };
    /** False for parts, such as chart values and patches: what they do not say stands somewhere else. */
    whole: boolean;
}

export interface Container {
    path: string;
    value: Properties;
    list: (typeof LISTS)[number];
    pod: Pod;
}

/** What a resource says of pods, and the paths behind which nobody knows yet whether there is one. */
export interface Pods {
    pods: readonly Pod[];
    containers: readonly Container[];
    /** Unknown pods and lists of containers. */
    open: readonly string[];
    openContainers: readonly string[];
}

const LISTS = ["containers", "initContainers", "ephemeralContainers"] as const;

/** Kinds whose pods serve until somebody stops them. */
export const LONG_RUNNING = new Set([
    ...["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Rollout"],
]);

const NONE: Pods = { pods: [], containers: [], open: [], openContainers: [] };

const made = new WeakMap<Subject, Pods>();

/** The pods of a workload, of the templates in a custom resource, of chart values. */
export function podsOf(subject: Subject): Pods {
    const known = made.get(subject) ?? read(subject);
    made.set(subject, known);
    return known;
}

/** Groups of Kubernetes itself, whose kinds without a pod have none hidden in them. */
const BUILT_IN =
    /^(core|apps|batch|autoscaling|policy|extensions|meta|(?!gateway\.|snapshot\.|metrics\.)[\w-]+(\.[\w-]+)?\.k8s\.io)\//;

export const mayHavePods = (type: string): boolean =>
    podOf(type) !== undefined ||
    /^kubernetes:(helm\.sh|yaml)/.test(type) ||
    (type.startsWith("kubernetes:") && !BUILT_IN.test(versionOf(type)));

function read(subject: Subject): Pods {
    const way = podOf(subject.type);
    if (way) return ofWorkload(subject, way);
    return mayHavePods(subject.type) ? elsewhere(subject) : NONE;
}

function ofWorkload({ type, resource }: Subject, way: readonly string[]): Pods {
    let at: Json | undefined = resource.props;
    let path = "";
    let above: Json | undefined;
    for (const key of way) {
        above = at;
        at = own(at, key);
        path = join(path, key);
        if (isUnknown(at)) return { ...NONE, open: [path] };
    }
    if (!isMap(at)) return NONE;
    const metadata = { path: path.replace(/spec$/, "metadata"), value: own(above, "metadata") };
    return withContainers([{ kind: baseKind(type), path, spec: at, metadata, whole: !/(?<=[a-z])Patch$/.test(type) }]);
}

/** A map with a list of containers is a pod; one that says how secure a container is, is a part of one. */
const elsewhere = once((subject: Subject): Pods => {
    const { type } = subject;
    const kind = baseKind(type);
    const pods: Pod[] = [];
    const parts: Container[] = [];
    const inPod = new Set<Place>();
    for (const place of subject.maps) {
        if (place.parent && inPod.has(place.parent)) {
            inPod.add(place);
            continue;
        }
        const pod = podAt(place, kind);
        if (pod) {
            pods.push(pod);
            inPod.add(place);
        } else if (SECURITY.test(asText(place.key)) && isMap(place.value)) parts.push(partOf(place, kind));
    }
    const found = withContainers(pods);
    const open = /^kubernetes:yaml/.test(type) ? unread(subject) : [];
    return { ...found, containers: [...found.containers, ...parts], open: [...found.open, ...open] };
});

const SECURITY = /securityContext$/i;
const OF_PODS = ["hostNetwork", "hostPID", "hostIPC", "volumes", "extraVolumes", "containers"];

function podAt(place: Place, kind: string): Pod | undefined {
    const { value, key, parent } = place;
    if (!isMap(value) || !OF_PODS.some((name) => own(value, name) !== undefined)) return undefined;
    const containers = own(value, "containers");
    const template = key === "spec" && /template$/i.test(asText(parent?.key)) && Array.isArray(containers);
    const path = pathOf(place);
    const volumes = own(value, "volumes") ?? own(value, "extraVolumes");
    return {
        ...{ kind, path, whole: template },
        spec: volumes === undefined ? value : { ...value, volumes },
        metadata: {
            path: path.replace(/spec$/, "metadata"),
            value: template ? own(parent?.value, "metadata") : undefined,
        },
    };
}

/** `containerSecurityContext: { … }` in the values of a chart, read as that of a container which says nothing else. */
function partOf(place: Place, kind: string): Container {
    const path = pathOf(place);
    const pod: Pod = { kind, path, spec: {}, metadata: { path, value: undefined }, whole: false };
    return { path, value: { securityContext: place.value }, list: "containers", pod };
}

/** Manifests that came from elsewhere, or that are no YAML. */
const unread = ({ resource }: Subject): string[] => {
    const yaml = own(resource.props, "yaml");
    const texts: [string, Json | undefined][] = Array.isArray(yaml)
        ? yaml.map((text, index) => [`yaml[${index}]`, text])
        : [["yaml", yaml]];
    return texts.flatMap(([path, text]) => (text === undefined || text === null ? [] : [path]));
};

function withContainers(pods: readonly Pod[]): Pods {
    const containers: Container[] = [];
    const openContainers: string[] = [];
    for (const pod of pods)
        for (const list of LISTS) {
            const value = own(pod.spec, list);
            if (value === undefined) continue;
            const path = join(pod.path, list);
            if (isUnknown(value)) openContainers.push(path);
            for (const [index, container] of listOf(value).entries()) {
                const at = join(path, index);
                if (isUnknown(container)) openContainers.push(at);
                if (isMap(container)) containers.push({ path: at, value: container, list, pod });
            }
        }
    return { pods, containers, open: [], openContainers };
}

/** The path of a property of a container; a part of one is called by its own name. */
export const within = ({ path, pod }: { path: string; pod?: Pod }, property: string): string => {
    if (pod && pod.path === path) return `${path}${property.replace(/^securityContext/, "")}`;
    if (path === "") return property;
    return property.startsWith("[") ? path + property : `${path}.${property}`;
};
