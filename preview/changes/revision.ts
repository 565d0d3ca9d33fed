import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readExceptions } from "../allowance";
import { type DeclareOptions, declare } from "../capture";
import { PreviewError } from "../failure";
import type { Baseline } from "./changes";

/** The commit that a name means in the repository of a project; undefined if it means none. */
export function commitOf(revision: string, directory: string): string | undefined {
    try {
        return git(directory, "rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`).trim();
    } catch {
        return undefined;
    }
}

/**
 * Declares a stack as the program of a commit does: in a worktree of its own, beside the checkout, that is gone
 * afterwards whatever happens. The packages are those of the checkout, so the commit must want the same.
 */
export async function declareRevision(revision: string, options: DeclareOptions): Promise<Baseline> {
    const directory = realpathSync(options.directory);
    const commit = commitOf(revision, directory);
    if (commit === undefined) throw new PreviewError(`${revision} is no commit of this repository`, "usage");
    const inside = git(directory, "rev-parse", "--show-prefix").trim();
    refuseOtherPackages(revision, commit, inside, directory, options.stack);

    const folder = mkdtempSync(join(tmpdir(), "slipway-"));
    const tree = join(folder, "tree");
    const remove = onEveryEnd(() => {
        rmSync(folder, { recursive: true, force: true });
        git(directory, "worktree", "prune");
    });
    try {
        // A hook of the repository is no part of what is compared.
        git(directory, "-c", "core.hooksPath=/dev/null", "worktree", "add", "--quiet", "--detach", tree, commit);
        symlinkSync(realpathSync(join(directory, "node_modules")), join(tree, inside, "node_modules"), "dir");
        const plan = await declare({ ...options, directory: join(tree, inside) });
        const exceptions = readExceptions(join(tree, inside));
        return { name: revision, plan, kind: "plan", ...(exceptions !== undefined && { exceptions }) };
    } catch (error) {
        if (!(error instanceof Error)) throw error;
        throw new PreviewError(`${revision} (${commit.slice(0, 12)}) cannot be declared: ${error.message}`, "usage", {
            cause: error,
        });
    } finally {
        remove();
    }
}

function refuseOtherPackages(revision: string, commit: string, inside: string, directory: string, stack: string): void {
    const lock = join(directory, "package-lock.json");
    const now = existsSync(lock) ? readFileSync(lock, "utf8") : "";
    let then = "";
    try {
        then = git(directory, "show", `${commit}:${inside}package-lock.json`);
    } catch {
        // The commit has none.
    }
    if (now === then && existsSync(join(directory, "node_modules"))) return;
    throw new PreviewError(
        `${revision} has other packages than this checkout (package-lock.json differs), so its program cannot run ` +
            `with these; check it out elsewhere, run npm ci and npx slipway preview ${stack} --out <folder> there, ` +
            "and compare with --against <folder>/plan.json",
        "usage",
    );
}

/** Does something once: when asked, when the process ends, or when somebody stops it. */
function onEveryEnd(work: () => void): () => void {
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    const once = () => {
        process.removeListener("exit", once);
        for (const signal of signals) process.removeListener(signal, stopped);
        work();
    };
    const stopped = (signal: NodeJS.Signals) => {
        once();
        // Without our listener the signal does what it always does.
        process.kill(process.pid, signal);
    };
    process.once("exit", once);
    for (const signal of signals) process.once(signal, stopped);
    return once;
}

/** Git on this repository alone: inside a hook the environment would lead it to another one. */
function git(directory: string, ...args: string[]): string {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
    return execFileSync("git", args, { cwd: directory, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
