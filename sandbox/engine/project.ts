import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { readProject } from "../../preview/stack-file";

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

/** Leaves one system in the CLI's stack file, as an operator who takes the others' blocks out, and the edge's. */
export function pare(folder: string, stack: string, only: string): void {
    const file = join(folder, `Pulumi.${stack}.yaml`);
    const project = readProject(folder).name;
    const document = parseDocument(readFileSync(file, "utf8"));
    const block = (key: string) => ["config", `${project}:${key}`];
    const system = document.getIn([...block("systems"), only]);
    if (system === undefined) throw new Error(`${file} has no system "${only}"`);
    document.setIn(block("systems"), { [only]: system });
    document.deleteIn(block("edge"));
    writeFileSync(file, document.toString());
}
