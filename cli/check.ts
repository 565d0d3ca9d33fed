import { readdirSync } from "node:fs";
import { PreviewError } from "../preview/failure";
import { judgeStack } from "../preview/preview";
import { allowance } from "./exceptions";
import type { Checked, Format } from "./formats";
import { formats } from "./formats";
import { status } from "./status";

/** `slipway check`: the policies over one stack after the other. */
export async function check(stacks: string[], { format }: { format: Format }): Promise<void> {
    const directory = process.cwd();
    const checked: Checked[] = [];
    const allowed = allowance(directory);
    for (const stack of stacks.length > 0 ? stacks : stacksOf(directory)) {
        const line = status(`checking ${stack}`);
        const { progress } = line;
        const { plan, verdicts } = await judgeStack({ directory, stack, progress, ...allowed }).finally(line.end);
        checked.push({ stack, resources: plan.resources.length, verdicts });
    }
    process.stdout.write(formats[format](checked));
    process.exitCode = checked.some(({ verdicts }) => verdicts.blocked) ? 1 : 0;
}

function stacksOf(directory: string): string[] {
    const stacks = readdirSync(directory).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
    if (stacks.length === 0)
        throw new PreviewError(`${directory} has no Pulumi.<stack>.yaml; run this in a project's folder`, "usage");
    return stacks.sort();
}
