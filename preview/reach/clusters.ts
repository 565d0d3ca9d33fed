import type { Plan, PlanResource } from "../plan";
import { type Addresses, PRIVATE, parseRange } from "./addresses";
import { union } from "./intervals";
import { Place } from "./place";

/** One Kubernetes API server, known by the provider that its resources use. */
export interface Cluster {
    /** URN of the provider; empty for the default one. */
    readonly provider: string;
    /** Shortest of its names that no other cluster has. */
    readonly name: string;
    /** Every name it may be called by: its region, its own name, its provider's. */
    readonly names: readonly string[];
    /** Addresses of its pods; undefined where the plan does not say. */
    readonly pods: Addresses | undefined;
    /** Namespace of resources that name none. */
    readonly namespace: string;
}

/** A range of the network that the plan declares. */
export interface OwnRange {
    readonly name: string;
    readonly addresses: Addresses;
}

/** Where a pod may have its address when the plan does not say. */
export const ANY_POD: Addresses = PRIVATE;

export function readClusters(plan: Plan, providers: readonly string[]): Cluster[] {
    const byUrn = new Map(plan.resources.map((resource) => [resource.urn, resource]));
    const found = providers.map((provider) => {
        const resource = byUrn.get(provider);
        const made = origin(resource, "kubeconfig", "gcp:container/cluster:Cluster", byUrn);
        const texts = [made?.inputs.location, made?.inputs.name, made?.name, resource?.name, provider || "default"];
        const namespace = resource?.inputs.namespace;
        return {
            provider,
            names: [...new Set(texts.filter((text) => typeof text === "string"))],
            pods: made && podRange(made, byUrn),
            namespace: typeof namespace === "string" ? namespace : "default",
        };
    });
    return found.map((cluster) => {
        const others = new Set(found.flatMap(({ names }) => (names === cluster.names ? [] : names)));
        return { ...cluster, name: cluster.names.find((name) => !others.has(name)) ?? cluster.provider };
    });
}

/** Ranges of subnets, of control planes and of services that Google runs in a network of its own. */
export function readOwnRanges(plan: Plan): OwnRange[] {
    return plan.resources.flatMap((resource): OwnRange[] => {
        const inputs = new Place(resource.urn, resource.inputs);
        const named = (name: string, ...texts: Place[]) => {
            const [address, prefix] = texts.map(({ value }) => value);
            const addresses = typeof address === "string" && parseRange(prefix ? `${address}/${prefix}` : address);
            return addresses ? [{ name, addresses }] : [];
        };
        if (resource.type === "gcp:compute/subnetwork:Subnetwork") {
            const secondary = inputs.at("secondaryIpRanges").items;
            return [
                ...named(`${resource.name}-nodes`, inputs.at("ipCidrRange")),
                ...secondary.flatMap((range) =>
                    named(`${resource.name}-${range.at("rangeName").value}`, range.at("ipCidrRange")),
                ),
            ];
        }
        if (resource.type === "gcp:container/cluster:Cluster")
            return named(`${resource.name}-control-plane`, inputs.at("privateClusterConfig", "masterIpv4CidrBlock"));
        if (resource.type === "gcp:compute/globalAddress:GlobalAddress" && resource.inputs.purpose === "VPC_PEERING")
            return named(resource.name, inputs.at("address"), inputs.at("prefixLength"));
        return [];
    });
}

function podRange(cluster: PlanResource, byUrn: ReadonlyMap<string, PlanResource>): Addresses | undefined {
    const allocation = new Place(cluster.urn, cluster.inputs).at("ipAllocationPolicy");
    const direct = allocation.at("clusterIpv4CidrBlock").value;
    if (typeof direct === "string") return parseRange(direct);
    const wanted = allocation.at("clusterSecondaryRangeName").value;
    const subnet = origin(cluster, "subnetwork", "gcp:compute/subnetwork:Subnetwork", byUrn);
    if (!subnet || typeof wanted !== "string") return undefined;
    const ranges = new Place(subnet.urn, subnet.inputs).at("secondaryIpRanges").items;
    const texts = ranges.filter((range) => range.at("rangeName").value === wanted);
    const sets = texts.map((range) => parseRange(String(range.at("ipCidrRange").value)));
    return sets.length > 0 && sets.every((set) => set !== undefined) ? union(...sets) : undefined;
}

/** The resource of a type that a property was made from. */
function origin(
    resource: PlanResource | undefined,
    property: string,
    type: string,
    byUrn: ReadonlyMap<string, PlanResource>,
): PlanResource | undefined {
    const urns = resource?.propertyDependencies[property] ?? [];
    return urns.map((urn) => byUrn.get(urn)).find((one) => one?.type === type);
}
