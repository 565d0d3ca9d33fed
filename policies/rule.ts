import type { Stack } from "./stack";
import type { Subject } from "./subject";

/** A value as a rule sees it: JSON in which an unknown is `{"$unknown": true}` and a secret `{"$secret": true}`. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A resource as a rule sees it, whoever declared it. Everything but `type`, `name` and `props` may be missing. */
export interface Resource {
    urn: string;
    type: string;
    name: string;
    props: { [key: string]: Json };
    protect?: boolean;
    retainOnDelete?: boolean;
    parent?: string | null;
    /** URN of the provider: in a program for several clusters, what tells one from another. */
    provider?: string | null;
    /** For an object that stands within another resource, in a list or in a text of YAML: the path to it. */
    within?: string;
    dependencies?: readonly string[];
    /** Top-level property to the URNs of the resources whose outputs it was made from. */
    propertyDependencies?: Readonly<Record<string, readonly string[]>>;
    /** Property paths whose value is secret. Without the list nobody says where a secret came from. */
    secretPaths?: readonly string[];
    /** Property paths whose value is not known before the update; an unknown secret stands in both lists. */
    unknownPaths?: readonly string[];
    /** True while `propertyDependencies` are still to come: rules that need them wait for the second judgement. */
    originsPending?: boolean;
}

export type Severity = "low" | "medium" | "high" | "critical";

/** What a rule says of one place: either it is wrong, or nobody can know yet. Silence is a pass. */
export type Finding = ({ path: string; found: string; wanted: string } | { path: string; undetermined: string }) & {
    /** What findings of a rule have in common where they are told together, such as the constraint they break. */
    about?: string;
};

/** What a rule says of a resource that it sees together with the others. */
export type StackFinding = Finding & { subject: Subject };

/** A resource that shows a rule at work. It feeds the tests and the documentation. */
export interface Example extends Omit<Resource, "urn" | "name"> {
    /** Paths at which the rule finds fault, or cannot know yet; none in a good example. */
    at?: readonly string[];
    /** What else the stack declares; the paths in `at` may lead into these as well. */
    others?: readonly Omit<Example, "at" | "others">[];
}

/** Objects that the API server asks about: `pods` are pods and the templates of all workloads. */
export type Admitted =
    | "pods"
    | "httproutes"
    | "ingresses"
    | "namespaces"
    | "networkpolicies"
    | "rolebindings"
    | "roles"
    | "serviceaccounts"
    | "services";

/** A demand in CEL, true where the rule is kept. */
export interface Cel {
    of: Admitted;
    /** Over `object`, and for pods over the variables that `cel.ts` names. In time linear in the size of the object. */
    passes: string;
}

/** A rule judges one resource at a time, or what a stack declares together. It never reads past an unknown. */
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
    /** Whether resources of this type concern the rule, asked once for each type. Default: all do. */
    appliesTo?(type: string): boolean;
    judge?(subject: Subject): Iterable<Finding>;
    /** Judges the resources of a stack together, in time linear in their number. */
    judgeStack?(stack: Stack): Iterable<StackFinding>;
    /** What of it the API server can hold: its objects alone, and functions that every CEL has. */
    cel?: readonly Cel[];
    good: readonly Example[];
    bad: readonly Example[];
    /** Resources of which the rule cannot know yet. */
    open?: readonly Example[];
}

/** A finding with its place and rule: what every output shows. */
export interface Verdict {
    rule: string;
    verdict: "violation" | "undetermined";
    severity: Severity;
    level: Rule["level"];
    urn: string;
    path: string;
    /** Findings of a rule that share it are told together, see `together`. */
    about?: string;
    /** What stands there; a secret is masked to its kind and position. For undetermined: why nobody can know yet. */
    found: string;
    /** What would pass; empty for undetermined. */
    wanted: string;
    /** Who answers for it, until when; what is excepted is told and stops nothing. */
    excepted?: { reason: string; owner: string; ticket: string; expires: string };
    /** It was found in what this is compared with as well; it is told and stops nothing. */
    old?: true;
}

/** The sentence that a person reads: where, what was found, what would pass. */
export const message = ({ verdict, path, found, wanted }: Verdict): string => {
    const where = path === "" ? "the resource" : path;
    return verdict === "violation" ? `${where}: ${found}; use ${wanted}` : `${where}: not known yet, ${found}`;
};
