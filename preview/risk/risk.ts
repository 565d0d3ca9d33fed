import type { Verdict } from "../../policies/rule";
import type { Changes } from "../changes/model";
import { type Moves, moves, renamed } from "../changes/moves";
import type { Cost } from "../cost/model";
import type { Plan } from "../plan";
import { byCodePoint } from "../report/text";
import { approvalsFor, classOrder, strictest } from "./classes";
import { consensus } from "./consensus";
import { costLines } from "./cost";
import { custody } from "./custody";
import { exposure } from "./exposure";
import { imageChanges } from "./images";
import { irreversible } from "./irreversible";
import type { Comparison, Risk, RiskLine } from "./model";
import { other } from "./other";
import { policy } from "./policy";
import { protection } from "./protection";
import { unknowns } from "./unknowns";

/** What is compared, and what is known of either side. */
export interface Compared {
    name: string;
    before: Plan;
    after: Plan;
    changes: Changes;
    cost: Cost;
    verdicts: { before?: readonly Verdict[]; after: readonly Verdict[] };
    notes: readonly string[];
}

/** Without a baseline everything is new: nothing is listed, and the strictest approvals are asked for. */
export const newToAll: Risk = { against: null, lines: [], approvals: strictest };

/** Classes every change of a plan by what it can do. The same facts give the same lines, whatever their order. */
export function riskOf({ name, before, after, changes, cost, verdicts, notes }: Compared): Risk {
    const moved = moves(before, after);
    const index = (plan: Plan) => new Map(plan.resources.map((resource) => [resource.urn, resource]));
    const from = moved.size === 0 ? before : underNewNames(before, moved);
    const byUrn = { before: index(from), after: index(after) };
    const touched = changes.changes.flatMap(({ after: resource }) => resource ?? []);
    const comparison: Comparison = { before: from, after, changes, touched, byUrn, verdicts, notes };
    const told = [irreversible, protection, custody, exposure, consensus, imageChanges, policy, unknowns].flatMap(
        (lines) => lines(comparison),
    );
    const lines = [...told, ...costLines(cost, after), ...other(comparison, told)];
    const sorted = [...new Map(lines.map((line) => [JSON.stringify(line), line])).values()].sort(byWeight);
    return { against: name, lines: sorted, approvals: approvalsFor(sorted.map((line) => line.class)) };
}

const underNewNames = (plan: Plan, moved: Moves): Plan => ({
    ...plan,
    resources: plan.resources.map((was) => ({ ...renamed(was, moved), urn: moved.get(was.urn) ?? was.urn })),
});

function byWeight(a: RiskLine, b: RiskLine): number {
    return (
        classOrder.indexOf(a.class) - classOrder.indexOf(b.class) ||
        byCodePoint(a.urn, b.urn) ||
        byCodePoint(a.says, b.says) ||
        byCodePoint(a.path, b.path) ||
        byCodePoint(a.fact, b.fact)
    );
}
