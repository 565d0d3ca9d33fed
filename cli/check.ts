import type { Verdict } from "../policies/rule";
import type { DeclareOptions } from "../preview/capture";
import { PreviewError } from "../preview/failure";
import { judgedBefore } from "../preview/review";
import { type Allowance, against } from "../preview/verdicts";
import { readBaseline } from "./baseline";
import { allowance } from "./exceptions";
import type { Checked, Format } from "./formats";
import { formats } from "./formats";
import { ofManifests, ofStacks, ofState } from "./inputs";
import { status } from "./status";

interface Options {
    format: Format;
    yaml?: string;
    state?: string;
    against?: string;
}

/** `slipway check`: the policies over stacks, a state that was exported, or manifests. */
export async function check(stacks: string[], { format, ...options }: Options): Promise<void> {
    const checked = await read(stacks, options);
    process.stdout.write(formats[format](checked));
    process.exitCode = checked.some(({ verdicts }) => verdicts.blocked) ? 1 : 0;
}

async function read(stacks: string[], { yaml, state, against: baseline }: Omit<Options, "format">): Promise<Checked[]> {
    const directory = process.cwd();
    const allowed = allowance(directory).allowance;
    if (yaml !== undefined) {
        if (stacks.length > 1) throw new PreviewError("--yaml is judged for one stack; name one or none", "usage");
        return [ofManifests(yaml, stacks[0], allowed)];
    }
    if (state !== undefined && stacks.length > 0)
        throw new PreviewError("--state says itself which stack it is of; name none beside it", "usage");
    const checked = state === undefined ? await ofStacks(stacks, directory, allowed) : [ofState(state, allowed)];
    if (baseline === undefined) return checked;
    const compared: Checked[] = [];
    for (const one of checked)
        compared.push({
            ...one,
            verdicts: against(one.verdicts, await baselineVerdicts(baseline, { directory, stack: one.stack }, allowed)),
        });
    return compared;
}

/** What the rules found before, under the exceptions of then where they are known. */
async function baselineVerdicts(
    name: string,
    options: DeclareOptions,
    allowance: Allowance | undefined,
): Promise<readonly Verdict[]> {
    const line = status(`reading ${name}`);
    const baseline = await readBaseline(name, { ...options, progress: line.progress }).finally(line.end);
    const { stack } = baseline.plan;
    if (stack !== options.stack)
        throw new PreviewError(`${name} is of the stack ${stack}, not of ${options.stack}`, "usage");
    return judgedBefore(baseline, allowance);
}
