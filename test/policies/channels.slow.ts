import { describe, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import { judgeLine } from "../../policies/lines";
import { readManifests } from "../../policies/manifests";
import type { Resource } from "../../policies/rule";
import { readState } from "../../preview/changes/stack-export";
import type { Plan } from "../../preview/plan";
import { judgePlan } from "../../preview/verdicts";
import { answered, asItem, asManifest, asState, type Case, cases, type Fact, facts, said } from "./conformance";

/** A way to the rules. */
interface Channel {
    /** What it says of the resources of a case. */
    says(resources: readonly Resource[]): string[];
    /** Facts that it cannot be told, and why: cases that need one are left out. */
    lacks: Partial<Record<Fact, string>>;
}

const asPlan = (resources: readonly Resource[]): Plan => ({
    ...{ schema: "slipway.plan/v1", project: "app", stack: "demo", outputs: {} },
    resources: resources.map(
        ({ props, ...one }) => ({ ...one, inputs: props }) as unknown as Plan["resources"][number],
    ),
});

const CHANNELS: Record<string, Channel> = {
    "a plan": {
        says: (resources) => said(judgePlan(asPlan(resources), "").verdicts),
        lacks: {},
    },
    "JSON lines": {
        says: (resources) => answered(JSON.parse(judgeLine(JSON.stringify({ id: 1, items: resources.map(asItem) })))),
        lacks: { origin: "a line does not say what a value was made from" },
    },
    "a state": {
        says: (resources) => said(judgePlan(readState("export.json", asState(resources)).plan, "").verdicts),
        lacks: {
            unknown: "what is deployed is known",
            unlisted: "a state says of every secret that it is one, and what it was made from",
        },
    },
    manifests: {
        says(resources) {
            const manifests = readManifests(resources.map(asManifest).join("---\n"), "demo");
            const named = manifests.map(({ resource }, index) => ({ ...resource, urn: resources[index]?.urn ?? "" }));
            return said(judge(named));
        },
        lacks: {
            unknown: "a manifest has no value that is not known",
            secret: "a manifest has no mark for a secret: what stands there is in plain text",
            guard: "a manifest has no options of Pulumi",
            cloud: "it is no object of Kubernetes",
            carrier: "what is in it comes to Kubernetes as objects of their own",
        },
    },
};

const lacking = ({ resources }: Case, { lacks }: Channel): string | undefined =>
    Object.entries(lacks).find(([fact]) => resources.some(facts[fact as Fact]))?.[1];

describe.each(Object.entries(CHANNELS))("through %s", (_, channel) => {
    const able = cases.filter((one) => lacking(one, channel) === undefined);

    test("the rules say of every example what they say in-process", () => {
        for (const { name, resources, expected } of able) expect(channel.says(resources), name).toEqual(expected);
        expect(able.length).toBeGreaterThan(cases.length / 3);
    });

    test("each reason leaves examples out", () => {
        const left = new Set(cases.map((one) => lacking(one, channel)));
        expect(Object.values(channel.lacks).filter((reason) => !left.has(reason))).toEqual([]);
    });
});
