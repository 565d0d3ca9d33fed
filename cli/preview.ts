import { relative } from "node:path";
import { Beside } from "../preview/beside";
import { type DeclareOptions, declare } from "../preview/capture";
import type { Baseline } from "../preview/changes/changes";
import type { Difference } from "../preview/worlds";
import { allowance } from "./exceptions";
import { writeTogether } from "./files";
import { status } from "./status";

/** Loads what only an option asks for. */
const load = <Module>(path: string): Module => require(path);

interface Options {
    out?: string;
    against?: string;
    twice?: boolean;
    parallel?: number;
    json?: boolean;
}

/** `slipway preview`: nothing is written unless everything could be. */
export async function preview(stack: string, options: Options): Promise<void> {
    const directory = process.cwd();
    const declaration = { directory, stack, ...(options.parallel && { parallel: options.parallel }) };
    const against = options.against ? await baseline(options.against, declaration) : undefined;

    const forms = { files: options.out !== undefined, json: options.json ?? false };
    const beside = new Beside({ ...forms, ...allowance(directory), ...(against && { against }) });
    const line = status(`declaring ${stack}`);
    const { progress } = line;
    const plan = await declare({ ...declaration, progress, declared: beside.take }).finally(line.end);
    if (options.twice) {
        const { declaredTwice } = load<typeof import("../preview/worlds")>("../preview/worlds");
        const second = status(`declaring ${stack} again in another world`);
        const differences = await declaredTwice(plan, declaration).finally(second.end);
        if (differences.length > 0) return refuse(stack, differences);
    }

    const { files, summary, stale, blocked } = await beside.shown(plan);
    if (options.out) writeTogether(options.out, files);
    process.stdout.write(summary);
    if (options.out && !options.json) {
        const folder = relative(directory, options.out) || ".";
        process.stdout.write(`\nWritten to ${folder}: ${Object.keys(files).join(", ")}\n`);
    }
    if (stale !== undefined) process.stderr.write(`${stale}\n`);
    process.exitCode = blocked ? 1 : 0;
}

function baseline(name: string, declaration: DeclareOptions): Promise<Baseline> {
    const { readBaseline } = load<typeof import("./baseline")>("./baseline");
    const line = status(`reading ${name}`);
    return readBaseline(name, { ...declaration, progress: line.progress }).finally(line.end);
}

function refuse(stack: string, differences: readonly Difference[]): void {
    const lines = differences.map(({ urn, path, first, second }) => `  ${urn} ${path}: ${first}, then ${second}`);
    process.stderr.write(
        `${stack} is not the same twice; a plan must depend on the commit alone, not on clock, chance or environment:\n` +
            `${lines.join("\n")}\n`,
    );
    process.exitCode = 1;
}
