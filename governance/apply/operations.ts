import { resourceOf } from "../../preview/changes/stack-export";
import type { Json, PlanResource } from "../../preview/plan";
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

/** Values that nobody knows before the update: pkg/resource/plugin/rpc.go of pulumi/pulumi. */
const UNKNOWN = new Set([
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Providers that the engine makes by itself where a program names none. */
const DEFAULT_PROVIDER = /::pulumi:providers:[^:]+::default(_|$)/;

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
        if (metadata === undefined || DEFAULT_PROVIDER.test(metadata.urn)) continue;
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

function sideOf(side: Side | null): PlanResource | undefined {
    return side === null ? undefined : resourceOf({ ...side, inputs: marked(side.inputs as Json | undefined) });
}

/** Writes unknowns as a plan does. */
function marked(value: Json | undefined): Json | undefined {
    if (typeof value === "string") return UNKNOWN.has(value) ? { $unknown: true } : value;
    if (Array.isArray(value)) return value.map((item) => marked(item) ?? null);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marked(inner) ?? null]));
}
