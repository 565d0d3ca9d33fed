import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, PlanResource } from "../../preview/plan";
import { custody } from "../../preview/report/facts/custody";
import { judgePlan } from "../../preview/verdicts";
import { declared, settings } from "../generated";
import type { Declared } from "../stack";

/** Longest names that the APIs take, where it is not 63. */
const LIMITS: Record<string, [property: string, most: number]> = {
    "gcp:serviceaccount/account:Account": ["accountId", 30],
    "gcp:container/cluster:Cluster": ["name", 40],
    "gcp:container/nodePool:NodePool": ["name", 40],
    "gcp:redis/instance:Instance": ["name", 40],
    "gcp:secretmanager/secret:Secret": ["secretId", 255],
};

const text = (value: Json | undefined) => (typeof value === "string" ? value : "");

/** Inputs that name what a resource is part of; known only after the update, so told by what they come from. */
const WHOLES = ["cluster", "keyRing", "instance", "managedZone"];

/** What Google Cloud or Kubernetes tells a resource from others of its type by, if it has a name of its own. */
function identity({ type, inputs, provider, propertyDependencies }: PlanResource): string[] {
    const metadata = (inputs.metadata ?? {}) as { [key: string]: Json };
    const name = text(inputs.secretId ?? inputs.accountId ?? metadata.name ?? inputs.name);
    const whole = WHOLES.map((property) => propertyDependencies[property] ?? inputs[property]);
    const place = [inputs.location ?? inputs.region, metadata.namespace, provider, whole];
    // A record set is told by its type too.
    return name === "" ? [] : [JSON.stringify([type, name, inputs.type, place])];
}

/** First and last address of an IPv4 range, as numbers. */
function bounds(range: string): [number, number] {
    const [address = "", length] = range.split("/");
    const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
    return [first, first + 2 ** (32 - Number(length)) - 1];
}

function ranges(network: Declared): string[] {
    const subnets = network.all("gcp:compute/subnetwork:Subnetwork").flatMap(({ inputs }) => {
        const secondary = inputs.secondaryIpRanges as { ipCidrRange: string }[];
        return [text(inputs.ipCidrRange), ...secondary.map(({ ipCidrRange }) => ipCidrRange)];
    });
    const controlPlanes = network
        .all("gcp:container/cluster:Cluster")
        .map(({ inputs }) => (inputs.privateClusterConfig as { masterIpv4CidrBlock: string }).masterIpv4CidrBlock);
    const services = network
        .all("gcp:compute/globalAddress:GlobalAddress")
        .filter(({ inputs }) => inputs.purpose === "VPC_PEERING")
        .map(({ inputs }) => `${inputs.address}/${inputs.prefixLength}`);
    return [...subnets, ...controlPlanes, ...services];
}

const overlaps = (all: string[]) =>
    all.filter((one, i) =>
        all.slice(i + 1).some((other) => {
            const [[a, b], [c, d]] = [bounds(one), bounds(other)];
            return a <= d && c <= b;
        }),
    );

test("any network is sound: regions, systems and active region are data", async () => {
    await fc.assert(
        fc.asyncProperty(settings, async (generated) => {
            const network = await declared(generated);
            const { resources } = network.plan;
            const custom = resources.filter((resource) => resource.custom);

            expect(overlaps(ranges(network))).toEqual([]);

            const identities = custom.flatMap(identity);
            expect(identities.filter((one, i) => identities.indexOf(one) < i)).toEqual([]);

            const long = custom.filter(({ type, inputs }) => {
                const [property, most] = LIMITS[type] ?? ["name", 63];
                return text(inputs[property]).length > most;
            });
            expect(long.map(({ urn }) => urn)).toEqual([]);

            const components = new Set(resources.filter((one) => !one.custom).map(({ urn }) => urn));
            expect(custom.filter(({ parent }) => !parent || !components.has(parent)).map(({ urn }) => urn)).toEqual([]);

            const bare = custody(resources).filter(
                ({ guards }) => !guards.some(({ layer, stands }) => layer === "pulumi" && stands === "yes"),
            );
            expect(bare.map(({ resource }) => resources[resource]?.urn)).toEqual([]);

            expect(judgePlan(network.plan, "").blocked).toBe(false);
        }),
        { numRuns: Number(process.env.SLIPWAY_RUNS ?? 25), interruptAfterTimeLimit: 60_000 },
    );
});
