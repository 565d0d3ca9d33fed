import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { ROOT } from "./stack";

export { slipway } from "../sandbox/command";

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
