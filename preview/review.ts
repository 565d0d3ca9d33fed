import { judgeEach, judgeTogether, subjectsOf } from "../policies/judge";
import type { Verdict } from "../policies/rule";
import { rules } from "../policies/rules";
import type { Subject } from "../policies/subject";
import { canonical, canonicalPlan, digest } from "./canonical";
import { type Baseline, changes } from "./changes/changes";
import { type Compared, changesDocument } from "./changes/document";
import type { Json, Plan, PlanResource } from "./plan";
import type { Reaching } from "./report/facts/reach";
import { renderHtml } from "./report/html";
import { renderMarkdown } from "./report/markdown";
import type { Report } from "./report/model";
import { report } from "./report/report";
import { riskDocument } from "./risk/document";
import { type Allowance, judgePlan, type Verdicts, verdictsOf } from "./verdicts";

export interface Judged {
    plan: Plan;
    /** The plan in its canonical form: what the digest is of, and what is written. */
    text: string;
    digest: string;
    verdicts: Verdicts;
}

export interface Preview extends Judged {
    report: Report;
    compared: Compared;
}

/** A plan without its resources, which are known. */
export type PlanFrame = Omit<Plan, "resources">;

interface Taken {
    resource: PlanResource;
    text: string;
    subjects: readonly Subject[];
    verdicts: readonly Verdict[];
}

/** Judges a plan as it is declared: each resource when it comes, in any order, and all together in the end. */
export class Review {
    private readonly taken: Taken[] = [];

    take(resource: PlanResource): void {
        const subjects = subjectsOf({ ...resource, props: resource.inputs });
        this.taken.push({ resource, text: canonical(resource), subjects, verdicts: judgeEach(subjects) });
    }

    judged(frame: PlanFrame, allowance: Allowance | undefined): Judged {
        const taken = this.taken.sort((a, b) => (a.resource.urn < b.resource.urn ? -1 : 1));
        const plan = { ...frame, resources: taken.map(({ resource }) => resource) };
        const text = canonicalPlan(
            frame,
            taken.map(({ text }) => text),
        );
        const name = digest(text);
        const found = [
            ...taken.flatMap(({ verdicts }) => verdicts),
            ...judgeTogether(taken.flatMap(({ subjects }) => subjects)),
        ];
        return { plan, text, digest: name, verdicts: verdictsOf(plan, found, name, allowance) };
    }
}

/** What is known besides the plan: the exceptions, what to compare with, and who can reach whom if it was asked before. */
export interface Known {
    allowance?: Allowance;
    against?: Baseline;
    reaching?: Reaching;
}

/** What a reviewer must know of a plan that was judged. */
export function reviewed(judged: Judged, { allowance, against, reaching }: Known): Preview {
    const { plan, digest, verdicts } = judged;
    const made = report(plan, verdicts.verdicts, {
        digest,
        rules,
        ...(against && { against: { verdicts: judgedBefore(against, allowance), ...against } }),
        ...(reaching && { reaching }),
    });
    return { ...judged, report: made, compared: comparedWith(made, against, digest) };
}

/** Under the exceptions that the baseline had: under those of today a new one would hide what it excepts. */
export function judgedBefore({ plan, exceptions }: Baseline, allowance: Allowance | undefined) {
    const then = allowance && exceptions !== undefined ? { ...allowance, exceptions } : undefined;
    return judgePlan(plan, "", then).verdicts;
}

/** Names what a plan was compared with by the digest of what was read of it. */
function comparedWith({ changes }: Report, against: Baseline | undefined, plan: string): Compared {
    if (!against || changes === null) return { against: null, digest: plan };
    const { name, kind = "plan" } = against;
    return { against: { name, kind, digest: digest(canonical(against.plan)) }, digest: plan };
}

/** The files that a preview leaves behind, always the same ones, so that none of an earlier preview stays. */
export const previewFiles = ({ plan, text, verdicts, report, compared }: Preview): Record<string, string> => ({
    "plan.json": text,
    "changes.json": changesDocument(
        plan,
        report.changes ?? changes({ ...plan, resources: [], outputs: {} }, plan),
        compared,
    ),
    "risk.json": riskDocument(plan, report.risk, compared),
    "cost.json": canonical(report.cost as unknown as Json),
    "verdicts.json": `${JSON.stringify(verdicts, null, 2)}\n`,
    "report.html": renderHtml(report),
    "report.md": renderMarkdown(report),
});
