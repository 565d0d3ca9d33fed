import type { Json, PlanResource } from "../plan";

/** One value that differs. `undefined` means that the path is not there at all. */
export interface Difference {
    path: string;
    before: Json | undefined;
    after: Json | undefined;
}

/** Why a resource is, or may be, deleted and made anew. */
export interface Forced {
    /** The input or option that forces it. */
    path: string;
    /** False where a value is not known before the update, or where only the provider can tell. */
    certain: boolean;
    /** URN of the resource whose own replacement brings it along. */
    because?: string;
}

/** A secret input. Its value is in no plan, so only what stands beside it can tell. */
export interface SecretChange {
    path: string;
    state: "changed" | "unchanged" | "unknown";
    /** What tells, such as `secretDataWoVersion 1 becomes 2`. */
    by?: string;
}

/**
 * What happens to a resource. `forget`: Pulumi lets go of it and it stays where it is; `move`: the same resource under
 * another URN; `update` with no inputs: only what Pulumi keeps about it changes.
 */
export type Op = "create" | "import" | "update" | "replace" | "delete" | "forget" | "move";

export interface Change {
    op: Op;
    urn: string;
    /** The resource in the baseline; absent for what is created. */
    before?: PlanResource;
    /** The resource in the plan; absent for what is deleted. */
    after?: PlanResource;
    /** Its URN in the baseline, where an alias leads there. */
    from?: string;
    inputs: Difference[];
    /** Everything else that was declared of it: `protect`, `ignoreChanges`, `provider`, `deletedWith`, … */
    options: Difference[];
    dependencies: { added: string[]; removed: string[] };
    replaces: Forced[];
    secrets: SecretChange[];
    /** The resource whose deletion takes this one along, so that no provider is asked (`deletedWith`). */
    goesWith?: string;
}

/** What a plan does to a baseline, in plan order; nothing here judges. */
export interface Changes {
    changes: Change[];
    /** Resources that are the same in both, to the last option. */
    unchanged: number;
    outputs: Difference[];
    /** Differences that `ignoreChanges` leaves as they are. */
    ignored: { urn: string; paths: string[] }[];
    /** Secrets of resources that are otherwise the same, of which nothing tells whether they changed. */
    unseen: { urn: string; path: string }[];
}
