import type { Verdict } from "../../policies/rule";
import { type Comparison, line, type RiskLine } from "./model";
import { nameOf } from "./values";

const key = ({ rule, verdict, urn, path, about = "" }: Verdict) => JSON.stringify([rule, verdict, urn, path, about]);

/** Findings of the policies that are new, gone, or excepted otherwise than before. */
export function policy({ verdicts, byUrn }: Comparison): RiskLine[] {
    if (verdicts.before === undefined) return [];
    const [was, is] = [verdicts.before, verdicts.after].map((list) => new Map(list.map((one) => [key(one), one])));
    const told = (finding: Verdict, text: Pick<RiskLine, "says" | "why" | "undo">, fact = factOf(finding)) => {
        const { path, urn } = finding;
        const of = byUrn.after.get(urn) ?? byUrn.before.get(urn) ?? { urn, name: nameOf(urn), type: "" };
        return line(of, { class: "policy", path, fact, ...text });
    };
    const fresh = [...(is ?? [])].flatMap(([id, finding]) => {
        const old = was?.get(id);
        if (!old) return [told(finding, finding.excepted ? EXCEPTED : broken(finding))];
        const [before, after] = [old, finding].map(answered);
        if (before === after) return [];
        if (before === undefined) return [told(finding, EXCEPTED)];
        return after === undefined
            ? [told(finding, LAPSED, `${factOf(finding)}; was excepted ${before}`)]
            : [told(finding, OTHERWISE, `${finding.rule}: ${before} becomes ${after}`)];
    });
    // What is deleted breaks no rule any more, and that is told by the deletion.
    const gone = [...(was ?? [])].filter(([id, { urn }]) => !is?.has(id) && byUrn.after.has(urn));
    return [...fresh, ...gone.map(([, finding]) => told(finding, MENDED))];
}

const factOf = ({ rule, about, found }: Verdict) => `${rule}${about === undefined ? "" : ` ${about}`}: ${found}`;

/** Who answers for a finding that is excepted. */
const answered = ({ excepted: one }: Verdict): string | undefined =>
    one && `until ${one.expires} by ${one.owner}, ${one.ticket}: ${one.reason}`;

const broken = ({ verdict, level, severity, wanted }: Verdict) => ({
    says: verdict === "violation" ? "breaks a rule that it did not break" : "can no longer be judged",
    why: `the rule is ${level} and its breach ${severity}`,
    undo: wanted === "" ? "Make the value known before the update." : "Use what would pass; the findings name it.",
});

const EXCEPTED = {
    says: "is excepted from a rule, and was not",
    why: "nothing stops this breach any more until the exception ends",
    undo: "Take the exception away and use what would pass; the findings name it.",
};
const OTHERWISE = {
    says: "is excepted from a rule otherwise than before",
    why: "somebody else answers for the breach, for longer or for another reason",
    undo: "Put the exception back as it was.",
};
const LAPSED = {
    says: "is no longer excepted from a rule",
    why: "the breach counts again",
    undo: "Use what would pass; the findings name it.",
};
const MENDED = {
    says: "no longer breaks a rule",
    why: "it was mended, or the rule no longer looks at it",
    undo: "Nothing to undo if it was mended.",
};
