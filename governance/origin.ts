import { parseDocument } from "yaml";
import { digest } from "../preview/canonical";
import { APPROVERS } from "./approvers";
import { contentDigest, type Repository } from "./git";
import { isApplied, type Passed } from "./ledger";
import type { Manifest } from "./manifest";
import { Refusal } from "./refusal";

/** What the repository and the ledger say of a change. It goes into the manifest, and is asked again to verify it. */
export type Origin = Pick<
    Manifest,
    "network" | "project" | "stack" | "sequence" | "previous" | "state" | "base" | "source" | "stackFile" | "lockfile"
>;

/** A change of a stack: from the revision that is applied to a commit. */
export interface Change {
    stack: string;
    base: string;
    commit: string;
    ledger: readonly Passed[];
}

/** The revision that is applied now: the last one of the ledger, and before there is one the revision that is named. */
export function baseOf(repository: Repository, ledger: readonly Passed[], named: string | undefined): string {
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
    const last = ledger.at(-1);
    if (last && last.receipts.length === 0)
        throw new Refusal(
            `change ${last.sequence} of ${stack} was let through on ${last.at}, and nothing says what became of it: wait ` +
                `for it to end, or run \`slipway recover ${stack}\` if it was interrupted`,
        );
    // What was let through and not finished may be tried again as it is.
    const again = base === commit && last !== undefined && !isApplied(last);
    if (!again && (base === commit || !repository.contains(commit, base)))
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
    return {
        network,
        project,
        stack,
        sequence: ledger.length + 1,
        previous: last?.manifest ?? null,
        state: last?.receipts.at(-1)?.receipt.state ?? null,
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
