import fc from "fast-check";
import type { Json, Plan } from "../../preview/plan";
import type { NaivePeer, NaivePod, NaivePolicy, NaivePort, NaiveSelector, NaiveWorld } from "./naive";
import type { Inputs } from "./plans";
import { namespace, plan, pod, policy } from "./plans";

/** Random clusters, small enough that selectors, ports and ranges meet all the time. */
export interface RandomWorld extends NaiveWorld {
    pods: NaivePod[];
}

const KEYS = ["a", "b"];
export const VALUES = ["x", "y"];
const NAMESPACES = ["one", "two"];
export const PROTOCOLS = ["TCP", "UDP", "SCTP"];
const NUMBERS = [1, 80, 82, 443, 65535];

/** Every number of a port rule, and its neighbours. */
export const PORTS = [...new Set(NUMBERS.flatMap((port) => [port - 1, port, port + 1]))].filter(
    (port) => port >= 1 && port <= 65535,
);

const RANGES = ["0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/24", "10.0.0.0/25", "10.0.0.64/26", "10.0.0.8/32", "8.8.8.0/30"];
/** Addresses at and beside every border of these ranges. */
export const ADDRESSES = [
    ...["0.0.0.0", "8.8.7.255", "8.8.8.0", "8.8.8.3", "8.8.8.4", "9.255.255.255", "10.0.0.0", "10.0.0.7", "10.0.0.8"],
    ...["10.0.0.9", "10.0.0.63", "10.0.0.64", "10.0.0.127", "10.0.0.128", "10.0.0.255", "10.0.1.0"],
    ...["10.255.255.255", "11.0.0.0", "255.255.255.255"],
];

const some = <T>(values: readonly T[]) => fc.constantFrom(...values);
const labels = fc.dictionary(some(KEYS), some(VALUES), { maxKeys: 2 });
const values = fc.uniqueArray(some(VALUES), { minLength: 1, maxLength: 2 });

const selector: fc.Arbitrary<NaiveSelector> = fc.record(
    {
        matchLabels: labels,
        matchExpressions: fc.array(
            fc.oneof(
                fc.record({ key: some(KEYS), operator: some(["In", "NotIn"]), values }),
                fc.record({ key: some(KEYS), operator: some(["Exists", "DoesNotExist"]) }),
            ),
            { maxLength: 2 },
        ),
    },
    { requiredKeys: [] },
);

const namespaceSelector = fc.oneof(
    selector,
    some(NAMESPACES).map((name): NaiveSelector => ({ matchLabels: { "kubernetes.io/metadata.name": name } })),
);

const peer: fc.Arbitrary<NaivePeer> = fc.oneof(
    fc.record({ podSelector: selector }),
    fc.record({ namespaceSelector }),
    fc.record({ podSelector: selector, namespaceSelector }),
    fc.record({
        ipBlock: fc.record(
            { cidr: some(RANGES), except: fc.array(some(RANGES.slice(1)), { maxLength: 2 }) },
            { requiredKeys: ["cidr"] },
        ),
    }),
);

const portRule: fc.Arbitrary<NaivePort> = fc.oneof(
    fc.record({ protocol: some(PROTOCOLS), port: some(NUMBERS) }, { requiredKeys: [] }),
    fc.record({ protocol: some(PROTOCOLS), port: some(["http", "dns"]) }, { requiredKeys: ["port"] }),
    fc
        .tuple(some(PROTOCOLS), some(NUMBERS), some(NUMBERS))
        .map(([protocol, a, b]) => ({ protocol, port: Math.min(a, b), endPort: Math.max(a, b) })),
);

const rules = <Key extends "from" | "to">(key: Key) =>
    fc.array(
        fc.record(
            { [key]: fc.array(peer, { maxLength: 2 }), ports: fc.array(portRule, { maxLength: 3 }) },
            { requiredKeys: [] },
        ),
        { maxLength: 3 },
    );

const randomPolicy: fc.Arbitrary<NaivePolicy> = fc.record({
    namespace: some(NAMESPACES),
    spec: fc.record(
        {
            podSelector: selector,
            policyTypes: fc.uniqueArray(some(["Ingress", "Egress"]), { maxLength: 2 }),
            ingress: rules("from"),
            egress: rules("to"),
        },
        { requiredKeys: ["podSelector"] },
    ),
});

const named = (name: string, protocol: string) =>
    fc.option(
        some(NUMBERS).map((containerPort) => ({ name, protocol, containerPort })),
        { nil: undefined },
    );

const randomPod = fc.record({
    namespace: some(NAMESPACES),
    labels,
    ports: fc
        .tuple(named("http", "TCP"), named("dns", "UDP"))
        .map((ports) => ports.filter((port) => port !== undefined)),
});

export const randomWorld: fc.Arbitrary<RandomWorld> = fc.record({
    namespaces: fc.record({ one: labels, two: labels }),
    pods: fc
        .array(randomPod, { minLength: 2, maxLength: 3 })
        .map((pods) => pods.map((one, index) => ({ ...one, name: `pod-${index}` }))),
    policies: fc.array(randomPolicy, { maxLength: 6 }),
});

const json = (value: unknown): Json => JSON.parse(JSON.stringify(value));

export const planOf = ({ namespaces, pods, policies }: RandomWorld): Plan =>
    plan(
        Object.entries(namespaces).map(([name, labels]) => namespace(name, labels)),
        pods.map(({ namespace, name, labels, ports }) => pod(`${namespace}/${name}`, labels, json(ports))),
        policies.map(({ namespace, spec }, index) => policy(`${namespace}/policy-${index}`, json(spec))),
    );

/** The plan with some of the values that matter hidden, as a plan hides what is not known before the update. */
export function hide(plan: Plan, places: readonly number[]): Plan {
    const hidden: Plan = JSON.parse(JSON.stringify(plan));
    for (const place of places) {
        const spots = hidden.resources.flatMap(({ inputs }) => spotsIn(inputs, (key) => HIDEABLE.includes(key)));
        const spot = spots[place % spots.length];
        if (spot) spot.within[spot.key] = { $unknown: true };
    }
    return hidden;
}

const HIDEABLE = ["spec", "labels"];

/** Every place at or below keys of these names. */
function spotsIn(value: Json, below: (key: string) => boolean, all = false): { within: Inputs; key: string }[] {
    if (typeof value !== "object" || value === null || "$unknown" in value) return [];
    return Object.entries(value).flatMap(([key, inner]) => {
        const wanted = all || below(key);
        const spot = wanted ? [{ within: value as Inputs, key }] : [];
        return [...spot, ...spotsIn(inner, below, wanted)];
    });
}
