import type { Baseline } from "../../changes/changes";
import type { Plan } from "../../plan";
import { masked } from "./path";
import { type Reaching, reaching } from "./reach";

/** The plan to compare with, as it may be shown; none where it is of another stack. */
export const comparable = ({ stack, project }: Plan, against: Baseline | undefined): Plan | undefined =>
    against && against.plan.stack === stack && against.plan.project === project ? masked(against.plan) : undefined;

/** Who can reach whom in a plan, and since when: what takes longest to find out of all that a report says. */
export const reachingOf = (plan: Plan, against: Baseline | undefined): Reaching =>
    reaching(masked(plan), comparable(plan, against));
