import { ready as readyOf } from "../preview/ready/ready";
import { renderReady } from "../preview/ready/text";
import { status } from "./status";

/** `slipway ready`: what still stands between a stack file and a launch. */
export async function ready(stack: string, options: { json?: boolean; all?: boolean }): Promise<void> {
    const line = status(`declaring ${stack}`);
    const today = new Date().toISOString().slice(0, 10);
    const { progress } = line;
    const found = await readyOf({ directory: process.cwd(), stack, today, progress }).finally(line.end);
    process.stdout.write(
        options.json ? `${JSON.stringify(found, null, 2)}\n` : renderReady(found, options.all ?? false),
    );
    process.exitCode = found.standing > 0 ? 1 : 0;
}
