import builder from "junit-report-builder";
import { sentence, together } from "../policies/together";
import type { Checked } from "./formats";

/** A test report in which each rule is a test of each stack. */
export function junit(checked: readonly Checked[]): string {
    const report = builder.newBuilder();
    for (const { stack, verdicts } of checked) {
        const suite = report.testSuite().name(`slipway check ${stack}`);
        for (const rule of verdicts.rules) {
            const test = suite.testCase().className(rule.id).name(rule.title);
            const found = verdicts.verdicts.filter((verdict) => verdict.rule === rule.id);
            const text = together(found)
                .map(
                    (told) =>
                        `${told.first.urn}${told.first.old ? " (found before as well)" : ""}\n  ${sentence(told)}`,
                )
                .join("\n");
            if (text === "") continue;
            // An advisory rule says something and fails nothing, and so does a finding that is excepted or old.
            if (found.some(({ level, old }) => level === "mandatory" && !old)) test.failure(text);
            else test.standardOutput(text);
        }
    }
    return `${report.build()}\n`;
}
