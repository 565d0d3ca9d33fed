import { digest } from "../preview/canonical";
import type { Plan } from "../preview/plan";
import type { Verdicts } from "../preview/verdicts";
import type { Manifest } from "./manifest";
import { Refusal } from "./refusal";
import type { Assess, Risk } from "./risk";

export type Summary = Manifest["summary"];

/** Counts what a bundle's files say, and asks how much the change can harm. Refuses what nobody may approve. */
export function summaryOf(
    files: Readonly<Record<string, string>>,
    assess: Assess,
): { summary: Summary; risk: Risk; verdicts: Verdicts["verdicts"] } {
    const plan = parsed<Plan>(files, "plan.json", "slipway.plan/v1");
    const verdicts = parsed<Verdicts>(files, "verdicts.json", "slipway.verdicts/v1");
    if (!Array.isArray(verdicts.verdicts)) throw new Refusal("verdicts.json has no verdicts; ask for the bundle again");
    const name = digest(files["plan.json"] ?? "");
    if (verdicts.plan !== name) throw new Refusal(`verdicts.json judges ${verdicts.plan}, and plan.json is ${name}`);
    if (verdicts.blocked)
        throw new Refusal("the plan breaks a mandatory rule, or one cannot be judged; `slipway check` says which");
    const risk = assess(files);
    const summary = {
        plan: name,
        resources: plan.resources.length,
        unknowns: plan.resources.reduce((sum, { unknownPaths }) => sum + unknownPaths.length, 0),
        violations: verdicts.violations,
        advisory: verdicts.advisory,
        undetermined: verdicts.undetermined,
        risk: risk.class,
    };
    return { summary, risk, verdicts: verdicts.verdicts };
}

function parsed<File extends { schema: string }>(
    files: Readonly<Record<string, string>>,
    name: string,
    schema: File["schema"],
): File {
    let value: unknown;
    try {
        value = JSON.parse(files[name] ?? "");
    } catch {
        value = undefined;
    }
    if (typeof value !== "object" || value === null || (value as File).schema !== schema)
        throw new Refusal(`${name} is no file of the schema ${schema}; ask for the bundle again`);
    return value as File;
}
