import { excepted, exceptionsRule } from "../policies/exceptions";
import { judge } from "../policies/judge";
import type { Resource, Verdict } from "../policies/rule";
import { rules } from "../policies/rules";
import type { Json, Plan } from "./plan";

/** What the policies say of a plan: written as `verdicts.json`. */
export interface Verdicts {
    schema: "slipway.verdicts/v1";
    project: string;
    stack: string;
    /** Digest of the plan that was judged. */
    plan: string;
    /** The rules that were asked. */
    rules: { id: string; title: string; severity: string; level: string }[];
    /** Whether a mandatory rule was broken, or could not be judged: unknown is not pass. */
    blocked: boolean;
    /** Violations of mandatory rules. */
    violations: number;
    /** Violations of advisory rules, which never block. */
    advisory: number;
    undetermined: number;
    /** Findings that an exception answers for; they are among the advisory and the undetermined ones. */
    excepted: number;
    verdicts: Verdict[];
}

/** The exceptions of a project, and the day on which they are read. A plan knows no day. */
export interface Allowance {
    /** What the file says. */
    exceptions: Json;
    file: string;
    /** `2026-11-21`. */
    today: string;
}

/** Asks every rule about every resource of a plan. */
export function judgePlan(plan: Plan, digest: string, allowance?: Allowance): Verdicts {
    const found = judge(plan.resources.map((resource): Resource => ({ ...resource, props: resource.inputs })));
    const verdicts = allowance ? excepted(found, allowance.exceptions, { ...allowance, stack: plan.stack }) : found;
    const violations = verdicts.filter(({ verdict }) => verdict === "violation");
    const mandatory = violations.filter(({ level }) => level === "mandatory").length;
    return {
        schema: "slipway.verdicts/v1",
        project: plan.project,
        stack: plan.stack,
        plan: digest,
        rules: [...rules, ...(allowance ? [exceptionsRule] : [])].map(({ id, title, severity, level }) => ({
            ...{ id, title, severity, level },
        })),
        blocked: verdicts.some(({ level }) => level === "mandatory"),
        violations: mandatory,
        advisory: violations.length - mandatory,
        undetermined: verdicts.length - violations.length,
        excepted: verdicts.filter(({ excepted }) => excepted !== undefined).length,
        verdicts,
    };
}
