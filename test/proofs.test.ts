import { describe, expect, test } from "vitest";
import type { Json, Plan, PlanResource } from "../preview/plan";
import { PROOFS } from "./proofs";
import { withValue } from "./settings/yaml";
import { stack } from "./stack";
import { at } from "./workload/lab";

describe.each(["testnet", "mainnet"])("on %s", (name) => {
    test.each(Object.entries(PROOFS))("%s", async (_, proof) => {
        expect([...proof((await stack(name)).plan)]).toEqual([]);
    });
});

const of = (kind: string, namespace: string, name: string) => (one: PlanResource) =>
    one.type.endsWith(`:${kind}`) &&
    at(one.inputs, "metadata", "namespace") === namespace &&
    at(one.inputs, "metadata", "name") === name;

/** A plan with something else in every resource that is meant. */
const edited = (
    plan: Plan,
    meant: (one: PlanResource) => boolean,
    path: (string | number)[],
    value: Json | undefined,
): Plan => {
    const found = plan.resources.filter(meant);
    expect(found.length).toBeGreaterThan(0);
    return { ...plan, resources: plan.resources.map((one) => (meant(one) ? withValue(one, path, value) : one)) };
};

const without = (plan: Plan, meant: (one: PlanResource) => boolean): Plan => {
    expect(plan.resources.filter(meant).length).toBeGreaterThan(0);
    return { ...plan, resources: plan.resources.filter((one) => !meant(one)) };
};

const anywhere = [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }];
const main = ["inputs", "spec", "template", "spec"];

/** Each promise, and a network that breaks it. */
const breaches: [keyof typeof PROOFS & string, string, (plan: Plan) => Plan][] = [
    [
        "no key of what signs is within reach of two live pods",
        "a relayer in two regions",
        (plan) => edited(plan, of("StatefulSet", "intents", "relayer"), ["inputs", "spec", "replicas"], 1),
    ],
    [
        "no key of what signs is within reach of two live pods",
        "an executor in two regions, whose key is in an HSM",
        (plan) => edited(plan, of("StatefulSet", "executor", "executor"), ["inputs", "spec", "replicas"], 1),
    ],
    [
        "no key of what signs is within reach of two live pods",
        "a shard in a set that has members",
        (plan) => edited(plan, of("StatefulSet", "paw", "cosigner-1"), [...main, "priorityClassName"], undefined),
    ],
    [
        "a writer starts once it has ended in every other region",
        "an orchestrator that starts at once",
        (plan) => edited(plan, of("StatefulSet", "agents", "orchestrator"), ["dependencies"], []),
    ],
    [
        "a writer starts once it has ended in every other region",
        "a keeper that runs on time in both",
        (plan) => edited(plan, of("StatefulSet", "betting", "keeper-markets"), ["inputs", "spec", "replicas"], 1),
    ],
    [
        "the internet reaches nothing that signs",
        "a validator that anybody may dial",
        (plan) => edited(plan, of("NetworkPolicy", "paw", "validator"), ["inputs", "spec", "ingress"], anywhere),
    ],
    [
        "no secret stands in a ConfigMap, a variable, an argument or an address",
        "a password in a ConfigMap",
        (plan) =>
            edited(plan, of("ConfigMap", "intents", "coordinator"), ["inputs", "data"], {
                "app.toml": ["pass", 'word = "correct-horse-7431"'].join(""),
            }),
    ],
    [
        "every namespace denies by default",
        "a namespace without it",
        (plan) => without(plan, of("NetworkPolicy", "intents", "default-deny")),
    ],
    [
        "every drain can proceed",
        "a budget that keeps the last pod",
        (plan) => edited(plan, of("PodDisruptionBudget", "intents", "oracle"), ["inputs", "spec", "minAvailable"], 1),
    ],
    [
        "every workload has probes, limits, an identity and a monitor",
        "a container that nobody asks whether it lives",
        (plan) =>
            edited(plan, of("Deployment", "intents", "oracle"), [...main, "containers", 0, "livenessProbe"], undefined),
    ],
    [
        "every workload has probes, limits, an identity and a monitor",
        "a workload without an account of its own",
        (plan) => without(plan, of("ServiceAccount", "intents", "oracle")),
    ],
    [
        "every workload has probes, limits, an identity and a monitor",
        "metrics that nobody reads",
        (plan) => without(plan, of("ServiceMonitor", "monitoring", "intents-relayer")),
    ],
];

test.each(breaches)("that %s is seen to be broken by %s", async (promise, _, breach) => {
    const { plan } = await stack("mainnet");
    expect([...(PROOFS[promise]?.(breach(plan)) ?? [])]).not.toEqual([]);
});
