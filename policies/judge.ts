import { join, steps } from "./path";
import type { Finding, Resource, Rule, Verdict } from "./rule";
import { rules as all } from "./rules";
import { tokens } from "./secrets/tokens";
import { Subject } from "./subject";

/** Judges each resource by every rule that concerns it. Verdicts come in the order of resources, then of rules. */
export function judge(resources: Iterable<Resource>, rules: readonly Rule[] = all): Verdict[] {
    const concerned = new Map<string, readonly Rule[]>();
    const verdicts: Verdict[] = [];
    for (const resource of resources) {
        let some = concerned.get(resource.type);
        if (!some) {
            some = rules.filter((rule) => rule.appliesTo?.(resource.type) ?? true);
            concerned.set(resource.type, some);
        }
        const subject = new Subject(resource);
        for (const rule of some) {
            for (const finding of findings(rule, subject)) verdicts.push(verdict(rule, resource, finding));
        }
    }
    return verdicts;
}

/** A rule that stumbles is undetermined on this resource and nowhere else. */
function* findings(rule: Rule, subject: Subject): Iterable<Finding> {
    subject.looked = false;
    try {
        yield* rule.judge(subject);
    } catch (error) {
        // Only the kind of the error: its text may quote the value.
        const kind = error instanceof Error && /^\w{1,40}$/.test(error.name) ? error.name : "no error";
        yield { path: "", undetermined: `the rule failed here (${kind})` };
    }
    if (subject.looked) for (const { path, why } of subject.cuts) yield { path, undetermined: why };
}

function verdict(rule: Rule, resource: Resource, finding: Finding): Verdict {
    const { id, severity, level } = rule;
    const about = finding.about !== undefined && { about: finding.about };
    const place = { rule: id, severity, level, urn: resource.urn, path: shown(finding.path), ...about };
    return "undetermined" in finding
        ? { ...place, verdict: "undetermined", found: finding.undetermined, wanted: "" }
        : { ...place, verdict: "violation", found: finding.found, wanted: finding.wanted };
}

/** A path may lead over a key that is itself a token. */
function shown(path: string): string {
    if (tokens(path).length === 0) return path;
    const hide = (step: string | number) => (tokens(String(step)).length > 0 ? "…" : step);
    return steps(path).map(hide).reduce<string>(join, "");
}
