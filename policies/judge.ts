import { isCarrier, takeApart } from "./embedded";
import { join, steps } from "./path";
import type { Finding, Resource, Rule, Verdict } from "./rule";
import { rules as all } from "./rules";
import { tokens } from "./secrets/tokens";
import { Stack } from "./stack";
import { Subject } from "./subject";

/** Judges each resource by every rule that concerns it, then all together. In the order of resources, then of rules. */
export function judge(resources: Iterable<Resource>, rules: readonly Rule[] = all): Verdict[] {
    const subjects = [...resources].flatMap(subjectsOf);
    return [...judgeEach(subjects, rules), ...judgeTogether(subjects, rules)];
}

/** A resource, and the objects that stand in it. */
export const subjectsOf = (resource: Resource): Subject[] =>
    isCarrier(resource.type) ? takeApart(resource).map((part) => new Subject(part)) : [new Subject(resource)];

/** What rules say of each resource alone. */
export function judgeEach(subjects: readonly Subject[], rules: readonly Rule[] = all): Verdict[] {
    const verdicts: Verdict[] = [];
    for (const subject of subjects) {
        for (const rule of concerned(rules, subject.type)) {
            const found = findings(rule, subject);
            if (found.length === 0) continue;
            const said = found.map((finding) => verdict(rule, subject.resource, finding));
            // Several containers may need the same unknown of their pod.
            verdicts.push(...(said.length > 1 ? different(said) : said));
        }
    }
    return verdicts;
}

/** The rules that judge resources of a type, asked once: the pack judges each resource by itself. */
function concerned(rules: readonly Rule[], type: string): readonly Rule[] {
    const known = byType.get(rules) ?? new Map<string, readonly Rule[]>();
    byType.set(rules, known);
    const some = known.get(type) ?? rules.filter((rule) => rule.judge && (rule.appliesTo?.(type) ?? true));
    known.set(type, some);
    return some;
}

const byType = new WeakMap<readonly Rule[], Map<string, readonly Rule[]>>();

function different(verdicts: readonly Verdict[]): Iterable<Verdict> {
    const said = new Map<string, Verdict>();
    for (const verdict of verdicts) {
        const key = `${verdict.path}\n${verdict.found}\n${verdict.about}`;
        if (!said.has(key)) said.set(key, verdict);
    }
    return said.values();
}

/** What rules say of the resources of a stack together. */
export function judgeTogether(subjects: readonly Subject[], rules: readonly Rule[] = all): Verdict[] {
    const stack = new Stack(subjects);
    const verdicts: Verdict[] = [];
    for (const rule of rules) {
        if (!rule.judgeStack) continue;
        try {
            for (const { subject, ...finding } of rule.judgeStack(stack))
                verdicts.push(verdict(rule, subject.resource, finding));
        } catch (error) {
            const [first] = subjects;
            if (first) verdicts.push(verdict(rule, first.resource, failed(error)));
        }
    }
    return verdicts;
}

/** A rule that stumbles is undetermined on this resource and nowhere else. */
function findings(rule: Rule, subject: Subject): readonly Finding[] {
    let found = NOTHING;
    subject.looked = false;
    try {
        for (const finding of rule.judge?.(subject) ?? NOTHING) {
            if (found === NOTHING) found = [];
            found.push(finding);
        }
    } catch (error) {
        found = [...found, failed(error)];
    }
    if (!subject.looked || subject.cuts.length === 0) return found;
    return [...found, ...subject.cuts.map(({ path, why }) => ({ path, undetermined: why }))];
}

const NOTHING: Finding[] = [];

/** Only the kind of the error: its text may quote the value. */
function failed(error: unknown): Finding {
    const kind = error instanceof Error && /^\w{1,40}$/.test(error.name) ? error.name : "no error";
    return { path: "", undetermined: `the rule failed here (${kind})` };
}

function verdict(rule: Rule, resource: Resource, finding: Finding): Verdict {
    const { id, severity, level } = rule;
    const open = "undetermined" in finding;
    return {
        rule: id,
        severity,
        level,
        urn: resource.urn,
        path: shown(inside(resource.within, finding.path)),
        ...(finding.about !== undefined && { about: finding.about }),
        verdict: open ? "undetermined" : "violation",
        found: open ? finding.undetermined : finding.found,
        wanted: open ? "" : finding.wanted,
    };
}

const inside = (within: string | undefined, path: string): string => {
    if (within === undefined || path === "") return within ?? path;
    return path.startsWith("[") ? within + path : `${within}.${path}`;
};

/** A path may lead over a key that is itself a token. */
function shown(path: string): string {
    if (tokens(path).length === 0) return path;
    const hide = (step: string | number) => (tokens(String(step)).length > 0 ? "…" : step);
    return steps(path).map(hide).reduce<string>(join, "");
}
