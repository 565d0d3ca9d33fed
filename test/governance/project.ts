import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { commit, git, startLedger, write } from "../../sandbox/governed/git";
import { ROOT } from "../stack";

export { commit, git, startLedger, write };

/** A folder for the tests of one file, gone when they are over. */
export function scratch(): string {
    const folder = mkdtempSync(join(tmpdir(), "slipway-governance-"));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
}

/** A program of one resource, which the stack file names. */
const PROGRAM = `import * as pulumi from "@pulumi/pulumi";
const greeting = new pulumi.Config("small").require("greeting");
new pulumi.CustomResource("kubernetes:core/v1:ConfigMap", "greeting", {
    metadata: { name: "greeting", namespace: "greetings" },
    data: { greeting },
});
`;

export const stackFile = (network: string, greeting: string) =>
    `config:\n    small:network: ${network}\n    small:greeting: ${greeting}\n`;

/** A project in a repository of its own, with a first commit and an empty ledger. */
export function project(directory: string, approvers: string): { directory: string; base: string } {
    mkdirSync(directory, { recursive: true });
    git(directory, ["init", "--quiet", "--initial-branch", "main"]);
    copyFileSync(join(ROOT, "package-lock.json"), join(directory, "package-lock.json"));
    symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
    const base = commit(directory, {
        ".gitignore": "node_modules\nout/\n",
        "Pulumi.yaml": "name: small\nruntime: nodejs\n",
        "Pulumi.mainnet.yaml": stackFile("mainnet", "hello"),
        "Pulumi.testnet.yaml": stackFile("testnet", "hello"),
        "package.json": '{ "main": "index.ts" }',
        "index.ts": PROGRAM,
        "governance/approvers.yaml": approvers,
    });
    startLedger(directory);
    return { directory, base };
}
