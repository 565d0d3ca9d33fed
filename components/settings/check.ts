import type { z } from "zod";
import { found } from "./found";
import { root, step } from "./place";
import type { Finding, Problem, Rule } from "./problems";
import { Report } from "./report";
import { parse, type Schema } from "./shape";
import { isSuspect, visit } from "./visit";

export type Checked<Settings> = { settings: Settings } | { problems: Problem[] };

/** Checks the settings of a stack file: each against the schema, then against each other by the rules. */
export function check<S extends Schema>(
    schema: S,
    rules: readonly Rule<z.output<S>>[],
    value: unknown,
): Checked<z.output<S>> {
    // A file in order is the usual case, and zod alone is fastest; the words for what is wrong take a walk of our own.
    const parsed = parse(schema, value);
    const settings = parsed.data as z.output<S>;
    const sound = parsed.success && !isSuspect(value) && rules.every((rule) => [...rule(settings)].length === 0);
    return sound ? { settings } : explain(schema, rules, value);
}

function explain<S extends Schema>(
    schema: S,
    rules: readonly Rule<z.output<S>>[],
    value: unknown,
): Checked<z.output<S>> {
    const report = new Report();
    const settings = visit(schema, value, root, { report, visit }) as z.output<S>;
    const broken = report.problems.map(({ at }) => at);
    for (const rule of rules) {
        for (const finding of findings(rule, settings, broken.length > 0)) {
            const problem = objection(finding, report);
            const told = report.problems.some(({ at, remedy }) => at === problem.at && remedy === problem.remedy);
            if (!told && !broken.includes(problem.at)) report.problems.push(problem);
        }
    }
    return report.problems.length > 0 ? { problems: report.sorted() } : { settings };
}

function* findings<S>(rule: Rule<S>, settings: S, partial: boolean): Generator<Finding> {
    try {
        yield* rule(settings);
    } catch (error) {
        // Of settings that are not whole a rule may make nothing; the problems found so far come first.
        if (!partial) throw error;
    }
}

function objection({ at, found: value, use }: Finding, report: Report): Problem {
    const visited = report.places.get(at);
    const { shown } = visited?.place ?? at.split(/[.[\]"]+/).reduce(step, root);
    if (value === undefined) return { at, found: found(value, shown), remedy: `give ${use}` };
    // Of a list or map the rule says in words what is wrong with it.
    if (visited?.block && typeof value === "string") return { at, found: `has ${value}`, remedy: `use ${use}` };
    const byDefault = visited && visited.value === undefined ? " by default" : "";
    return { at, found: `${found(value, shown)}${byDefault}`, remedy: `use ${use}` };
}
