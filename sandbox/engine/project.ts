import { copyFileSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/** Of no use to a program, or a stack file: the CLI writes into it. */
const LEFT_OUT = /^(\..*|out|Pulumi\..+\.yaml)$/;

/**
 * The project as the CLI sees it: links to the files as they are, and a copy of the stack file, into which the CLI
 * writes a salt for its passphrase.
 */
export function linkProject(project: string, stack: string, folder: string): void {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(project)) {
        if (!LEFT_OUT.test(name)) symlinkSync(join(project, name), join(folder, name));
    }
    const file = `Pulumi.${stack}.yaml`;
    copyFileSync(join(project, file), join(folder, file));
}
