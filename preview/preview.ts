import { rules } from "../policies/rules";
import { canonical, digest } from "./canonical";
import { type DeclareOptions, declare } from "./capture";
import type { Plan } from "./plan";
import { renderHtml } from "./report/html";
import { renderMarkdown } from "./report/markdown";
import type { Report } from "./report/model";
import { report } from "./report/report";
import type { Allowance, Verdicts } from "./verdicts";
import { judgePlan } from "./verdicts";

export interface JudgeOptions extends DeclareOptions {
    /** The exceptions of the project; without any, every finding counts. */
    allowance?: Allowance;
}

export interface PreviewOptions extends JudgeOptions {
    /** An earlier plan to compare with, and what to call it. */
    against?: { name: string; plan: Plan };
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
    return { ...judged, report: report(plan, verdicts.verdicts, { digest, rules, ...(against && { against }) }) };
}

/** The four files that a preview leaves behind. */
export const previewFiles = ({ text, verdicts, report }: Preview): Record<string, string> => ({
    "plan.json": text,
    "verdicts.json": `${JSON.stringify(verdicts, null, 2)}\n`,
    "report.html": renderHtml(report),
    "report.md": renderMarkdown(report),
});
