import type { Severity, Verdict } from "../../../policies/rule";
import type { PlanResource } from "../../plan";
import type { Report, RuleText } from "../model";
import { byCodePoint, count, groupBy } from "../text";
import { fromUrn } from "./path";

export interface Finding extends Pick<Verdict, "urn" | "path" | "found" | "wanted"> {
    /** Null when the verdict is about no single resource of the plan. */
    resource: number | null;
    name: string;
}

/** All findings of one rule with one verdict, and about one thing where the rule names it. */
export interface FindingGroup {
    rule: string;
    about: string | null;
    title: string;
    why: string;
    verdict: Verdict["verdict"];
    severity: Severity;
    level: Verdict["level"];
    findings: Finding[];
}

const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

/** Violations before undetermined, mandatory before advisory, the gravest first. */
export function judgement(
    resources: readonly PlanResource[],
    verdicts: readonly Verdict[],
    rules: readonly RuleText[],
): FindingGroup[] {
    const ids = new Map(resources.map(({ urn }, id) => [urn, id]));
    const texts = new Map(rules.map((rule) => [rule.id, rule]));
    const ordered = [...verdicts].sort(
        (a, b) =>
            Number(b.verdict === "violation") - Number(a.verdict === "violation") ||
            Number(b.level === "mandatory") - Number(a.level === "mandatory") ||
            severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
            byCodePoint(a.rule, b.rule) ||
            byCodePoint(a.about ?? "", b.about ?? "") ||
            byCodePoint(a.urn, b.urn) ||
            byCodePoint(a.path, b.path) ||
            byCodePoint(a.found, b.found),
    );
    const groups = groupBy(
        ordered,
        ({ rule, verdict, level, severity, about = "" }) => `${verdict} ${level} ${severity} ${rule} ${about}`,
    );
    return [...groups.values()].flatMap((members) => {
        const [first] = members;
        if (!first) return [];
        const { rule, verdict, severity, level, about = null } = first;
        const findings = members.map(({ urn, path, found, wanted }) => {
            const resource = ids.get(urn) ?? null;
            const name = (resource === null ? undefined : resources[resource]?.name) ?? fromUrn(urn).name;
            return { resource, name, urn, path, found, wanted };
        });
        const text = texts.get(rule);
        const title = [text?.title ?? "", ...(about === null ? [] : [about])].join(": ");
        return [{ rule, about, title, why: text?.why ?? "", verdict, severity, level, findings }];
    });
}

/** What a group says of each of its places, where it says the same of all. */
export function common({ about, findings }: FindingGroup): Finding | undefined {
    const [first] = findings;
    if (about === null || !first) return undefined;
    const same = ({ path, found, wanted }: Finding) =>
        path === first.path && found === first.found && wanted === first.wanted;
    return findings.every(same) ? first : undefined;
}

/**
 * The headline, counted from the findings. A mandatory rule blocks when it is broken and when it cannot be judged;
 * `failing` are facts of the sheet that no rule may have judged. */
export function verdictOf(groups: readonly FindingGroup[], failing: number, facts: string[]): Report["verdict"] {
    const { mandatory, advisory, undetermined } = tally(groups);
    const open = undetermined > 0 ? `, ${undetermined} undetermined` : "";
    if (groups.some(({ level }) => level === "mandatory")) {
        const rest = advisory > 0 ? `, ${advisory} advisory` : "";
        return { tone: "blocked", headline: `Blocked: ${count(mandatory, "violation")}${rest}${open}`, facts };
    }
    const tone = advisory + undetermined + failing > 0 ? "attention" : "clean";
    if (advisory > 0) {
        return { tone, headline: `Not blocked: 0 mandatory violations, ${advisory} advisory${open}`, facts };
    }
    if (failing > 0) {
        return { tone, headline: `Not blocked: 0 violations${open}, ${count(failing, "failing fact")}`, facts };
    }
    return { tone, headline: `Clean: 0 violations${open}`, facts };
}

/** Findings per verdict and level. */
export function tally(groups: readonly FindingGroup[]) {
    const sum = (wanted: (group: FindingGroup) => boolean) =>
        groups.filter(wanted).reduce((total, { findings }) => total + findings.length, 0);
    return {
        mandatory: sum(({ verdict, level }) => verdict === "violation" && level === "mandatory"),
        advisory: sum(({ verdict, level }) => verdict === "violation" && level === "advisory"),
        undetermined: sum(({ verdict }) => verdict === "undetermined"),
        bySeverity: severities.flatMap((severity) => {
            const found = sum((group) => group.verdict === "violation" && group.severity === severity);
            return found > 0 ? [`${found} ${severity}`] : [];
        }),
    };
}
