import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { ROOT } from "../stack";

/** A folder for the tests of one file, gone when they are over. */
export function scratch(): string {
    const folder = mkdtempSync(join(tmpdir(), "slipway-governance-"));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
}

/** Runs Git as one person, whatever the machine's own settings are. */
export function git(directory: string, args: string[], email = "author@example.com"): string {
    const who = ["AUTHOR", "COMMITTER"].flatMap((role) => [
        [`GIT_${role}_NAME`, email],
        [`GIT_${role}_EMAIL`, email],
    ]);
    const env = { PATH: process.env.PATH, HOME: directory, GIT_CONFIG_NOSYSTEM: "1", ...Object.fromEntries(who) };
    return execFileSync("git", args, { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] })
        .toString()
        .trim();
}

export function write(directory: string, files: Record<string, string>): void {
    for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeFileSync(join(directory, path), text);
    }
}

/** Commits files and gives the commit's id. */
export function commit(directory: string, files: Record<string, string>, email?: string): string {
    write(directory, files);
    git(directory, ["add", "--all"]);
    git(directory, ["commit", "--quiet", "--allow-empty", "-m", "Change"], email);
    return git(directory, ["rev-parse", "HEAD"]);
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
    const empty = execFileSync("git", ["mktree"], { cwd: directory, input: "" }).toString().trim();
    const ledger = git(directory, ["commit-tree", empty, "-m", "Start the ledger"]);
    git(directory, ["branch", "ledger", ledger]);
    return { directory, base };
}
