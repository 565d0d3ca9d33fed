import { sentence, together } from "../policies/together";
import type { Verdicts } from "../preview/verdicts";
import { junit } from "./junit";
import { sarif } from "./sarif";

/** What was found in one stack. */
export interface Checked {
    stack: string;
    resources: number;
    verdicts: Verdicts;
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

function text({ stack, resources, verdicts }: Checked): string {
    const { rules, violations, advisory, undetermined, excepted } = verdicts;
    const head = `${stack}: ${resources} resources, ${rules.length} rules, ${violations} violations, ${undetermined} undetermined, ${advisory} advisory${excepted > 0 ? `, ${excepted} of these excepted` : ""}`;
    const lines = together(verdicts.verdicts).map(
        (told) => `  ${told.first.rule} ${told.first.urn.split("::").slice(2).join("::")}\n    ${sentence(told)}`,
    );
    return `${[head, ...lines].join("\n")}\n`;
}
