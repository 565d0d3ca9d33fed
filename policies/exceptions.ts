import { admittedAs } from "./admitted";
import type { Json, Rule, Verdict } from "./rule";
import { rules as all } from "./rules";
import { isMap, own } from "./value";

/** A finding that somebody answers for until a day. */
export interface Exception {
    rule: string;
    /** URN of the resource; `*` stands for any text, but not in an exception from a critical rule. */
    resource: string;
    /** Why it is right here, in at least 20 characters. */
    reason: string;
    owner: string;
    ticket: string;
    /** The last day on which it holds, `2027-01-31`. */
    expires: string;
    /** What the cluster calls it, `namespace/name`: where the API server holds the rule, it has to know of the exception. */
    objects?: readonly string[];
}

export interface Exceptions {
    /** Rules from which a stack may never be excepted, by the name of the stack. */
    never: Readonly<Record<string, readonly string[]>>;
    exceptions: readonly Exception[];
}

/** Under which circumstances they are judged. Nothing here looks at a clock. */
export interface Circumstances {
    stack: string;
    /** The day, `2026-11-21`. */
    today: string;
    /** What the file is called in findings. */
    file: string;
    /** Only some resources of the stack are judged: what none of them needs, another may. */
    partly?: boolean;
}

/** What is found in the exceptions themselves. */
export const exceptionsRule: Pick<Rule, "id" | "title" | "why" | "severity" | "level"> = {
    id: "EXC-01",
    title: "exceptions are justified, used and not expired",
    why: "an exception that nobody remembers is a hole that nobody closes",
    severity: "high",
    level: "mandatory",
};

const LONGEST_DAYS = 90;
const SHORTEST_REASON = 20;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const FIELDS = ["rule", "resource", "reason", "owner", "ticket", "expires"] as const;
const OBJECT = /^([a-z0-9][a-z0-9-]*\/)?[a-z0-9][a-z0-9.-]*$/;

/** Reads what the file says; every fault of its form is named, none is skipped. */
export function readExceptions(value: Json): {
    file: Exceptions;
    faults: { path: string; found: string; wanted: string }[];
} {
    const faults: { path: string; found: string; wanted: string }[] = [];
    const list = own(value, "exceptions") ?? [];
    const never = own(value, "never") ?? {};
    if (!isMap(value) || !Array.isArray(list) || !isMap(never)) {
        faults.push({ path: "", found: "no list of exceptions", wanted: "exceptions: [] and never: {}" });
        return { file: { never: {}, exceptions: [] }, faults };
    }
    const exceptions = list.flatMap((entry, index): Exception[] => {
        const path = `exceptions[${index}]`;
        const wrong = FIELDS.filter((field) => {
            const text = own(entry, field);
            return typeof text !== "string" || text.trim() === "";
        });
        for (const field of wrong) faults.push({ path: `${path}.${field}`, found: "nothing", wanted: "a text" });
        for (const key of isMap(entry) ? Object.keys(entry) : [])
            if (!["objects", ...FIELDS].includes(key))
                faults.push({ path, found: "a key that means nothing here", wanted: FIELDS.join(", ") });
        const objects = own(entry, "objects") ?? [];
        const named = Array.isArray(objects) && objects.every((one) => typeof one === "string" && OBJECT.test(one));
        if (!named) faults.push({ path: `${path}.objects`, found: "no names", wanted: "a list of namespace/name" });
        return wrong.length > 0 || !named ? [] : [entry as unknown as Exception];
    });
    const names = Object.entries(never).map(
        ([stack, ids]) => [stack, Array.isArray(ids) ? ids.map(String) : []] as const,
    );
    return { file: { never: Object.fromEntries(names), exceptions }, faults };
}

/** The exceptions of a stack, asked for each verdict as it comes. */
export class Allowed {
    /** What is wrong with the exceptions, as far as it is known. */
    readonly faults: Verdict[] = [];
    readonly #circumstances: Circumstances;
    readonly #rules: ReadonlyMap<string, Rule>;
    readonly #byRule = new Map<string, { exception: Exception; path: string }[]>();
    readonly #used = new Set<Exception>();
    /** Those that need the names of their objects and have none. */
    readonly #nameless = new Set<Exception>();

    constructor(value: Json, circumstances: Circumstances, rules: readonly Rule[] = all) {
        this.#circumstances = circumstances;
        this.#rules = new Map(rules.map((rule) => [rule.id, rule]));
        const { file, faults } = readExceptions(value);
        for (const { path, ...fault } of faults) this.#fault(path, fault);
        for (const [index, exception] of file.exceptions.entries()) {
            const path = `exceptions[${index}]`;
            if (stackOf(exception) !== circumstances.stack && stackOf(exception) !== undefined) continue;
            const severity = this.#rules.get(exception.rule)?.severity;
            const problems = [...faultsOf(exception, severity, file.never, circumstances)];
            for (const { field, ...problem } of problems) this.#fault(`${path}.${field}`, problem);
            if (problems.length > 0) continue;
            const known = this.#byRule.get(exception.rule) ?? [];
            this.#byRule.set(exception.rule, [...known, { exception, path }]);
        }
    }

