import { parseDocument } from "yaml";
import { digest } from "../preview/canonical";
import { APPROVERS } from "./approvers";
import { contentDigest, type Repository } from "./git";
import type { Entry } from "./ledger";
import type { Manifest } from "./manifest";
import { Refusal } from "./refusal";

/** What the repository and the ledger say of a change. It goes into the manifest, and is asked again to verify it. */
export type Origin = Pick<
    Manifest,
    "network" | "project" | "stack" | "sequence" | "previous" | "base" | "source" | "stackFile" | "lockfile"
>;

/** A change of a stack: from the revision that is applied to a commit. */
export interface Change {
    stack: string;
    base: string;
    commit: string;
    ledger: readonly Entry[];
}

/** The revision that is applied now: the last one of the ledger, and before there is one the revision that is named. */
export function baseOf(repository: Repository, ledger: readonly Entry[], named: string | undefined): string {
    const last = ledger.at(-1);
    if (named === undefined && !last)
        throw new Refusal("the ledger has nothing of this stack; name the revision that is applied now with --against");
    const base = repository.commit(named ?? last?.commit ?? "");
    if (last && base !== last.commit)
        throw new Refusal(`--against is ${base}, and the ledger says that ${last.commit} is applied; leave it out`);
    return base;
}

/** Reads it all from commits, nothing from the working tree. */
export function originOf(repository: Repository, { stack, base, commit, ledger }: Change): Origin {
    if (base === commit || !repository.contains(commit, base))
        throw new Refusal(
            `${commit} does not come after ${base}, which is applied; merge that first, or revert by a commit`,
        );
    const must = (revision: string, path: string) => {
        const text = repository.read(revision, path);
        if (text === undefined) throw new Refusal(`${revision} has no ${path}; commit it, and have that applied first`);
        return text;
    };
    const stackFile = must(commit, `Pulumi.${stack}.yaml`);
    const project = String(parseDocument(must(commit, "Pulumi.yaml")).get("name"));
    const network = parseDocument(stackFile).getIn(["config", `${project}:network`]);
    if (typeof network !== "string")
        throw new Refusal(`Pulumi.${stack}.yaml says no ${project}:network; a change must say which network it is for`);
    const last = ledger.at(-1);
    return {
        network,
        project,
        stack,
        sequence: ledger.length + 1,
        previous: last?.manifest ?? null,
        base: { commit: base, approvers: digest(must(base, APPROVERS)) },
        source: {
            commit,
            tree: repository.tree(commit),
            content: contentDigest(repository.files(commit)),
            authors: repository.authors(base, commit),
        },
        stackFile: digest(stackFile),
        lockfile: digest(must(commit, "package-lock.json")),
    };
}
