import { describe, expect, test } from "vitest";
import type { PlanResource } from "../../preview/plan";
import { type Declared, stack } from "../stack";
import { at, type Fields, type Pod, pods } from "../workload/lab";

const named = ({ inputs }: PlanResource) => String(at(inputs, "metadata", "name"));
const inside = (space: PlanResource) => (one: PlanResource) =>
    one.provider === space.provider && at(one.inputs, "metadata", "namespace") === named(space);

const UNITS: Record<string, number> = { "": 1, m: 1e-3, Mi: 2 ** 20, Gi: 2 ** 30 };

/** An amount as Kubernetes writes it. */
function amount(text: unknown): number {
    const [, number = "", unit = ""] = /^([0-9.]+)([A-Za-z]*)$/.exec(String(text)) ?? [];
    return Number(number) * (UNITS[unit] ?? Number.NaN);
}

/** What a pod asks for: init containers run before the others, except those that go on beside them. */
function asks({ spec }: Pod, kind: "requests" | "limits", what: string): number {
    const of = (one: Fields) => amount(at(one.resources, kind, what));
    const init = (spec.initContainers ?? []) as Fields[];
    const beside = [...(spec.containers as Fields[]), ...init.filter((one) => one.restartPolicy === "Always")];
    return Math.max(
        beside.reduce((sum, one) => sum + of(one), 0),
        ...init.map(of),
    );
}

/** How many of a pod there may be at once in a region: a writer may be moved to it, a rollout brings one more. */
function most({ resource }: Pod, network: Declared): number {
    if (!resource.type.endsWith(":Deployment"))
        return Math.max(1, Number(at(resource.inputs, "spec", "replicas") ?? 1));
    const [scaler] = network
        .all("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")
        .filter(
            ({ inputs, provider }) =>
                provider === resource.provider && named({ inputs } as PlanResource) === named(resource),
        )
        .filter(({ inputs }) => at(inputs, "metadata", "namespace") === at(resource.inputs, "metadata", "namespace"));
    return Number(at(scaler?.inputs, "spec", "maxReplicas")) + 1;
}

describe.each(["testnet", "mainnet"])("every namespace of %s", (name) => {
    test("gives pods the fewest rights, amounts that they did not ask for, and an end to what all may have", async () => {
        const network = await stack(name);
        const spaces = network.all("kubernetes:core/v1:Namespace");
        expect(spaces.length).toBeGreaterThan(6);
        for (const space of spaces) {
            const labels = at(space.inputs, "metadata", "labels") as Fields;
            // What is in the Gateway's own namespace is no pod; what charts bring asks for more.
            if (labels["slipway-admission"] !== "enforced") continue;
            for (const mode of ["enforce", "audit", "warn"])
                expect([space.name, labels[`pod-security.kubernetes.io/${mode}`]]).toEqual([space.name, "restricted"]);
            const [quota] = network.all("kubernetes:core/v1:ResourceQuota").filter(inside(space));
            const sentries = network.all("kubernetes:core/v1:Service").filter(inside(space));
            const balanced = sentries.filter(({ inputs }) => at(inputs, "spec", "type") === "LoadBalancer").length;
            expect(at(quota?.inputs, "spec", "hard")).toMatchObject({
                "services.nodeports": "0",
                "services.loadbalancers": String(balanced),
            });
            const [limits] = network.all("kubernetes:core/v1:LimitRange").filter(inside(space));
            expect(at(limits?.inputs, "spec", "limits")).toMatchObject([
                { type: "Container", default: { memory: "256Mi" }, defaultRequest: { cpu: "50m", memory: "256Mi" } },
            ]);
        }
    });

    test("has room for all that may run in it at once, a rollout of each included", async () => {
        const network = await stack(name);
        for (const space of network.all("kubernetes:core/v1:Namespace")) {
            const own = pods(network.plan).filter(({ resource }) => inside(space)(resource));
            const [quota] = network.all("kubernetes:core/v1:ResourceQuota").filter(inside(space));
            const hard = at(quota?.inputs, "spec", "hard");
            const total = (of: (pod: Pod) => number) => own.reduce((sum, pod) => sum + of(pod) * most(pod, network), 0);
            const used = {
                pods: total(() => 1),
                "requests.cpu": total((pod) => asks(pod, "requests", "cpu")),
                "requests.memory": total((pod) => asks(pod, "requests", "memory")),
                "limits.memory": total((pod) => asks(pod, "limits", "memory")),
            };
            for (const [what, amountUsed] of Object.entries(used))
                if (own.length > 0)
                    expect([space.name, what, amountUsed <= amount(at(hard, what))]).toEqual([space.name, what, true]);
        }
    });
});
