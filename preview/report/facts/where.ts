import type { Json, PlanResource } from "../../plan";
import { kindOf, workloads } from "../kinds";
import { byCodePoint, groupBy, sorted } from "../text";
import type { Holder } from "./custody";
import { isMarker } from "./path";

/** A place on the map and what stands there. */
export interface Place {
    name: string;
    networks: number[];
    clusters: Site[];
    data: number[];
    keys: number[];
}

export interface Site {
    resource: number | null;
    pools: number[];
    namespaces: { name: string; workloads: { resource: number; text: string }[] }[];
}

const cluster = "gcp:container/cluster:Cluster";
const pool = "gcp:container/nodePool:NodePool";
const subnet = "gcp:compute/subnetwork:Subnetwork";
const notPlaced = new Set([cluster, "kubernetes:core:Namespace", "kubernetes:apps:StatefulSet"]);

/** Where everything stands: networks, clusters with what runs in them, data and keys, by region. */
export function places(resources: readonly PlanResource[], holders: readonly Holder[]): Place[] {
    const locate = locator(resources);
    const found = new Map<string, Place>();
    const place = (name: string): Place => {
        const known = found.get(name) ?? { name, networks: [], clusters: [], data: [], keys: [] };
        found.set(name, known);
        return known;
    };
    const sites = new Map<number | null, Site>();
    const site = (id: number | null): Site => {
        const known = sites.get(id) ?? { resource: id, pools: [], namespaces: [] };
        if (!sites.has(id)) place(id === null ? "" : locate.region(id)).clusters.push(known);
        sites.set(id, known);
        return known;
    };
    resources.forEach((resource, id) => {
        if (resource.type === subnet) place(locate.region(id)).networks.push(id);
        if (resource.type === cluster) site(id);
        if (resource.type === pool) site(locate.cluster(id)).pools.push(id);
    });
    for (const { resource: id, holds } of holders) {
        const resource = resources[id];
        if (resource && !notPlaced.has(kindOf(resource.type))) place(locate.region(id))[holds].push(id);
    }
    const elastic = autoscaled(resources);
    const running = resources.flatMap((resource, id) =>
        workloads.has(kindOf(resource.type)) ? [{ resource, id }] : [],
    );
    for (const [home, members] of groupBy(running, ({ id }) => locate.cluster(id))) {
        const namespaces = groupBy(members, ({ resource }) => namespaceOf(resource));
        site(home).namespaces = sorted(namespaces, ([name]) => name).map(([name, inside]) => ({
            name,
            workloads: inside.map(({ resource, id }) => ({ resource: id, text: elastic(resource) ?? size(resource) })),
        }));
    }
    return [...found.values()].sort(
        (a, b) => Number(a.name === "") - Number(b.name === "") || byCodePoint(a.name, b.name),
    );
}

/** Finds the region and the cluster of a resource, through what it was made from. */
export function locator(resources: readonly PlanResource[]) {
    const ids = new Map(resources.map(({ urn }, id) => [urn, id]));
    const sources = (resource: PlanResource): number[] =>
        [...Object.values(resource.propertyDependencies).flat(), ...resource.dependencies].flatMap(
            (urn) => ids.get(urn) ?? [],
        );
    const own = ({ inputs }: PlanResource): string | undefined => {
        const text = [inputs.region, inputs.location, inputs.zone].find((value) => typeof value === "string");
        return typeof text === "string" ? text.toLowerCase().replace(/^([a-z]+-[a-z]+\d+)-[a-z]$/, "$1") : undefined;
    };
    const region = (id: number, depth = 0): string => {
        const resource = resources[id];
        if (!resource || depth > 3) return "";
        const named = own(resource);
        if (named !== undefined) return named;
        const ring = resource.propertyDependencies.keyRing ?? resource.propertyDependencies.cluster ?? [];
        const via = ring.map((urn) => ids.get(urn)).find((source) => source !== undefined);
        return via === undefined ? "" : region(via, depth + 1);
    };
    const nearestCluster = (id: number, depth = 0): number | null => {
        const resource = resources[id];
        if (!resource || depth > 3) return null;
        if (resource.type === cluster) return id;
        const provider = ids.get(resource.provider?.split("::").slice(0, 4).join("::") ?? "");
        const next = resource.type === pool || resource.type.startsWith("pulumi:providers:") ? sources(resource) : [];
        for (const source of [...next, ...(provider === undefined ? [] : [provider])]) {
            const home = nearestCluster(source, depth + 1);
            if (home !== null) return home;
        }
        return null;
    };
    return { region: (id: number) => region(id), cluster: (id: number) => nearestCluster(id) };
}

const record = (value: Json | undefined): { [key: string]: Json } =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};

function namespaceOf({ inputs }: PlanResource): string {
    const namespace = record(inputs.metadata).namespace ?? inputs.namespace;
    if (isMarker(namespace, "$unknown")) return "not known yet";
    return typeof namespace === "string" ? namespace : "default";
}

/** How many of a workload run when an autoscaler decides: the bounds that it was given. */
function autoscaled(resources: readonly PlanResource[]): (workload: PlanResource) => string | undefined {
    const key = (workload: PlanResource, kind: Json | undefined, name: Json | undefined) =>
        [workload.provider, namespaceOf(workload), kind, name].join("\n");
    const bound = (value: Json | undefined) => (typeof value === "number" ? String(value) : "?");
    const bounds = new Map<string, string>();
    for (const scaler of resources) {
        if (!kindOf(scaler.type).endsWith(":HorizontalPodAutoscaler")) continue;
        const { scaleTargetRef, minReplicas = 1, maxReplicas } = record(scaler.inputs.spec);
        const target = record(scaleTargetRef);
        bounds.set(key(scaler, target.kind, target.name), `×${bound(minReplicas)}–${bound(maxReplicas)}`);
    }
    return (workload) =>
        bounds.get(key(workload, workload.type.split(":").at(-1), record(workload.inputs.metadata).name));
}

function size({ type, inputs }: PlanResource): string {
    const spec = record(inputs.spec);
    const kind = type.split(":").at(-1) ?? "";
    if (kind === "DaemonSet") return "every node";
    if (kind === "CronJob") return typeof spec.schedule === "string" ? spec.schedule : "on a schedule";
    if (kind === "Job") return "once";
    if (kind === "Release") return `chart ${typeof inputs.version === "string" ? inputs.version : "of any version"}`;
    return typeof spec.replicas === "number" ? `×${spec.replicas}` : isMarker(spec.replicas, "$unknown") ? "×?" : "×1";
}
