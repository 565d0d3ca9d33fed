import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { ROOT } from "./stack";

const COMMAND = join(ROOT, "cli/slipway.js");

/** Runs the command as a person would, without any cloud or cluster configuration around. */
export function slipway(args: string[], { cwd = ROOT, input = "" } = {}) {
    return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
        const env = { PATH: process.env.PATH ?? "", HOME: join(tmpdir(), "nobody"), NO_COLOR: "1" };
        const child = execFile(
            process.execPath,
            [COMMAND, ...args],
            { cwd, env, maxBuffer: 64 * 1024 * 1024 },
            (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
        );
        child.stdin?.end(input);
    });
}

/** A folder for the tests of one file, gone when they are over. */
export function scratch(): string {
    const folder = mkdtempSync(join(tmpdir(), "slipway-cli-"));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
}

/** A copy of the project whose files a test may change. */
export function copy(project: string, changes: Record<string, (text: string) => string>): string {
    const stackFiles = readdirSync(ROOT).filter((file) => /^Pulumi\..*yaml$/.test(file));
    for (const part of ["components", "systems", "index.ts", "package.json", "tsconfig.json", ...stackFiles])
        cpSync(join(ROOT, part), join(project, part), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(project, "node_modules"));
    for (const [file, change] of Object.entries(changes)) {
        const before = readFileSync(join(project, file), "utf8");
        expect(change(before), `${file} is changed`).not.toBe(before);
        writeFileSync(join(project, file), change(before));
    }
    return project;
}
