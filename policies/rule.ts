/** A value as a rule sees it: JSON in which an unknown is `{"$unknown": true}` and a secret `{"$secret": true}`. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A resource as a rule sees it, whoever declared it. Everything but `type`, `name` and `props` may be missing. */
export interface Resource {
    urn: string;
    type: string;
    name: string;
    props: { [key: string]: Json };
    protect?: boolean;
    parent?: string | null;
    dependencies?: readonly string[];
    /** Top-level property to the URNs of the resources whose outputs it was made from. */
    propertyDependencies?: Readonly<Record<string, readonly string[]>>;
    secretPaths?: readonly string[];
    unknownPaths?: readonly string[];
}

export type Severity = "low" | "medium" | "high" | "critical";

/** What a rule says of one place: either it is wrong, or nobody can know yet. Silence is a pass. */
export type Finding =
    | { path: string; found: string; wanted: string }
    | { path: string; undetermined: string };

/** A rule judges one resource at a time and never reads past an unknown. */
export interface Rule {
    /** As in `docs/policies.md`, for example `IMG-01`. */
    id: string;
    /** The good state, as a short sentence. */
    title: string;
    /** One sentence: what goes wrong otherwise. */
    why: string;
    severity: Severity;
    level: "mandatory" | "advisory";
    /** Identifiers of the same demand in other tools. */
    sameAs: readonly string[];
    judge(resource: Resource): Iterable<Finding>;
}

/** A finding with its place and rule: what every output shows. */
export interface Verdict {
    rule: string;
    verdict: "violation" | "undetermined";
    severity: Severity;
    level: Rule["level"];
    urn: string;
    path: string;
    /** What stands there; a secret is masked to its kind. For undetermined: why nobody can know yet. */
    found: string;
    /** What would pass; empty for undetermined. */
    wanted: string;
}
