// Measures our preview against the engine's, of the same stack with the same policies, and what an update costs. Prints
// one JSON document. `npm run bench:sandbox -- --runs 3 --stack testnet` measures another stack, more often;
// `--only preview` leaves out the update.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { version } from "@pulumi/kubernetes/package.json";
import { Pulumi } from "../governance/pulumi";
import { environment } from "../sandbox/engine/environment";
import { Network } from "../sandbox/network";
import { MemoryStandIn } from "../sandbox/providers/memory";
import { attached, serve } from "../sandbox/providers/protocol";
import { tool } from "../sandbox/tools/find";
import { watchFamily } from "./family";
import { measure, median, round } from "./measure";

const ROOT = join(__dirname, "..");

/** Ours ends with 1 where a rule is broken, which is none of our business here. */
const PREVIEWED = [0, 1];

type Memory = Record<string, number>;

/** The two previews in turn, so that whatever else the machine does is the same for both. */
async function previews(stack: string, runs: number, scratch: string) {
    const network = await Network.start({ name: stack, project: ROOT, directory: join(scratch, stack), bare: true });
    const pairs: { ours: number; theirs: number }[] = [];
    const memory: Memory = {};
    try {
        for (let run = 0; run < runs; run++) {
            const out = join(scratch, "out");
            const ours = await measure(["cli/slipway.js", "preview", stack, "--out", out], ROOT, PREVIEWED);
            most(memory, { slipway: round(ours.megabytes) });
            const { milliseconds, peaks } = await timed((started) =>
                network.must(["preview", "--policy-pack", "policies"], { started }),
            );
            most(memory, peaks);
            pairs.push({ ours: ours.milliseconds, theirs: milliseconds });
        }
    } finally {
        await network.stop();
    }
    return {
        stack,
        resources: network.declared.plan.resources.length,
        slipwayMs: round(median(pairs.map(({ ours }) => ours))),
        pulumiMs: round(median(pairs.map(({ theirs }) => theirs))),
        ratio: round(median(pairs.map(({ ours, theirs }) => theirs / ours)), 1),
        peakMb: memory,
    };
}

/** An update of so many resources that a stand-in answers at once, so that the engine alone is measured. */
async function update(count: number, scratch: string) {
    const directory = join(scratch, "update");
    const project = join(directory, "project");
    mkdirSync(project, { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(project, "node_modules"));
    writeFileSync(join(project, "Pulumi.yaml"), "name: bench\nruntime: nodejs\nmain: index.js\n");
    writeFileSync(join(project, "package.json"), '{ "name": "bench", "main": "index.js" }\n');
    writeFileSync(join(project, "index.js"), program(count));
    const serving = await serve(new MemoryStandIn({ name: "kubernetes", version }));
    try {
        const env = environment({ directory, cli: tool("pulumi"), providers: attached([serving]) });
        const pulumi = new Pulumi({ directory: project, stack: "dev", cli: tool("pulumi"), env });
        const must = async (args: readonly string[], started?: (pid: number) => void) => {
            const { code, stdout } = await pulumi.run(args, { ...(started && { started }) });
            if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${stdout}`);
        };
        await must(["stack", "init", "--no-select"]);
        const { milliseconds, peaks } = await timed((started) => must(["up", "--yes", "--skip-preview"], started));
        const again = await timed((started) => must(["up", "--yes", "--skip-preview"], started));
        return {
            resources: count,
            upMs: round(milliseconds),
            msPerResource: round(milliseconds / count, 2),
            againMs: round(again.milliseconds),
            peakMb: peaks,
        };
    } finally {
        await serving.stop();
    }
}

const program = (count: number) => `
const { Provider, core } = require("@pulumi/kubernetes");
const provider = new Provider("bench", { kubeconfig: "{}" });
for (let i = 0; i < ${count}; i++) {
    const metadata = { name: "map-" + i, namespace: "default" };
    new core.v1.ConfigMap("map-" + i, { metadata, data: { number: String(i) } }, { provider });
}
`;

async function timed(run: (started: (pid: number) => void) => Promise<unknown>) {
    let stop: () => Memory = () => ({});
    const start = performance.now();
    await run((pid) => {
        stop = watchFamily(pid);
    }).finally(() => stop());
    return { milliseconds: performance.now() - start, peaks: stop() };
}

function most(memory: Memory, peaks: Memory): void {
    for (const [name, megabytes] of Object.entries(peaks)) memory[name] = Math.max(memory[name] ?? 0, megabytes);
}

async function main(): Promise<void> {
    const options = {
        runs: { type: "string", default: "1" },
        stack: { type: "string", default: "mainnet" },
        only: { type: "string" },
    } as const;
    const { values } = parseArgs({ options });
    const scratch = mkdtempSync(join(tmpdir(), "slipway-bench-sandbox-"));
    try {
        const machine = { node: process.version, cores: availableParallelism() };
        const preview = await previews(values.stack, Number(values.runs), scratch);
        const up = values.only !== "preview" && { up: await update(1_000, scratch) };
        process.stdout.write(`${JSON.stringify({ machine, runs: Number(values.runs), preview, ...up }, null, 4)}\n`);
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
}

main();
