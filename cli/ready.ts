import { readFileSync } from "node:fs";
import { join } from "node:path";
import { APPROVERS } from "../governance/approvers";
import { approversReady } from "../governance/ready";
import { sshsig } from "../governance/ssh/sshsig";
import { ready as readyOf, summed } from "../preview/ready/ready";
import { renderReady } from "../preview/ready/text";
import { status } from "./status";

/** `slipway ready`: what still stands between a stack file and a launch. */
export async function ready(stack: string, options: { json?: boolean; all?: boolean }): Promise<void> {
    const line = status(`declaring ${stack}`);
    const directory = process.cwd();
    const today = new Date().toISOString().slice(0, 10);
    const { progress } = line;
    const { groups } = await readyOf({ directory, stack, today, progress }).finally(line.end);
    const approvers = textOf(join(directory, APPROVERS));
    const governed = approvers === undefined ? [] : [approversReady(approvers, stack, sshsig)];
    const found = summed(stack, [...governed, ...groups]);
    process.stdout.write(
        options.json ? `${JSON.stringify(found, null, 2)}\n` : renderReady(found, options.all ?? false),
    );
    process.exitCode = found.standing > 0 ? 1 : 0;
}

/** A project whose changes nobody has to approve has no such file. */
function textOf(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}
