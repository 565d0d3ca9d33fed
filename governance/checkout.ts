import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { Entry, Repository } from "./git";
import { Refusal } from "./refusal";

/** How many files a message names. */
const NAMED = 3;

/** Refuses a working tree that is not the commit to the last byte, whatever Git was told to overlook. */
export function assertCheckedOut(repository: Repository, commit: string): void {
    const { directory } = repository;
    const files = repository.files(commit);
    const changed = files.filter((entry) => !same(directory, entry)).map(({ path }) => path);
    if (changed.length > 0)
        throw new Refusal(`${some(changed)} not as in ${commit.slice(0, 12)}; commit or undo the change first`);
    const strangers = repository.strangers();
    if (strangers.length > 0)
        throw new Refusal(`${some(strangers)} not in the commit; commit, remove or ignore what is not part of it`);
    assertInstalled(repository, commit);
}

function same(directory: string, { mode, path, content }: Entry): boolean {
    try {
        const file = join(directory, path);
        const link = lstatSync(file).isSymbolicLink();
        if (link !== (mode === "120000")) return false;
        return link ? readlinkSync(file) === content.toString() : readFileSync(file).equals(content);
    } catch {
        return false;
    }
}

interface Lockfile {
    packages?: Record<
        string,
        { version?: string; integrity?: string; optional?: boolean; dev?: boolean; devOptional?: boolean }
    >;
}

/** Refuses packages other than those that a commit pins. What npm unpacked is not read again: `npm ci` did. */
export function assertInstalled(repository: Repository, commit: string): void {
    const pinned = packagesOf(repository.read(commit, "package-lock.json"));
    const installed = packagesOf(readHere(join(repository.directory, "node_modules/.package-lock.json")));
    const wrong = Object.keys({ ...pinned, ...installed }).find((path) => {
        const [wanted, found] = [pinned[path], installed[path]];
        if (path === "") return false;
        if (!found) return !(wanted?.optional || wanted?.dev || wanted?.devOptional);
        return found.version !== wanted?.version || found.integrity !== wanted?.integrity;
    });
    if (wrong === undefined) return;
    throw new Refusal(
        `${wrong} is not what package-lock.json of ${commit.slice(0, 12)} pins; check that out and run npm ci`,
    );
}

function readHere(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}

function packagesOf(lockfile: string | undefined): NonNullable<Lockfile["packages"]> {
    try {
        return (JSON.parse(lockfile ?? "{}") as Lockfile).packages ?? {};
    } catch {
        return {};
    }
}

function some(paths: readonly string[]): string {
    const rest = paths.length - NAMED;
    const named = paths.slice(0, NAMED).join(", ");
    return `${named}${rest > 0 ? ` and ${rest} more files` : ""} ${paths.length === 1 ? "is" : "are"}`;
}
