import type { Verdict } from "../policies/rule";
import { sentence, type Told, together } from "../policies/together";
import type { Verdicts } from "../preview/verdicts";
import { junit } from "./junit";
import { sarif } from "./sarif";

/** What was found in one stack. */
export interface Checked {
    stack: string;
    resources: number;
    verdicts: Verdicts;
    /** The file that a finding is about, and the line where it is known. */
    place(verdict: Verdict): Place;
}

export interface Place {
    file: string;
    line?: number;
}

export type Format = "text" | "json" | "sarif" | "junit";

/** How findings are told: to a person, a script, a code-scanning service, a test report. */
export const formats: Record<Format, (checked: readonly Checked[]) => string> = {
    text: (checked) => checked.map(text).join("\n"),
    json: (checked) =>
        `${JSON.stringify(
            checked.map(({ verdicts }) => verdicts),
            null,
            2,
        )}\n`,
    sarif,
    junit,
};

function text({ stack, resources, verdicts, place }: Checked): string {
    const { rules, violations, advisory, undetermined, excepted, old } = verdicts;
    const counts = [
        `${resources} resources, ${rules.length} rules, ${violations} violations, ${undetermined} undetermined, ${advisory} advisory`,
        ...(excepted > 0 ? [`${excepted} of these excepted`] : []),
        ...(old === undefined ? [] : [`${old} old`]),
    ];
    const line = (told: Told) => {
        const { file, line } = place(told.first);
        const at = line === undefined ? "" : ` at ${file}:${line}`;
        return `  ${told.first.rule} ${told.first.urn.split("::").slice(2).join("::")}${at}\n    ${sentence(told)}`;
    };
    const told = together(verdicts.verdicts);
    const fresh = told.filter(({ first }) => !first.old).map(line);
    const before = told.filter(({ first }) => first.old).map(line);
    const listed = before.length > 0 ? ["  Found before as well:", ...before] : [];
    return `${[`${stack}: ${counts.join(", ")}`, ...fresh, ...listed].join("\n")}\n`;
}
