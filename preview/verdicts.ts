import { judge } from "../policies/judge";
import type { Resource, Verdict } from "../policies/rule";
import { rules } from "../policies/rules";
import type { Plan } from "./plan";

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
    verdicts: Verdict[];
}

/** Asks every rule about every resource of a plan. */
export function judgePlan(plan: Plan, digest: string): Verdicts {
    const verdicts = judge(plan.resources.map((resource): Resource => ({ ...resource, props: resource.inputs })));
    const violations = verdicts.filter(({ verdict }) => verdict === "violation");
    const mandatory = violations.filter(({ level }) => level === "mandatory").length;
    return {
        schema: "slipway.verdicts/v1",
        project: plan.project,
        stack: plan.stack,
        plan: digest,
        rules: rules.map(({ id, title, severity, level }) => ({ id, title, severity, level })),
        blocked: verdicts.some(({ level }) => level === "mandatory"),
        violations: mandatory,
        advisory: violations.length - mandatory,
        undetermined: verdicts.length - violations.length,
        verdicts,
    };
}
