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
            if (!(FIELDS as readonly string[]).includes(key))
                faults.push({ path, found: "a key that means nothing here", wanted: FIELDS.join(", ") });
        return wrong.length > 0 ? [] : [entry as unknown as Exception];
    });
    const names = Object.entries(never).map(
        ([stack, ids]) => [stack, Array.isArray(ids) ? ids.map(String) : []] as const,
    );
    return { file: { never: Object.fromEntries(names), exceptions }, faults };
}

/** The verdicts with those that are excepted marked and lowered, and what is wrong with the exceptions. */
export function excepted(
    verdicts: readonly Verdict[],
    value: Json,
    circumstances: Circumstances,
    rules: readonly Rule[] = all,
): Verdict[] {
    const { file, faults } = readExceptions(value);
    const found = faults.map((fault) => finding(fault.path, fault.found, fault.wanted, circumstances));
    const used = new Set<Exception>();
    const severities = new Map(rules.map(({ id, severity }) => [id, severity]));
    const valid = file.exceptions.filter((exception, index) => {
        if (stackOf(exception) !== circumstances.stack && stackOf(exception) !== undefined) return false;
        const problems = [...faultsOf(exception, severities.get(exception.rule), file.never, circumstances)];
        for (const { field, ...problem } of problems)
            found.push(finding(`exceptions[${index}].${field}`, problem.found, problem.wanted, circumstances));
        return problems.length === 0;
    });
    const byRule = new Map<string, Exception[]>();
    for (const exception of valid) byRule.set(exception.rule, [...(byRule.get(exception.rule) ?? []), exception]);
    const judged = verdicts.map((verdict): Verdict => {
        const exception = byRule.get(verdict.rule)?.find(({ resource }) => fits(resource, verdict.urn));
        if (!exception) return verdict;
        used.add(exception);
        const { reason, owner, ticket, expires } = exception;
        return {
            ...verdict,
            level: "advisory",
            found: `${verdict.found} (excepted until ${expires} by ${owner}, ${ticket}: ${reason})`,
            excepted: { reason, owner, ticket, expires },
        };
    });
    for (const [index, exception] of file.exceptions.entries())
        if (valid.includes(exception) && !used.has(exception))
            found.push(
                finding(`exceptions[${index}]`, "an exception that nothing needs", "no exception", circumstances),
            );
    return [...judged, ...found];
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

const finding = (path: string, found: string, wanted: string, { file }: Circumstances): Verdict => ({
    rule: exceptionsRule.id,
    severity: exceptionsRule.severity,
    level: exceptionsRule.level,
    verdict: "violation",
    ...{ urn: file, path, found, wanted },
});
