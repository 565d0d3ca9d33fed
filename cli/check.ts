import { PreviewError } from "../preview/failure";
import { against } from "../preview/verdicts";
import { baselineVerdicts } from "./baseline";
import { allowance } from "./exceptions";
import type { Checked, Format } from "./formats";
import { formats } from "./formats";
import { ofManifests, ofStacks, ofState } from "./inputs";

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