    /** The verdict, marked and lowered where somebody answers for it. */
    mark(verdict: Verdict): Verdict {
        const found = this.#byRule.get(verdict.rule)?.find(({ exception }) => fits(exception.resource, verdict.urn));
        if (!found) return verdict;
        const { exception, path } = found;
        const { reason, owner, ticket, expires, objects = [] } = exception;
        this.#used.add(exception);
        const admitted = admittedAs(verdict.urn);
        const held = this.#rules.get(verdict.rule)?.cel?.some(({ of }) => of === admitted) ?? false;
        if (held && objects.length === 0) {
            const wanted = "the namespace/name of each object, since the API server refuses them as well";
            if (!this.#nameless.has(exception)) this.#fault(`${path}.objects`, { found: "nothing", wanted });
            this.#nameless.add(exception);
            return verdict;
        }
        return {
            ...verdict,
            level: "advisory",
            found: `${verdict.found} (excepted until ${expires} by ${owner}, ${ticket}: ${reason})`,
            excepted: { reason, owner, ticket, expires },
        };
    }

    /** After the last verdict, all that is wrong with the exceptions. */
    close(): readonly Verdict[] {
        for (const { exception, path } of this.#circumstances.partly ? [] : [...this.#byRule.values()].flat())
            if (!this.#used.has(exception))
                this.#fault(path, { found: "an exception that nothing needs", wanted: "no exception" });
        return this.faults;
    }

    #fault(path: string, fault: { found: string; wanted: string }): void {
        this.faults.push({
            rule: exceptionsRule.id,
            severity: exceptionsRule.severity,
            level: exceptionsRule.level,
            verdict: "violation",
            urn: this.#circumstances.file,
            path,
            ...fault,
        });
    }
}

/** The verdicts with those that are excepted marked and lowered, and what is wrong with the exceptions. */
export function excepted(
    verdicts: readonly Verdict[],
    value: Json,
    circumstances: Circumstances,
    rules: readonly Rule[] = all,
): Verdict[] {
    const allowed = new Allowed(value, circumstances, rules);
    const judged = verdicts.map((verdict) => allowed.mark(verdict));
    return [...judged, ...allowed.close()];
}

/** The exceptions of each stack that hold whatever the day, for those who know no day. */
export function exceptionsByStack(value: Json, rules: readonly Rule[] = all): Map<string, Exception[]> {
    const { file } = readExceptions(value);
    const severities = new Map(rules.map(({ id, severity }) => [id, severity]));
    const found = new Map<string, Exception[]>();
    for (const exception of file.exceptions) {
        const stack = stackOf(exception);
        const circumstances = { stack: stack ?? "", today: exception.expires, file: "" };
        const faults = [...faultsOf(exception, severities.get(exception.rule), file.never, circumstances)];
        if (stack !== undefined && faults.length === 0) found.set(stack, [...(found.get(stack) ?? []), exception]);
    }
    return found;
}

interface Fault {
    field: (typeof FIELDS)[number];
    found: string;
    wanted: string;
}

function* faultsOf(
    { rule, resource, reason, expires }: Exception,
    severity: Verdict["severity"] | undefined,
    never: Exceptions["never"],
    { stack, today }: Circumstances,
): Iterable<Fault> {
    if (severity === undefined)
        return yield { field: "rule", found: "a rule that is not there", wanted: "an id such as POD-09" };
    if ((Object.hasOwn(never, stack) ? (never[stack] ?? []) : []).includes(rule))
        yield { field: "rule", found: `a rule from which ${stack} is never excepted`, wanted: "the resource mended" };
    if (stackOf({ resource }) === undefined)
        yield { field: "resource", found: "no stack", wanted: "a URN from urn:pulumi:STACK:: on" };
    else if (severity === "critical" && resource.includes("*"))
        yield { field: "resource", found: "a wildcard for a critical rule", wanted: "the URN of one resource" };
    if (reason.trim().length < SHORTEST_REASON)
        yield { field: "reason", found: "a word", wanted: `a reason of at least ${SHORTEST_REASON} characters` };
    const days = DATE.test(expires) ? (Date.parse(expires) - Date.parse(today)) / 86_400_000 : Number.NaN;
    if (Number.isNaN(days)) yield { field: "expires", found: "no date", wanted: "the last day, as 2027-01-31" };
    else if (days < 0)
        yield { field: "expires", found: `expired on ${expires}`, wanted: "the resource mended, or a new decision" };
    else if (days > LONGEST_DAYS && (severity === "high" || severity === "critical"))
        yield {
            field: "expires",
            found: `${days} days`,
            wanted: `${LONGEST_DAYS} days or fewer for a rule of severity ${severity}`,
        };
}

/** The stack that a URN is of; a pattern must name it. */
const stackOf = ({ resource }: Pick<Exception, "resource">): string | undefined =>
    /^urn:pulumi:([^:*]+)::/.exec(resource)?.[1];

/** Whether a pattern fits: each part between the asterisks is found after the one before. */
function fits(pattern: string, urn: string): boolean {
    const parts = pattern.split("*");
    const [first = "", last = ""] = [parts.shift(), parts.pop()];
    if (parts.length === 0 && !pattern.includes("*")) return pattern === urn;
    let at = first.length;
    if (!urn.startsWith(first)) return false;
    for (const part of parts) {
        const found = urn.indexOf(part, at);
        if (found < 0) return false;
        at = found + part.length;
    }
    return urn.length - last.length >= at && urn.endsWith(last);
}
