import { rules } from "../policies/rules";
import { canonical, digest } from "./canonical";
import { type DeclareOptions, declare } from "./capture";
import { type Baseline, changes } from "./changes/changes";
import { type Compared, changesDocument } from "./changes/document";
import type { Json, Plan } from "./plan";
import { renderHtml } from "./report/html";
import { renderMarkdown } from "./report/markdown";
import type { Report } from "./report/model";
import { report } from "./report/report";
import { riskDocument } from "./risk/document";
import type { Allowance, Verdicts } from "./verdicts";
import { judgePlan } from "./verdicts";

export interface JudgeOptions extends DeclareOptions {
    /** The exceptions of the project; without any, every finding counts. */
    allowance?: Allowance;
}

export interface PreviewOptions extends JudgeOptions {
    /** What to compare with. */
    against?: Baseline;
}

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

/** Declares a stack without credentials and judges it. */
export async function judgeStack({ allowance, ...options }: JudgeOptions): Promise<Judged> {
    const plan = await declare(options);
    const text = canonical(plan);
    const name = digest(text);
    return { plan, text, digest: name, verdicts: judgePlan(plan, name, allowance) };
}

/** Declares a stack, judges it, and says what a reviewer must know. */
export async function preview({ against, ...options }: PreviewOptions): Promise<Preview> {
    const judged = await judgeStack(options);
    const { plan, digest, verdicts } = judged;
    const baseline = against && { verdicts: judgedBefore(against, options.allowance), ...against };
    const made = report(plan, verdicts.verdicts, { digest, rules, ...(baseline && { against: baseline }) });
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
