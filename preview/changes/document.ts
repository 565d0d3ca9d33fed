import { canonical } from "../canonical";
import type { Json, Plan } from "../plan";
import type { Change, Changes, Difference, Op } from "./model";

/** Which comparison it is: digests name plans, and a baseline that is a state has the digest of what was read of it. */
export interface Compared {
    against: { name: string; kind: "plan" | "state"; digest: string } | null;
    /** Digest of the plan. */
    digest: string;
}

const OPS: readonly Op[] = ["create", "import", "update", "replace", "delete", "forget", "move"];

/** `changes.json`, in the canonical form of RFC 8785. Values of secrets are in no plan, and so not here. */
export function changesDocument({ project, stack }: Plan, found: Changes, { against, digest }: Compared): string {
    const count = (op: Op) => found.changes.filter((change) => change.op === op).length;
    const document = {
        schema: "slipway.changes/v1",
        project,
        stack,
        plan: digest,
        against,
        counts: { ...Object.fromEntries(OPS.map((op) => [op, count(op)])), unchanged: found.unchanged },
        changes: found.changes.map(entry),
        outputs: found.outputs.map(difference),
        ignored: found.ignored,
        unseenSecrets: found.unseen,
    };
    return canonical(JSON.parse(JSON.stringify(document)) as Json);
}

function entry({ op, urn, before, after, from, goesWith, ...change }: Change) {
    const { type, name } = after ?? before ?? { type: "", name: "" };
    const { dependencies, inputs, options, replaces, secrets } = change;
    const some = <T>(list: readonly T[]) => (list.length > 0 ? list : undefined);
    const moved = dependencies.added.length + dependencies.removed.length > 0 ? dependencies : undefined;
    return {
        op,
        urn,
        type,
        name,
        from,
        goesWith,
        protected: before ? before.protect : undefined,
        inputs: some(inputs.map(difference)),
        options: some(options.map(difference)),
        replaces: some(replaces),
        dependencies: moved,
        secrets: some(secrets),
    };
}

/** A path that is not there in one of the plans has no value on that side. */
const difference = ({ path, before, after }: Difference) => ({ path, before, after });
