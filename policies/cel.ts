/** CEL as the API server reads it (kubernetes.io/docs/reference/using-api/cel): pieces that several rules are made of. */

/** What the expressions over pods may name, in this order. `dyn` keeps the type checker from asking every kind for all. */
export const VARIABLES = [
    {
        name: "template",
        expression:
            "object.kind == 'Pod' ? dyn(object) : object.kind == 'CronJob' ? " +
            "dyn(object).spec.jobTemplate.spec.template : dyn(object).spec.template",
    },
    { name: "pod", expression: "variables.template.spec" },
    {
        // A pod of a workload says which; what its template was allowed, it is allowed.
        name: "kind",
        expression:
            "object.kind == 'Pod' && has(object.metadata.ownerReferences) && object.metadata.ownerReferences.size() > 0 " +
            "? object.metadata.ownerReferences[0].kind : object.kind",
    },
    {
        name: "lasting",
        expression:
            "(has(variables.pod.containers) ? variables.pod.containers : []) + " +
            "(has(variables.pod.initContainers) ? variables.pod.initContainers : [])",
    },
    {
        name: "containers",
        expression:
            "variables.lasting + (has(variables.pod.ephemeralContainers) ? variables.pod.ephemeralContainers : [])",
    },
] as const;

/** A demand on a value in CEL. */
export interface ValueDemand {
    /** True for a value that passes; gets an expression for the value. */
    passes(value: string): string;
    /** Whether nothing passes: a constant, or an expression. Default false. */
    absent?: boolean | string;
    /** Which containers are asked. Default: all of them. */
    among?: "variables.lasting" | "variables.pod.containers";
    /** A container `c` of which this is true is not asked. */
    unless?: string;
}

/** Whether what stands at a path below a holder passes. */
export function standing(holder: string, path: string, { passes, absent = false }: ValueDemand): string {
    const way = path.split(".").map((_, index, keys) => [holder, ...keys.slice(0, index + 1)].join("."));
    const given = way.map((step) => `has(${step})`).join(" && ");
    const passing = passes(way.at(-1) ?? holder);
    const right = / \|\| | \? /.test(passing) ? `(${passing})` : passing;
    if (absent === true) return `${way.map((step) => `!has(${step})`).join(" || ")} || ${right}`;
    if (absent === false) return right === "true" ? given : `${given} && ${right}`;
    return `${given} ? ${right} : ${absent}`;
}

/** A list of texts. */
export const list = (texts: Iterable<string>): string => `[${[...texts].map(text).join(", ")}]`;

/** A text; what has a backslash in it is a pattern, and stays as it is written. */
export const text = (value: string): string => (value.includes("\\") ? `r'${value}'` : `'${value}'`);

/** Whether a text matches a pattern of RE2, anchored or not as the pattern says. */
export const matches = (value: string, pattern: string | RegExp): string =>
    `${value}.matches(${text(typeof pattern === "string" ? pattern : sourceOf(pattern))})`;

const sourceOf = ({ source, flags }: RegExp) => `${flags.includes("i") ? "(?i)" : ""}${source.replaceAll("\\/", "/")}`;

/** Whether a list is not there, or all of its entries pass. */
export const each = (path: string, entry: string, passes: string): string =>
    `!has(${path}) || ${path}.all(${entry}, ${passes})`;
