import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes all files of a preview or none: each is complete under another name before the first takes its place. */
export function writeTogether(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
    mkdirSync(folder, { recursive: true });
    const draft = (name: string) => join(folder, `.${name}.${process.pid}.draft`);
    try {
        for (const [name, text] of Object.entries(files)) writeFileSync(draft(name), text);
        for (const name of Object.keys(files)) renameSync(draft(name), join(folder, name));
    } finally {
        for (const name of Object.keys(files)) rmSync(draft(name), { force: true });
    }
}
