import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digest } from "../preview/canonical";
import { Refusal } from "./refusal";

/** A file of a commit. */
export interface Entry {
    /** Git's mode: 100644, 100755, 120000 for a link. */
    mode: string;
    path: string;
    content: Buffer;
}

/** The repository that a project is in. Nothing here but `advance` changes a branch; nothing changes index or working tree. */
export class Repository {
    readonly directory: string;

    constructor(directory: string) {
        this.directory = directory;
        const top = this.try("rev-parse", "--show-prefix");
        if (top === undefined) throw new Refusal(`${directory} is not a Git repository; run this in a clone`);
        if (top.trim() !== "") throw new Refusal(`${directory} is not the top of its repository; run this there`);
        // Who wrote what lies beyond the cut would not be seen.
        if (this.try("rev-parse", "--is-shallow-repository")?.trim() !== "false")
            throw new Refusal(`${directory} has no full history; run git fetch --unshallow first`);
    }

    /** The full id of a commit; undefined if it is not here. */
    find(revision: string): string | undefined {
        return this.try("rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`)?.trim();
    }

    /** The full id of a commit that must be here. */
    commit(revision: string): string {
        const id = this.find(revision);
        if (id === undefined) throw new Refusal(`there is no commit ${revision} here; fetch it, with its history`);
        return id;
    }

    tree(commit: string): string {
        return this.run(["rev-parse", "--verify", `${commit}^{tree}`])
            .toString()
            .trim();
    }

    /** The day on which a commit was made, in UTC, such as `2026-11-21`. */
    day(commit: string): string {
        const seconds = Number(this.run(["show", "-s", "--format=%ct", commit]).toString());
        return new Date(seconds * 1000).toISOString().slice(0, 10);
    }

    /** Whether a commit is another one, or comes after it. */
    contains(commit: string, earlier: string): boolean {
        return this.try("merge-base", "--is-ancestor", earlier, commit) !== undefined;
    }

    /** E-mail addresses, in lower case, of who wrote, committed or helped to write what came after a base. */
    authors(base: string, commit: string): string[] {
        const format = "%x00%ae%n%ce%n%(trailers:key=Co-authored-by,valueonly)";
        const commits = this.run(["log", "--no-mailmap", `--format=${format}`, `${base}..${commit}`]).toString();
        const emails = commits
            .split("\0")
            .slice(1)
            .flatMap((lines) => {
                const [author = "", committer = "", ...helpers] = lines.split("\n").map((line) => line.trim());
                return [
                    author,
                    committer,
                    ...helpers.filter(Boolean).map((line) => /<([^<>]*)>$/.exec(line)?.[1] ?? line),
                ];
            });
        return [...new Set(emails.map((email) => email.toLowerCase() || "nobody named"))].sort();
    }

    /** Text of a file of a commit. */
    read(commit: string, path: string): string | undefined {
        return this.try("cat-file", "blob", `${commit}:${path}`);
    }

    /** All files of a commit, below a folder if one is named. */
    files(commit: string, folder?: string): Entry[] {
        const listed = this.run(["ls-tree", "-r", "-z", commit, ...(folder ? [`${folder}/`] : [])])
            .toString()
            .split("\0");
        const entries = listed.filter(Boolean).map((line) => {
            const [, mode = "", type, id = "", path = ""] = /^(\d+) (\w+) (\w+)\t(.*)$/s.exec(line) ?? [];
            if (type !== "blob")
                throw new Refusal(`${path} is a submodule, which a bundle does not bind; take it in as files`);
            return { mode, id, path };
        });
        const contents = this.blobs(entries.map(({ id }) => id));
        return entries.map(({ mode, path }, index) => ({ mode, path, content: contents[index] as Buffer }));
    }

    /** Files that neither the commit knows nor a .gitignore of the project covers. */
    strangers(): string[] {
        const listed = this.run([
            "ls-files",
            "-z",
            "--others",
            "--exclude-per-directory=.gitignore",
            "--directory",
            "--no-empty-directory",
        ]);
        // Packages are held against the lockfile instead; as a link they escape `node_modules/` in a .gitignore.
        return listed
            .toString()
            .split("\0")
            .filter((path) => path !== "" && path.replace(/\/$/, "") !== "node_modules");
    }

    /** Writes the files of a commit into a new folder, runs some work there, and takes the folder away again. */
    async checkedOut<T>(commit: string, work: (folder: string) => Promise<T>): Promise<T> {
        const scratch = mkdtempSync(join(tmpdir(), "slipway-"));
        try {
            // By an index of its own: no hook runs and nothing of the repository changes.
            const env = { GIT_INDEX_FILE: join(scratch, "index") };
            this.run(["read-tree", commit], { env });
            const folder = join(scratch, "tree");
            this.run(["checkout-index", "--all", `--prefix=${folder}/`], { env });
            return await work(folder);
        } finally {
            rmSync(scratch, { recursive: true, force: true });
        }
    }

    /** Makes a commit that adds one file to another commit, and moves no branch. */
    commitOnto(parent: string, path: string, text: string, message: string, at: Date): string {
        const scratch = mkdtempSync(join(tmpdir(), "slipway-"));
        try {
            const env = { GIT_INDEX_FILE: join(scratch, "index") };
            this.run(["read-tree", parent], { env });
            const blob = this.run(["hash-object", "-w", "--stdin"], { input: text }).toString().trim();
            this.run(["update-index", "--add", "--cacheinfo", `100644,${blob},${path}`], { env });
            const tree = this.run(["write-tree"], { env }).toString().trim();
            const date = `${Math.floor(at.getTime() / 1000)} +0000`;
            const who = { NAME: "slipway", EMAIL: "slipway@localhost", DATE: date };
            const identity = ["AUTHOR", "COMMITTER"].flatMap((role) =>
                Object.entries(who).map(([key, value]) => [`GIT_${role}_${key}`, value]),
            );
            const made = { env: Object.fromEntries(identity) };
            return this.run(["commit-tree", "--no-gpg-sign", tree, "-p", parent, "-m", message], made)
                .toString()
                .trim();
        } finally {
            rmSync(scratch, { recursive: true, force: true });
        }
    }

    /**
     * Moves a branch from the commit that it is at here to the next one, in the repository that it belongs to: `origin/x`
     * there, `x` here. False if it is somewhere else by now; then nothing has happened.
     */
    advance(branch: string, next: string): boolean {
        const [remote = "", ...rest] = branch.split("/");
        const now = this.commit(branch);
        if (!this.run(["remote"]).toString().split("\n").includes(remote))
            return this.try("update-ref", `refs/heads/${branch}`, next, now) !== undefined;
        const there = `refs/heads/${rest.join("/")}`;
        const pushed = this.try(
            ...["-c", "core.hooksPath=/dev/null", "push", "--quiet", "--atomic"],
            ...[`--force-with-lease=${there}:${now}`, remote, `${next}:${there}`],
        );
        if (pushed !== undefined) {
            this.run(["update-ref", `refs/remotes/${branch}`, next]);
            return true;
        }
        const found = this.try("ls-remote", remote, there)?.split("\t")[0];
        // The answer to a push that was taken can be lost.
        if (found === next) return true;
        if (found !== undefined && found !== now) return false;
        throw new Refusal(`${remote} does not take ${there}; see that it can be reached and written to`);
    }

    /** Fetches a branch of a remote again; one that is only here is as it is. */
    refresh(branch: string): void {
        const [remote = "", ...rest] = branch.split("/");
        if (rest.length === 0) return;
        this.try("fetch", "--quiet", "--no-tags", remote, `+refs/heads/${rest.join("/")}:refs/remotes/${branch}`);
    }

    private blobs(ids: readonly string[]): Buffer[] {
        if (ids.length === 0) return [];
        const out = this.run(["cat-file", "--batch"], { input: `${ids.join("\n")}\n` });
        let at = 0;
        return ids.map(() => {
            const head = out.indexOf("\n", at);
            const size = Number(out.subarray(at, head).toString().split(" ")[2]);
            at = head + 1 + size + 1;
            return out.subarray(head + 1, head + 1 + size);
        });
    }

    private try(...args: string[]): string | undefined {
        try {
            return this.run(args).toString();
        } catch {
            return undefined;
        }
    }

    private run(args: string[], { env = {}, input = "" }: { env?: NodeJS.ProcessEnv; input?: string } = {}): Buffer {
        return execFileSync("git", args, {
            cwd: this.directory,
            // A replacement would show another commit under an approved one's id.
            env: { ...process.env, GIT_NO_REPLACE_OBJECTS: "1", LC_ALL: "C", ...env },
            maxBuffer: 1024 * 1024 * 1024,
            stdio: ["pipe", "pipe", "pipe"],
            input,
        });
    }
}

/** One digest of many files: of names, modes and contents, whatever the order. */
export function contentDigest(files: readonly Entry[]): string {
    const line = ({ mode, path, content }: Entry) => [path, mode, digest(content)] as const;
    return digest(JSON.stringify(files.map(line).sort(([a], [b]) => (a < b ? -1 : 1))));
}
