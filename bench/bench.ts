// Measures what a preview costs and prints one JSON document. `npm run bench -- --runs 3` is quicker and rougher;
// `--only policies` measures the policies alone.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { declare } from "../preview/capture";
import type { Plan } from "../preview/plan";
import { stacksOf } from "../preview/stack-file";
import { judgePlan } from "../preview/verdicts";
import { comparing } from "./change";
import { type Measured, measure, median, round } from "./measure";
import { atScale, besideNaive, packStart } from "./policies";
import { proving } from "./reach";

const ROOT = join(__dirname, "..");
/** As `slipway` loads them: the packages first, then the compiler. */
const LOADED = ["--require", join(ROOT, "cli/packages.js"), "--require", require.resolve("tsx/cjs")];
const LOADED_LIST = "SLIPWAY_BENCH_LOADED";

/** A preview ends with 1 where a rule is broken, which is none of our business here. */
const PREVIEWED = [0, 1];

/** A whole preview as somebody runs it, against a process that only loads the same modules of the SDK, in turn. */
async function network(stack: string, runs: number) {
    const out = mkdtempSync(join(tmpdir(), "slipway-bench-"));
    const preview = ["cli/slipway.js", "preview", stack, "--out", out];
    const list = join(out, "loaded.json");
    process.env[LOADED_LIST] = list;
    await measure(["--require", join(__dirname, "loaded.js"), ...preview], ROOT, PREVIEWED);
    const pairs: { floor: Measured; preview: Measured }[] = [];
    for (let run = 0; run < runs; run++) {
        const floor = await measure([join(__dirname, "floor.js"), list], ROOT);
        pairs.push({ floor, preview: await measure(preview, ROOT, PREVIEWED) });
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
        changeReportMs: comparing(plan, runs),
        ...(await policiesOf(plan, runs)),
    };
}

const policiesOf = async (plan: Plan, runs: number) => ({
    policyMsPerResource: policyCost(plan, runs),
    policyPack: await besideNaive(plan, runs),
});

/** Judging a plan, the first time included: a preview judges once. */
function policyCost(plan: Plan, runs: number): number {
    const times = Array.from({ length: runs }, () => {
        const start = performance.now();
        judgePlan(plan, "");
        return performance.now() - start;
    });
    return round(median(times) / plan.resources.length, 4);
}

/** How time and memory grow with the number of resources. */
async function growth(few: number, many: number, runs: number) {
    const times: Record<number, number[]> = { [few]: [], [many]: [] };
    const peaks: number[] = [];
    for (let run = 0; run < runs; run++) {
        for (const count of [few, many]) {
            const { output, megabytes } = await measure(
                [...LOADED, join(__dirname, "synthetic.ts"), String(count)],
                ROOT,
            );
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
    const { values } = parseArgs({
        options: { runs: { type: "string", default: "5" }, only: { type: "string", default: "all" } },
    });
    const runs = Number(values.runs);
    const all = values.only !== "policies";
    const networks: Record<string, unknown> = {};
    for (const stack of stacksOf(ROOT))
        networks[stack] = all
            ? await network(stack, runs)
            : await policiesOf(await declare({ directory: ROOT, stack }), runs);
    const policies = { judged: [1_000, 10_000].map((count) => atScale(count, runs)), pack: await packStart(runs) };
    const machine = { node: process.version, cores: availableParallelism() };
    const others = all ? { synthetic: await growth(1_000, 10_000, runs), reach: proving(runs) } : {};
    const measured = { machine, runs, networks, policies, ...others };
    process.stdout.write(`${JSON.stringify(measured, null, 4)}\n`);
}

main();
