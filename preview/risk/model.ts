import type { Verdict } from "../../policies/rule";
import type { Change, Changes } from "../changes/model";
import type { Plan, PlanResource } from "../plan";
import type { Approvals, RiskClass } from "./classes";

/** One thing to know about a change: what, where, why it matters, how to undo it. */
export interface RiskLine {
    class: RiskClass;
    /** What happens, as the rest of a sentence about the resource. */
    says: string;
    urn: string;
    name: string;
    type: string;
    path: string;
    /** What stands in the plans, such as `REGIONAL becomes ZONAL`. Not to be trusted as text. */
    fact: string;
    why: string;
    undo: string;
}

/** The risk of a plan against a baseline: written as `risk.json`. */
export interface Risk {
    /** What the plan was compared with; null where there was nothing, and everything is new. */
    against: string | null;
    /** By class, then by resource. */
    lines: RiskLine[];
    approvals: Approvals;
}

/** What the classes look at. */
export interface Comparison {
    /** The baseline, with what moved under its new URNs. */
    before: Plan;
    after: Plan;
    changes: Changes;
    /** Resources of the plan that are new or not as they were. */
    touched: readonly PlanResource[];
    byUrn: { before: ReadonlyMap<string, PlanResource>; after: ReadonlyMap<string, PlanResource> };
    /** What the policies say of either; absent where the baseline was not judged. */
    verdicts: { before?: readonly Verdict[]; after: readonly Verdict[] };
    notes: readonly string[];
}

type Said = Pick<RiskLine, "class" | "says" | "why" | "undo"> & Partial<Pick<RiskLine, "path" | "fact">>;

export const line = ({ urn, name, type }: Pick<PlanResource, "urn" | "name" | "type">, said: Said): RiskLine => ({
    urn,
    name,
    type,
    path: "",
    fact: "",
    ...said,
});

/** Changes of resources that both plans have. */
export function* updates({ changes }: Comparison): Iterable<Change & Required<Pick<Change, "before" | "after">>> {
    for (const change of changes.changes) {
        const { before, after } = change;
        if (before && after) yield { ...change, before, after };
    }
}
