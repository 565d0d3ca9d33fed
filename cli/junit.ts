import builder from "junit-report-builder";
import { message } from "../policies/rule";
import type { Checked } from "./formats";

/** A test report in which each rule is a test of each stack. */
export function junit(checked: readonly Checked[]): string {
    const report = builder.newBuilder();
    for (const { stack, verdicts } of checked) {
        const suite = report.testSuite().name(`slipway check ${stack}`);
        for (const rule of verdicts.rules) {
            const test = suite.testCase().className(rule.id).name(rule.title);
            const found = verdicts.verdicts.filter((verdict) => verdict.rule === rule.id);
            if (found.length > 0) test.failure(found.map((one) => `${one.urn}\n  ${message(one)}`).join("\n"));
        }
    }
    return `${report.build()}\n`;
}
