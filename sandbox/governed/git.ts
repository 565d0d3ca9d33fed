import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

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

/** Starts the branch of the ledger, with nothing on it. */
export function startLedger(directory: string): void {
    const empty = git(directory, ["mktree"]);
    git(directory, ["branch", "ledger", git(directory, ["commit-tree", empty, "-m", "Start the ledger"])]);
}
