// Measures the policy pack beside a naive one with the same rules, and how long the pack takes to start.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyPackArgs } from "@pulumi/policy";
import { judgeEach, judgeTogether, subjectsOf } from "../policies/judge";
import { policies } from "../policies/pack";
import { readRaw, resourceOf } from "../policies/received";
import { message, type Resource, type Rule } from "../policies/rule";
import { rules } from "../policies/rules";
import type { Plan } from "../preview/plan";
import { run, toWire } from "../test/policies/engine";
import { PACK, startPack } from "../test/policies/process";
import { median, round } from "./measure";

const ROOT = join(__dirname, "..");
type Policies = PolicyPackArgs["policies"];

/** Each rule a policy of its own that reads and walks everything by itself, as in Pulumi's public packs. */
const naive: Policies = rules.flatMap((rule): Policies => {
    const only = [rule];
    const about = { description: rule.title, enforcementLevel: "mandatory" as const };
    const alone: Policies = [
        {
            ...{ ...about, name: `${rule.id}-resource` },
            validateResource: async (args, report) => {
                const subjects = subjectsOf(await resourceOf(args, undefined));
                for (const verdict of judgeEach(subjects, only)) report(message(verdict));
            },
        },
    ];
    const together: Policies = [
        {
            ...{ ...about, name: `${rule.id}-stack` },
            validateStack: async ({ resources }, report) => {
                const read = resources.map(
                    async ({ urn, type, name, props }): Promise<Resource> => ({
                        ...(await readRaw(props)),
                        ...{ urn, type, name },
                    }),
                );
                const subjects = (await Promise.all(read)).flatMap(subjectsOf);
                for (const verdict of judgeTogether(subjects, only)) report(message(verdict));
            },
        },
    ];
    return [...(rule.judge ? alone : []), ...(rule.judgeStack ? together : [])];
});

/**
 * Milliseconds for each resource of a plan, through the server of the SDK, beyond those of a pack without policies; those
 * of the rules are beyond our pack without rules, which reads the resources and judges nothing.
 */
export async function besideNaive(plan: Plan, runs: number) {
    const declared = plan.resources.map((resource) => ({
        resource: { ...resource, props: resource.inputs } as Resource,
        wire: toWire(resource.inputs, "", resource.unknownPaths ?? []) as object,
    }));
    const time = async (pack?: Policies) => {
        const start = process.cpuUsage();
        await run(declared, undefined, undefined, pack);
        return process.cpuUsage(start).user / 1000 / declared.length;
    };
    const taken: { ours: number; rules: number; naive: number }[] = [];
    // The first run of each compiles.
    for (let index = 0; index <= runs; index++) {
        const floor = await time([]);
        const reading = (await time(policies([], () => undefined))) - floor;
        const ours = (await time()) - floor;
        const one = { ours, rules: ours - reading, naive: (await time(naive)) - floor };
        if (index > 0) taken.push(one);
    }
    return {
        packMsPerResource: round(median(taken.map(({ ours }) => ours)), 4),
        rulesMsPerResource: round(median(taken.map(({ rules }) => rules)), 4),
        naiveMsPerResource: round(median(taken.map(({ naive }) => naive)), 4),
        naiveRatio: round(median(taken.map(({ ours, naive }) => naive / ours)), 1),
    };
}

/** Milliseconds for each of so many resources, without the SDK: the good examples of all rules in turn. */
export function atScale(count: number, runs: number) {
    const good = rules.flatMap((rule: Rule) => rule.good);
    const resources = Array.from({ length: count }, (_, index): Resource => {
        const { type, props } = good[index % good.length] as (typeof good)[number];
        return { type, props, urn: `urn:pulumi:demo::app::${type}::${index}`, name: `n${index}` };
    });
    const times = Array.from({ length: runs }, () => {
        const subjects = resources.flatMap(subjectsOf);
        const start = process.cpuUsage();
        judgeEach(subjects);
        const each = process.cpuUsage(start).user / 1000;
        judgeTogether(subjects);
        return { each, all: process.cpuUsage(start).user / 1000 };
    });
    return {
        resources: count,
        eachMs: round(median(times.map(({ each }) => each))),
        stackMs: round(median(times.map(({ each, all }) => all - each))),
    };
}

/** Milliseconds until the process of a pack says its port, as the engine starts it; and those of a pack without policies. */
export async function packStart(runs: number) {
    // Beneath the repository, so that it finds the SDK.
    mkdirSync(join(ROOT, "out"), { recursive: true });
    const empty = mkdtempSync(join(ROOT, "out", "pack-"));
    writeFileSync(join(empty, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.ts\n");
    writeFileSync(join(empty, "package.json"), '{"name":"empty","version":"0.1.0","main":"index.ts"}');
    writeFileSync(
        join(empty, "index.ts"),
        'import { PolicyPack } from "@pulumi/policy";\nnew PolicyPack("empty", { policies: [] });\n',
    );
    const times: { ours: number; floor: number }[] = [];
    try {
        for (let index = 0; index < runs; index++)
            times.push({ floor: await started(empty), ours: await started(PACK) });
    } finally {
        rmSync(empty, { recursive: true });
    }
    return {
        startMs: round(median(times.map(({ ours }) => ours))),
        emptyPackStartMs: round(median(times.map(({ floor }) => floor))),
    };
}

async function started(folder: string): Promise<number> {
    const start = performance.now();
    const pack = await startPack(folder);
    const milliseconds = performance.now() - start;
    pack.stop();
    return milliseconds;
}
