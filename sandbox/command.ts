import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..");

/** What a command came to. */
export interface Ran {
    code: number;
    stdout: string;
    stderr: string;
}

/** Runs the command as a person would, without any cloud or cluster configuration around. */
export function slipway(
    args: readonly string[],
    { cwd = ROOT, input = "", path = process.env.PATH ?? "" } = {},
): Promise<Ran> {
    return new Promise((resolve) => {
        const env = { PATH: path, HOME: join(tmpdir(), "nobody"), NO_COLOR: "1" };
        const child = execFile(
            process.execPath,
            [join(ROOT, "cli/slipway.js"), ...args],
            { cwd, env, maxBuffer: 64 * 1024 * 1024 },
            (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
        );
        child.stdin?.end(input);
    });
}
