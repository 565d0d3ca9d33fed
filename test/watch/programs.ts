import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether a program is not on the path; says so once, because what needs it is then skipped. */
export function missing(program: string): boolean {
    const absent = spawnSync(program, ["--version"]).error !== undefined;
    if (absent) console.warn(`${program} is not installed: what it would judge is not judged`);
    return absent;
}

/** Runs a program over files of ours in a folder of its own; what it prints, and whether it was content. */
export function run(
    program: string,
    args: readonly string[],
    files: Readonly<Record<string, string>>,
): { stdout: string; output: string; passed: boolean } {
    const folder = mkdtempSync(join(tmpdir(), "slipway-watch-"));
    try {
        for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
        const { stdout, stderr, status } = spawnSync(program, args, { cwd: folder, encoding: "utf8" });
        return { stdout, output: stdout + stderr, passed: status === 0 };
    } finally {
        rmSync(folder, { recursive: true });
    }
}
