/** What is wrong at one place of a stack file, in three parts of one sentence. */
export interface Problem {
    /** Path in the stack file, for example `ground.regions[0].zones[2]`. */
    at: string;
    /** What stands there, with its verb: `is 90`, `is missing`, `has 1 entry`. Never a secret. */
    found: string;
    /** What to do about it, with its verb: `use 1 to 35`. */
    remedy: string;
}

/** What a rule objects to. `found` of a list or map is said as "has …", of anything else as "is …". */
export interface Finding {
    at: string;
    found: unknown;
    use: string;
}

/** What several fields demand of each other. A field with a problem of its own ends the rule as soon as it is read. */
export type Rule<Settings> = (settings: Settings) => Iterable<Finding>;

/** Entries of a list that repeat an earlier one; with `key`, entries whose `key` does. */
export function* duplicates<Entry>(
    list: readonly Entry[],
    at: string,
    key?: keyof Entry & string,
): Generator<Finding, void, undefined> {
    const values = list.map((entry) => (key === undefined ? entry : entry[key]));
    for (const [i, found] of values.entries()) {
        const first = values.indexOf(found);
        if (found === undefined || first === i) continue;
        if (key === undefined) yield { at: `${at}[${i}]`, found, use: `each once; ${at}[${first}] is the same` };
        else yield { at: `${at}[${i}].${key}`, found, use: `a ${key} other than that of ${at}[${first}]` };
    }
}

/** The one message that a wrong stack file ends in. */
export function format(file: string, problems: readonly Problem[]): string {
    const lines = problems.map(({ at, found, remedy }) => `  ${at} ${found}; ${remedy}`);
    return [`${file} has ${problems.length} ${problems.length === 1 ? "problem" : "problems"}:`, ...lines].join("\n");
}
