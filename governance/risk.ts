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

/** A plan says what will be, and not what it takes away: until something judges the changes, they count as critical. */
export const byChanges: Assess = () => ({
    class: "critical",
    because: ["no file of the bundle says what its changes can harm"],
});

export const assess: Assess = (files) => worst([byChanges(files), byVerdicts(files)]);

/** The highest class, and all that speaks for it. */
export function worst(risks: readonly Risk[]): Risk {
    const highest = CLASSES[Math.max(...risks.map((risk) => CLASSES.indexOf(risk.class)))] ?? "critical";
    return {
        class: highest,
        because: risks.filter((risk) => risk.class === highest).flatMap(({ because }) => because),
    };
}
