import { relative } from "node:path";
import type { DeclareOptions } from "../preview/capture";
import type { Baseline } from "../preview/changes/changes";
import { staleness } from "../preview/cost/cost";
import type { Preview } from "../preview/preview";
import { preview as declareAndJudge, previewFiles } from "../preview/preview";
import { renderSummary } from "../preview/report/summary";
import { sections } from "../preview/risk/groups";
import { declaredTwice } from "../preview/worlds";
import { readBaseline } from "./baseline";
import { allowance } from "./exceptions";
import { writeTogether } from "./files";
import { status } from "./status";

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

    const line = status(`declaring ${stack}`);
    const { progress } = line;
    const result = await declareAndJudge({
        ...declaration,
        ...allowance(directory),
        progress,
        ...(against && { against }),
    }).finally(line.end);
    if (options.twice) {
        const second = status(`declaring ${stack} again in another world`);
        const differences = await declaredTwice(result.plan, declaration).finally(second.end);
        if (differences.length > 0) return refuse(stack, differences);
    }

    const files = options.out ? previewFiles(result) : {};
    if (options.out) writeTogether(options.out, files);
    process.stdout.write(options.json ? summaryJson(result) : renderSummary(result.report));
    if (options.out && !options.json) {
        const folder = relative(directory, options.out) || ".";
        process.stdout.write(`\nWritten to ${folder}: ${Object.keys(files).join(", ")}\n`);
    }
    const stale = staleness(new Date().toISOString().slice(0, 10));
    if (stale !== undefined) process.stderr.write(`${stale}\n`);
    process.exitCode = result.verdicts.blocked ? 1 : 0;
}

function baseline(name: string, declaration: DeclareOptions): Promise<Baseline> {
    const line = status(`reading ${name}`);
    return readBaseline(name, { ...declaration, progress: line.progress }).finally(line.end);
}

function refuse(stack: string, differences: Awaited<ReturnType<typeof declaredTwice>>): void {
    const lines = differences.map(({ urn, path, first, second }) => `  ${urn} ${path}: ${first}, then ${second}`);
    process.stderr.write(
        `${stack} is not the same twice; a plan must depend on the commit alone, not on clock, chance or environment:\n` +
            `${lines.join("\n")}\n`,
    );
    process.exitCode = 1;
}

const summaryJson = ({ plan, digest, verdicts, report }: Preview) =>
    `${JSON.stringify(
        {
            stack: plan.stack,
            digest,
            resources: plan.resources.length,
            blocked: verdicts.blocked,
            violations: verdicts.violations,
            advisory: verdicts.advisory,
            undetermined: verdicts.undetermined,
            risk: sections(report.risk.lines).map(({ id, resources }) => ({ class: id, resources })),
            approvals: report.risk.approvals,
        },
        null,
        2,
    )}\n`;
