import { Namespace } from "../../components/boundary/namespace";
import { Cluster } from "../../components/ground/cluster";
import { Google } from "../../components/ground/google";
import type { Ground } from "../../components/ground/ground";
import { Identity } from "../../components/ground/identity";
import { Keys } from "../../components/ground/keys";
import { Network } from "../../components/ground/network";
import { SecretManager } from "../../components/ground/secret-manager";
import { zonesOf } from "../../components/settings/locations";
import { Settings } from "../../components/settings/settings";
import type { RuntimeArgs } from "../../components/workload/runtime";
import { declareSites, type Site } from "../../components/workload/site";
import { declareProgram } from "../../preview/capture";
import type { Json, Plan, PlanResource } from "../../preview/plan";
import { settingsOf } from "../settings/yaml";

export const REGIONS = ["europe-west1", "europe-west4", "us-east1"] as const;
export const IMAGE = `registry.example/app:1.0.0@sha256:${"a".repeat(64)}`;

export interface Lab {
    ground: Ground;
    sites: Site[];
    /** What everything that runs in a site needs, and nothing more. */
    runs(site: Site, app: string): RuntimeArgs;
}

export interface LabArgs {
    regions?: number;
    /** Index of the active region. */
    active?: number;
    secretVersions?: Record<string, number>;
}

/** Of a ground, what sites and workloads ask for; the rest takes most of the time and is another test's. */
function smallGround(count: number, active: number, versions: Record<string, number>): Ground {
    const regions = REGIONS.slice(0, count).map((name, block) => ({ name, block, zones: zonesOf(name).slice(-3) }));
    const settings = Settings.parse(settingsOf("mainnet"));
    const { custody, cluster, calendar, supernet } = settings.ground;
    const google = new Google("google", { ...settings.google, network: settings.network });
    const network = new Network("slipway", { google, supernet, regions });
    const each = <T>(make: (region: (typeof regions)[number]) => T): Record<string, T> =>
        Object.fromEntries(regions.map((region) => [region.name, make(region)]));
    const keys = each(({ name: region }) => new Keys(`keys-${region}`, { google, region }));
    const clusters = each(({ name: region, zones }) => {
        const place = { google, network, region, zones, keys: keys[region] as Keys };
        const { groupsDomain } = settings.google;
        return new Cluster(`slipway-${region}`, { ...place, ...cluster, groupsDomain, calendar, pools: [] });
    });
    const secretManager = new SecretManager("secrets", { google, keys, ...custody, replicas: [REGIONS[0]], versions });
    return {
        google,
        network,
        keys,
        clusters,
        secretManager,
        active: REGIONS[active] ?? "",
    } as Partial<Ground> as Ground;
}

/** Declares workloads on a small ground of their own. */
export function lab(declare: (lab: Lab) => void, { regions = 1, active = 0, secretVersions = {} }: LabArgs = {}) {
    return declareProgram(() => {
        const ground = smallGround(regions, active, secretVersions);
        const sites = declareSites(ground);
        const namespaces = new Map(
            sites.map((site) => [
                site,
                new Namespace(`lab-${site.region}`, {
                    cluster: site.cluster,
                    namespace: "lab",
                    quota: { cpu: 10, memoryGb: 10, pods: 10 },
                }),
            ]),
        );
        const identity = new Identity("runner", {
            google: ground.google,
            description: "runs",
            actsFor: { namespace: "lab", serviceAccount: "app" },
        });
        declare({
            ground,
            sites,
            runs: (site, app) => ({
                site,
                namespace: namespaces.get(site) as Namespace,
                app,
                image: IMAGE,
                identity,
                resources: { cpu: "100m", memory: "128Mi" },
            }),
        });
    });
}

export type Fields = { [key: string]: Json };

/** Where each kind keeps the pod that it makes. */
const TEMPLATES: Record<string, readonly string[]> = {
    "kubernetes:apps/v1:Deployment": ["spec", "template"],
    "kubernetes:apps/v1:StatefulSet": ["spec", "template"],
    "kubernetes:batch/v1:Job": ["spec", "template"],
    "kubernetes:batch/v1:CronJob": ["spec", "jobTemplate", "spec", "template"],
};

export const at = (value: Json | undefined, ...path: readonly string[]): Json | undefined =>
    path.reduce<Json | undefined>(
        (inner, key) => (inner && typeof inner === "object" && !Array.isArray(inner) ? inner[key] : undefined),
        value,
    );

export interface Pod {
    resource: PlanResource;
    template: Fields;
    spec: Fields;
    containers: Fields[];
}

/** Every pod that a plan's controllers make. */
export const pods = (plan: Plan): Pod[] =>
    plan.resources.flatMap((resource) => {
        const path = TEMPLATES[resource.type];
        if (!path) return [];
        const template = at(resource.inputs, ...path) as Fields;
        const spec = template.spec as Fields;
        return {
            resource,
            template,
            spec,
            containers: [spec.containers, spec.initContainers ?? []].flat() as Fields[],
        };
    });

/** The one resource of a type. */
export function only(plan: Plan, type: string): PlanResource {
    const found = plan.resources.filter((resource) => resource.type === type);
    if (found.length !== 1 || !found[0]) throw new Error(`${found.length} resources are ${type}`);
    return found[0];
}

/** The one pod that a plan makes. */
export function onlyPod(plan: Plan): Pod {
    const [pod, ...others] = pods(plan);
    if (!pod || others.length > 0) throw new Error(`${others.length + (pod ? 1 : 0)} pods are declared`);
    return pod;
}

export const mainOf = ({ spec }: Pod): Fields => (spec.containers as [Fields])[0];
