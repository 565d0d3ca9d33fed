import type { Verdict } from "../../policies/rule";
import { type Comparison, line, type RiskLine } from "./model";
import { nameOf } from "./values";

const key = ({ rule, verdict, urn, path, about = "" }: Verdict) => JSON.stringify([rule, verdict, urn, path, about]);

/** Findings of the policies that are new or gone. */
export function policy({ verdicts, byUrn }: Comparison): RiskLine[] {
    if (verdicts.before === undefined) return [];
    const [was, is] = [verdicts.before, verdicts.after].map((list) => new Map(list.map((one) => [key(one), one])));
    const of = ({ urn }: Verdict) =>
        byUrn.after.get(urn) ?? byUrn.before.get(urn) ?? { urn, name: nameOf(urn), type: "" };
    const fact = ({ rule, about, found }: Verdict) => `${rule}${about === undefined ? "" : ` ${about}`}: ${found}`;
    const fresh = [...(is ?? [])].flatMap(([id, finding]) => {
        if (was?.has(id)) return [];
        const says =
            finding.verdict === "violation" ? "breaks a rule that it did not break" : "can no longer be judged";
        const why = `the rule is ${finding.level} and its breach ${finding.severity}`;
        const undo =
            finding.wanted === ""
                ? "Make the value known before the update."
                : "Use what would pass; the findings name it.";
        return [line(of(finding), { class: "policy", says, path: finding.path, fact: fact(finding), why, undo })];
    });
    const gone = [...(was ?? [])].flatMap(([id, finding]) => {
        // What is deleted breaks no rule any more, and that is told by the deletion.
        if (is?.has(id) || !byUrn.after.has(finding.urn)) return [];
        const why = "it was mended, or the rule no longer looks at it";
        const undo = "Nothing to undo if it was mended.";
        return [
            line(of(finding), {
                class: "policy",
                says: "no longer breaks a rule",
                path: finding.path,
                fact: fact(finding),
                why,
                undo,
            }),
        ];
    });
    return [...fresh, ...gone];
}
