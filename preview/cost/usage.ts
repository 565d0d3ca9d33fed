import type { Json, PlanResource } from "../plan";
import { isHidden, valuesAt } from "../report/facts/path";
import { kindOf } from "../report/kinds";
import type { Range } from "./model";

/** So much of one thing, at least and at most. */
export interface Usage extends Range {
    sku: string;
}

/** What a resource is asked with. */
export interface Subject {
    resource: PlanResource;
    /** Nodes in its region, for what is paid for by node. */
    nodes: Range;
    /** Kinds of disk by the storage classes that ask for them. */
    disks: ReadonlyMap<string, string>;
}

type Count = (subject: Subject) => Usage[];

const always = (sku: string, amount: number): Usage => ({ sku, low: amount, high: amount });
const number = ({ inputs }: PlanResource, path: string): number | undefined => {
    const [value] = valuesAt(inputs, path);
    return typeof value === "number" ? value : undefined;
};
const text = ({ inputs }: PlanResource, path: string): string | undefined => {
    const [value] = valuesAt(inputs, path);
    return typeof value === "string" ? value : undefined;
};

/** Nodes of a pool: its bounds hold for each zone, unless they are totals. */
export function nodesOf(pool: PlanResource): Range {
    const zones = Math.max(1, valuesAt(pool.inputs, "nodeLocations").length);
    const bound = (total: string, each: string, fixed: number) =>
        number(pool, `autoscaling.${total}`) ?? (number(pool, `autoscaling.${each}`) ?? fixed) * zones;
    const fixed = number(pool, "nodeCount") ?? number(pool, "initialNodeCount") ?? 1;
    const scaled = valuesAt(pool.inputs, "autoscaling").length > 0;
    if (!scaled) return { low: fixed * zones, high: fixed * zones };
    return {
        low: bound("totalMinNodeCount", "minNodeCount", 0),
        high: bound("totalMaxNodeCount", "maxNodeCount", fixed),
    };
}

function pool({ resource }: Subject): Usage[] {
    const { low, high } = nodesOf(resource);
    const [, family = "", vcpus = ""] = /^(\w+-\w+)-(\d+)$/.exec(text(resource, "nodeConfig.machineType") ?? "") ?? [];
    const disk = text(resource, "nodeConfig.diskType") ?? "pd-balanced";
    const size = number(resource, "nodeConfig.diskSizeGb") ?? 100;
    return [
        { sku: `machine.${family || "unknown"}`, low: low * Number(vcpus), high: high * Number(vcpus) },
        { sku: `disk.${disk}`, low: low * size, high: high * size },
    ];
}

/** Cache of Enterprise Plus by vCPUs, gigabytes: both published totals of bytebase.com (2025-04) hold 375. */
const CACHE: Readonly<Record<number, number>> = { 2: 375, 4: 375 };

function database({ resource }: Subject): Usage[] {
    const tier = text(resource, "settings.tier") ?? "";
    const copies = text(resource, "settings.availabilityType") === "REGIONAL" ? 2 : 1;
    const disk = always("sql.ssd", (number(resource, "settings.diskSize") ?? 10) * copies);
    const [, plus] = /^db-perf-optimized-N-(\d+)$/.exec(tier) ?? [];
    if (plus !== undefined) {
        const vcpus = Number(plus);
        const [cached] = valuesAt(resource.inputs, "settings.dataCacheConfig.dataCacheEnabled");
        const cache = CACHE[vcpus];
        return [
            always("sql.plus.vcpu", vcpus * copies),
            always("sql.plus.gb", vcpus * 8 * copies),
            ...(cached === false
                ? []
                : [cache === undefined ? always(`sql.plus.cache of ${tier}`, 1) : always("sql.plus.cache", cache)]),
            disk,
        ];
    }
    const [, vcpus, megabytes] = /^db-custom-(\d+)-(\d+)$/.exec(tier) ?? [];
    if (vcpus === undefined) return [always(`sql.${tier || "unknown"}`, copies), disk];
    return [
        always("sql.enterprise.vcpu", Number(vcpus) * copies),
        always("sql.enterprise.gb", (Number(megabytes) / 1024) * copies),
        disk,
    ];
}

