import { digest } from "../preview/canonical";
import type { Verdicts } from "../preview/verdicts";

/** How much a change can harm, least first. */
export const CLASSES = ["low", "medium", "critical"] as const;
export type Class = (typeof CLASSES)[number];

export interface Risk {
    class: Class;
    /** Why, as sentences. */
    because: string[];
}

/** Says from the files of a bundle alone how much the change can harm. Whoever verifies asks it again. */
export type Assess = (files: Readonly<Record<string, string>>) => Risk;

const BY_SEVERITY = { low: "low", medium: "medium", high: "critical", critical: "critical" } as const;

/** What the policies still say of a plan that they do not block: advisory findings, and what they could not judge. */
export const byVerdicts: Assess = (files) => {
    const { verdicts } = JSON.parse(files["verdicts.json"] ?? "") as Verdicts;
    const found = verdicts.map(({ rule, verdict, severity, urn }) => ({
        class: BY_SEVERITY[severity],
        because: [`${rule} is ${verdict === "violation" ? "broken" : "undetermined"} at ${urn}`],
    }));
    return worst([{ class: "low", because: [] }, ...found]);
};

/** How many people the classes of `risk.json` ask for, and what that is called here. */
const BY_PEOPLE: Readonly<Record<number, Class>> = { 1: "low", 2: "medium", 3: "critical" };

interface RiskFile {
    schema?: string;
    plan?: string;
    approvals?: { people?: number };
    classes?: Record<string, { title: string; approvals: { people: number } }>;
}

/** What the preview found in the changes. A plan says what will be, and not what it takes away: without that, the worst. */
export const byChanges: Assess = (files) => {
    const { schema, plan, approvals, classes = {} } = JSON.parse(files["risk.json"] ?? "{}") as RiskFile;
    const people = approvals?.people ?? 0;
    const risk = schema === "slipway.risk/v1" ? BY_PEOPLE[people] : undefined;
    if (risk === undefined || plan !== digest(files["plan.json"] ?? ""))
        return { class: "critical", because: ["no file of the bundle says what its changes can harm"] };
    const asking = Object.values(classes).filter((one) => one.approvals.people === people);
    return { class: risk, because: asking.map(({ title }) => `changes of the class "${title}"`) };
};

export const assess: Assess = (files) => worst([byChanges(files), byVerdicts(files)]);

/** The highest class, and all that speaks for it. */
export function worst(risks: readonly Risk[]): Risk {
    const highest = CLASSES[Math.max(...risks.map((risk) => CLASSES.indexOf(risk.class)))] ?? "critical";
    return {
        class: highest,
        because: risks.filter((risk) => risk.class === highest).flatMap(({ because }) => because),
    };
}
