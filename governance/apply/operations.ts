import { isOurs, resourceOf } from "../../preview/changes/stack-export";
import type { PlanResource } from "../../preview/plan";
import type { EngineEvent } from "../pulumi";

/** How the engine calls what it does, by what it comes to. Whatever is not here no bundle can approve. */
const VERBS: Readonly<Record<string, Verb>> = {
    same: "keep",
    create: "create",
    import: "import",
    update: "update",
    replace: "replace",
    "create-replacement": "replace",
    "delete-replaced": "replace",
    "discard-replaced": "replace",
    "import-replacement": "replace",
    "remove-pending-replace": "replace",
    delete: "delete",
};
export type Verb = "keep" | "create" | "import" | "update" | "replace" | "delete" | "other";

/** What the engine would do, or has done, to a resource. */
export interface Operation {
    urn: string;
    /** The engine's own words, such as `create-replacement`. */
    steps: string[];
    verb: Verb;
    /** As the state has it. */
    before?: PlanResource;
    /** As it would be. */
    after?: PlanResource;
    /** Paths that the provider says are different. */
    paths: string[];
}

interface Metadata {
    op: string;
    urn: string;
    old: Side | null;
    new: Side | null;
    diffs?: string[];
    detailedDiff: Record<string, unknown> | null;
}
type Side = { readonly [key: string]: unknown } & { urn: string };

/**
 * Reads from an engine's events what it would do to each resource. `results` reads what it found or did instead: a
 * refresh knows only afterwards.
 */
export function operationsOf(events: readonly EngineEvent[], kind: "plans" | "results" = "plans"): Operation[] {
    const found = new Map<string, Operation>();
    for (const event of events) {
        const { metadata } = ((kind === "plans" ? event.resourcePreEvent : event.resOutputsEvent) ?? {}) as {
            metadata?: Metadata;
        };
        if (metadata === undefined || !isOurs(metadata.urn)) continue;
        const { op, urn } = metadata;
        const known = found.get(urn);
        // The end of the root comes as a second `same` without what it is.
        if (known?.steps.includes(op)) continue;
        const verb = Object.hasOwn(VERBS, op) ? (VERBS[op] ?? "other") : "other";
        const before = known?.before ?? sideOf(metadata.old);
        const after = op === "delete-replaced" || op === "delete" ? known?.after : sideOf(metadata.new);
        found.set(urn, {
            urn,
            steps: [...(known?.steps ?? []), op],
            verb: known === undefined || known.verb === "keep" || verb === "other" ? verb : known.verb,
            ...(before && { before }),
            ...(after && { after }),
            paths: [
                ...new Set([
                    ...(known?.paths ?? []),
                    ...(metadata.diffs ?? []),
                    ...Object.keys(metadata.detailedDiff ?? {}),
                ]),
            ].sort(),
        });
    }
    return [...found.values()];
}

const sideOf = (side: Side | null): PlanResource | undefined => (side === null ? undefined : resourceOf(side));
