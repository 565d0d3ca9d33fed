import { lstatSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { version as pulumi } from "@pulumi/pulumi/package.json";
import { version as slipway } from "../package.json";
import pack from "../policies/package.json";
import { allowanceOn, readExceptions } from "../preview/allowance";
import { declare } from "../preview/capture";
import type { Plan } from "../preview/plan";
import { preview } from "../preview/preview";
import { previewFiles } from "../preview/review";
import { contentDigest, type Entry, type Repository } from "./git";
import type { Manifest } from "./manifest";

const HOUSE = join(__dirname, "..");

/** The policies that judge a preview, as a pack for the engine. */
export const POLICIES = join(HOUSE, "policies");

/** What makes a plan and its judgement, besides the commit. */
export function tools(): Pick<Manifest, "toolchain" | "policyPack"> {
    const { name, version } = pack;
    return {
        toolchain: { node: process.versions.node, pulumi, slipway, preview: folderDigest("preview") },
        policyPack: { name, version, digest: folderDigest("policies") },
    };
}

export interface Derived {
    plan: Plan;
    /** The preview's files, by name. */
    files: Record<string, string>;
}

export interface DeriveOptions {
    /** Where the files of the commit are. */
    folder: string;
    stack: string;
    commit: string;
    /** The revision that is applied. */
    base: string;
    progress?: (resources: number) => void;
}

/** Previews a commit, compared with the revision that is applied, each under its own exceptions from the rules. */
export async function derive(
    repository: Repository,
    { folder, stack, commit, base, progress }: DeriveOptions,
): Promise<Derived> {
    const known = repository.read(base, `Pulumi.${stack}.yaml`) !== undefined;
    const before = async (directory: string) => ({
        name: base.slice(0, 12),
        plan: await declare({ directory, stack }),
        exceptions: readExceptions(directory) ?? {},
    });
    const against = known ? await inRevision(repository, base, before) : undefined;
    const result = await preview({
        directory: folder,
        stack,
        // On the day of the commit, which is the same whoever makes it again. Whether they hold today, `decide` says.
        ...allowanceOn(repository.day(commit), folder),
        ...(against && { against }),
        ...(progress && { progress }),
    });
    return { plan: result.plan, files: previewFiles(result) };
}

/** Runs some work in the files of a revision, with the packages that are installed here. */
export function inRevision<T>(
    repository: Repository,
    commit: string,
    work: (folder: string) => Promise<T>,
): Promise<T> {
    return repository.checkedOut(commit, (folder) => {
        symlinkSync(join(repository.directory, "node_modules"), join(folder, "node_modules"));
        return work(folder);
    });
}

function folderDigest(name: string): string {
    const root = join(HOUSE, name);
    const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).map((path) => join(root, path));
    const files = paths.filter((path) => lstatSync(path).isFile());
    return contentDigest(
        files.map((path): Entry => ({ mode: "", path: relative(root, path), content: readFileSync(path) })),
    );
}
