import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScheduledJob } from "../../components/workload/scheduled-job";
import { Site } from "../../components/workload/site";
import type { Scale } from "../../components/workload/workload";
import type { Plan } from "../../preview/plan";
import { appName, declareEverywhere, world } from "./generated";
import { at, type Lab, lab, REGIONS } from "./lab";

/** How many pods of an app may live at once over all regions, by what is declared alone. */
function livePods(plan: Plan, app: string): number {
    return plan.resources
        .filter(({ inputs }) => at(inputs, "metadata", "labels", "app.kubernetes.io/name") === app)
        .reduce((sum, { type, inputs }) => {
            const { replicas, strategy } = (inputs.spec ?? {}) as { replicas?: number; strategy?: unknown };
            // A stateful set never has two pods of one number, whoever ends the first; a Deployment may in a drain.
            if (type.endsWith(":StatefulSet")) return sum + Number(replicas);
            if (type.endsWith(":Deployment"))
                return sum + 2 + Number(at(strategy as never, "rollingUpdate", "maxSurge") ?? 0);
            const run = type.endsWith(":CronJob") ? at(inputs, "spec", "jobTemplate", "spec") : inputs.spec;
            if (type.endsWith(":CronJob") && at(inputs, "spec", "concurrencyPolicy") !== "Forbid") return sum + 2;
            if (!/:(Cron)?Job$/.test(type) || at(inputs, "spec", "suspend") === true) return sum;
            // Unless it waits for the end of a failed pod, a Job starts the next one beside it.
            return sum + Number(at(run, "parallelism")) + (at(run, "podReplacementPolicy") === "Failed" ? 0 : 1);
        }, 0);
}

/** What makes an app's pods: in a region, and then in the others. */
const controllers = (plan: Plan, app: string, first: string) =>
    plan.resources
        .filter(({ type }) => /:(StatefulSet|Deployment|Job|CronJob)$/.test(type))
        .filter(({ inputs }) => at(inputs, "metadata", "labels", "app.kubernetes.io/name") === app)
        .sort((a, b) => Number(b.name.endsWith(first)) - Number(a.name.endsWith(first)));

const named = (plan: Plan, kind: string, app: string) =>
    plan.resources.filter(({ type, inputs }) => type.endsWith(`:${kind}`) && at(inputs, "metadata", "name") === app);

describe("a single writer", () => {
    test("lives at most once over all regions, whatever else is said of it", async () => {
        await fc.assert(
            fc.asyncProperty(world, async ({ place, workloads }) => {
                const plan = await lab((ground) => declareEverywhere(ground, workloads), place);
                for (const [index, one] of workloads.entries()) {
                    const { kind } = one;
                    const app = appName(index);
                    const single = kind.includes("writer") || kind === "gate";
                    if (single) {
                        expect([kind, livePods(plan, app)]).toEqual([kind, 1]);
                        const [here, ...there] = controllers(plan, app, REGIONS[place.active] as string);
                        expect(there).toHaveLength(place.regions - 1);
                        for (const { urn, dependencies } of there) {
                            expect(here?.dependencies).toContain(urn);
                            expect(dependencies).not.toContain(here?.urn);
                        }
                        expect(named(plan, "HorizontalPodAutoscaler", app)).toEqual([]);
                        expect(named(plan, "PodDisruptionBudget", app)).toEqual([]);
                    } else if (kind !== "scheduled everywhere") {
                        const budgets = named(plan, "PodDisruptionBudget", app).map(({ inputs }) => inputs.spec);
                        const alone = kind === "members" && "size" in one && one.size === 1;
                        expect(budgets).toHaveLength(alone ? 0 : place.regions);
                        for (const budget of budgets) {
                            expect(budget).toMatchObject({
                                maxUnavailable: 1,
                                unhealthyPodEvictionPolicy: "AlwaysAllow",
                            });
                            expect(budget).not.toHaveProperty("minAvailable");
                        }
                        expect(named(plan, "HorizontalPodAutoscaler", app)).toHaveLength(
                            kind === "replicas" ? place.regions : 0,
                        );
                    }
                }
            }),
            { numRuns: 5, endOnFailure: true },
        );
    });

    const keeper = (site: Site, runs: Lab["runs"]) =>
        new ScheduledJob(`keeper-${site.region}`, {
            ...runs(site, "keeper"),
            ...{ schedule: "0 3 * * *", runs: { writer: "one" }, deadlineSeconds: 60 },
        });

    test.each<[string, (lab: Lab) => void, RegExp]>([
        [
            "in the active site alone",
            ({ sites, runs }) => keeper(sites.at(-1) as Site, runs),
            /lab\/keeper runs in europe-west1 and does not stand by in europe-west4/,
        ],
        [
            "in the active site before the others",
            ({ sites, runs }) => {
                for (const site of [...sites].reverse()) keeper(site, runs);
            },
            /declare it in every site, in their order/,
        ],
        [
            "in a site that knows of no other",
            ({ ground }) => {
                const cluster = ground.clusters[ground.active];
                if (cluster) new Site("alone", { ground, cluster });
            },
            /alone is the active site; declare all others before it and give it those/,
        ],
    ])("is not declared %s", async (_, declare, said) => {
        await expect(lab(declare, { regions: 2 })).rejects.toThrow(said);
    });

    test("has no number of replicas to set: the compiler refuses it", () => {
        const one: Scale = { writer: "one" };
        // @ts-expect-error there is no second writer
        const two: Scale = { writer: "two" };
        // @ts-expect-error nor replicas of one
        const many: Scale = { writer: "one", replicas: { min: 2, max: 2 } };
        // @ts-expect-error nor members
        const members: Scale = { writer: "one", members: 3 };
        expect([one, two, many, members]).toHaveLength(4);
    });
});
