// Measures what a preview costs and prints one JSON document. `npm run bench -- --runs 3` is quicker and rougher.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { judge } from "../policies/judge";
import type { Plan } from "../preview/plan";
import { stacksOf } from "../preview/stack-file";
import { type Measured, measure, median, round } from "./measure";

const ROOT = join(__dirname, "..");
const TSX = ["--require", require.resolve("tsx/cjs")];

/** A preview ends with 1 where a rule is broken, which is none of our business here. */
const PREVIEWED = [0, 1];

/** A whole preview as somebody runs it, against a process that only loads the packages, in turn. */
async function network(stack: string, runs: number) {
    const out = mkdtempSync(join(tmpdir(), "slipway-bench-"));
    const pairs: { floor: Measured; preview: Measured }[] = [];
    for (let run = 0; run < runs; run++) {
        const floor = await measure([...TSX, join(__dirname, "floor.ts")], ROOT);
        const preview = await measure(["cli/slipway.js", "preview", stack, "--out", out], ROOT, PREVIEWED);
        pairs.push({ floor, preview });
    }
    const plan: Plan = JSON.parse(readFileSync(join(out, "plan.json"), "utf8"));
    rmSync(out, { recursive: true });
    const of = (pick: (pair: (typeof pairs)[number]) => number, digits = 0) => round(median(pairs.map(pick)), digits);
    return {
        resources: plan.resources.length,
        previewMs: of(({ preview }) => preview.milliseconds),
        previewPeakMb: of(({ preview }) => preview.megabytes),
        floorMs: of(({ floor }) => floor.milliseconds),
        floorPeakMb: of(({ floor }) => floor.megabytes),
        ratio: of(({ preview, floor }) => preview.milliseconds / floor.milliseconds, 2),
        policyMsPerResource: policyCost(plan, runs),
    };
}

/** Judging a plan, the first time included: a preview judges once. */
function policyCost({ resources }: Plan, runs: number): number {
    const judged = resources.map((resource) => ({ ...resource, props: resource.inputs }));
    const times = Array.from({ length: runs }, () => {
        const start = performance.now();
        judge(judged);
        return performance.now() - start;
    });
    return round(median(times) / resources.length, 4);
}

/** How time and memory grow with the number of resources. */
async function growth(few: number, many: number, runs: number) {
    const times: Record<number, number[]> = { [few]: [], [many]: [] };
    const peaks: number[] = [];
    for (let run = 0; run < runs; run++) {
        for (const count of [few, many]) {
            const { output, megabytes } = await measure([...TSX, join(__dirname, "synthetic.ts"), String(count)], ROOT);
            times[count]?.push(Number(output));
            if (count === many) peaks.push(megabytes);
        }
    }
    const [low, high] = [median(times[few] ?? []), median(times[many] ?? [])];
    return {
        msPerResource: { [few]: round(low / few, 3), [many]: round(high / many, 3) },
        msPerAdditionalResource: round((high - low) / (many - few), 3),
        growthExponent: round(Math.log(high / low) / Math.log(many / few), 3),
        peakMb: round(median(peaks)),
    };
}

async function main(): Promise<void> {
    const { values } = parseArgs({ options: { runs: { type: "string", default: "5" } } });
    const runs = Number(values.runs);
    const networks: Record<string, unknown> = {};
    for (const stack of stacksOf(ROOT)) networks[stack] = await network(stack, runs);
    const synthetic = await growth(1_000, 10_000, runs);
    const machine = { node: process.version, cores: availableParallelism() };
    process.stdout.write(`${JSON.stringify({ machine, runs, networks, synthetic }, null, 4)}\n`);
}

main();