function cache({ resource }: Subject): Usage[] {
    const size = number(resource, "memorySizeGb") ?? 1;
    const step = [4, 10, 35, 100].findIndex((most) => size <= most) + 1 || 5;
    const tier = text(resource, "tier") === "STANDARD_HA" ? "standard" : "basic";
    const replicas = Math.max(1, number(resource, "replicaCount") ?? 1);
    return [always(`redis.${tier}.m${step}`, size * (tier === "standard" ? replicas : 1))];
}

function key({ resource }: Subject): Usage[] {
    const level = text(resource, "versionTemplate.protectionLevel") ?? "SOFTWARE";
    if (level === "HSM")
        return [always(text(resource, "purpose") === "ASYMMETRIC_SIGN" ? "kms.hsm-asymmetric" : "kms.hsm", 1)];
    return [always(level.startsWith("EXTERNAL") ? "kms.external" : "kms.software", 1)];
}

const secret: Count = ({ resource }) => [
    always("secret.version", Math.max(1, valuesAt(resource.inputs, "replication.userManaged.replicas").length)),
];

const disk: Count = ({ resource }) => [
    always(`disk.${text(resource, "type") ?? "pd-standard"}`, number(resource, "size") ?? 0),
];

const nat: Count = ({ nodes }) => [{ sku: "nat.vm", low: Math.min(32, nodes.low), high: Math.min(32, nodes.high) }];

const address: Count = ({ resource }) =>
    text(resource, "addressType") === "INTERNAL" ? [] : [always("address.used", 1)];

/** The classes that GKE brings along. */
const BUILT_IN = { "standard-rwo": "pd-balanced", "premium-rwo": "pd-ssd" };

/** Which disks a plan's storage classes ask for. */
export function disksOf(resources: readonly PlanResource[]): Map<string, string> {
    const found = new Map<string, string>(Object.entries(BUILT_IN));
    for (const resource of resources) {
        if (kindOf(resource.type) !== "kubernetes:storage.k8s.io:StorageClass") continue;
        const [name, disk] = [text(resource, "metadata.name"), text(resource, "parameters.type")];
        if (name !== undefined && disk !== undefined) found.set(name, disk);
    }
    return found;
}

/** Claims of a set grow with its pods. */
function claims({ resource, disks }: Subject): Usage[] {
    const pods = number(resource, "spec.replicas") ?? 1;
    const found = valuesAt(resource.inputs, "spec.volumeClaimTemplates[*].spec");
    return found.flatMap((spec) =>
        claim(spec, disks).map(({ sku, low, high }) => ({ sku, low: low * pods, high: high * pods })),
    );
}

function claim(spec: Json | undefined, disks: Subject["disks"]): Usage[] {
    if (typeof spec !== "object" || spec === null || Array.isArray(spec) || isHidden(spec)) return [];
    const [size] = valuesAt(spec, "resources.requests.storage");
    const [name] = valuesAt(spec, "storageClassName");
    const kind = typeof name === "string" ? disks.get(name) : undefined;
    const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?)(Gi|Ti)$/.exec(String(size)) ?? [];
    return [always(`disk.${kind ?? `of class ${String(name)}`}`, Number(amount) * (unit === "Ti" ? 1024 : 1))];
}

/** What is paid for by being there, by kind. */
export const usage: Readonly<Record<string, Count>> = {
    "gcp:compute/address:Address": address,
    "gcp:compute/disk:Disk": disk,
    "gcp:compute/routerNat:RouterNat": nat,
    "gcp:container/cluster:Cluster": () => [always("gke.cluster", 1)],
    "gcp:container/nodePool:NodePool": pool,
    "gcp:dns/managedZone:ManagedZone": () => [always("dns.zone", 1)],
    "gcp:kms/cryptoKey:CryptoKey": key,
    "gcp:redis/instance:Instance": cache,
    "gcp:secretmanager/secret:Secret": secret,
    "gcp:sql/databaseInstance:DatabaseInstance": database,
    "kubernetes:apps:StatefulSet": claims,
    "kubernetes:core:PersistentVolumeClaim": ({ resource, disks }) => claim(resource.inputs.spec, disks),
};

export const countOf = ({ type, custom }: PlanResource): Count | undefined => {
    const kind = kindOf(type);
    return custom && Object.hasOwn(usage, kind) ? usage[kind] : undefined;
};
