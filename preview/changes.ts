import { join } from "./path";
import type { Json, Plan, PlanResource } from "./plan";

/** One value that differs. `undefined` means that the path is not there at all. */
export interface Difference {
    path: string;
    before: Json | undefined;
    after: Json | undefined;
}

/** A resource that both plans declare, but not alike. */
export interface Update {
    before: PlanResource;
    after: PlanResource;
    /** Inputs, by property path. A secret shows as secret: that its value changed cannot be seen here. */
    inputs: Difference[];
    /** Everything else that was declared of it: `protect`, `ignoreChanges`, `provider`, `dependencies`, … */
    options: Difference[];
}

/** What the second plan does to the first. Lists are in plan order; nothing here judges. */
export interface Changes {
    created: PlanResource[];
    updated: Update[];
    deleted: PlanResource[];
    /** Resources that are the same in both, to the last option. */
    unchanged: number;
    outputs: Difference[];
}

export function changes(before: Plan, after: Plan): Changes {
    const old = new Map(before.resources.map((resource) => [resource.urn, resource]));
    const kept = new Set(after.resources.map(({ urn }) => urn));
    const created: PlanResource[] = [];
    const updated: Update[] = [];
    let unchanged = 0;
    for (const resource of after.resources) {
        const was = old.get(resource.urn);
        if (!was) {
            created.push(resource);
            continue;
        }
        const update = compare(was, resource);
        if (update.inputs.length + update.options.length > 0) updated.push(update);
        else unchanged++;
    }
    return {
        created,
        updated,
        deleted: before.resources.filter(({ urn }) => !kept.has(urn)),
        unchanged,
        outputs: differences(before.outputs, after.outputs),
    };
}

function compare(before: PlanResource, after: PlanResource): Update {
    const { inputs: inputsBefore, ...optionsBefore } = before;
    const { inputs: inputsAfter, ...optionsAfter } = after;
    const options = differences(fields(optionsBefore), fields(optionsAfter), "", 1);
    return { before, after, inputs: differences(inputsBefore, inputsAfter), options };
}

/** The options of a resource as JSON; what the program did not set is not there. */
const fields = (options: object): { [key: string]: Json } => JSON.parse(JSON.stringify(options));

/** Every path at which two values differ, down to `depth` levels; below that the whole value is the difference. */
function differences(before: Json | undefined, after: Json | undefined, path = "", depth = Infinity): Difference[] {
    if (Array.isArray(before) && Array.isArray(after) && depth > 0) {
        const longer = before.length > after.length ? before : after;
        return longer.flatMap((_, i) => differences(before[i], after[i], `${path}[${i}]`, depth - 1));
    }
    if (isRecord(before) && isRecord(after) && depth > 0) {
        const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
        return keys.flatMap((key) => differences(own(before, key), own(after, key), join(path, key), depth - 1));
    }
    return same(before, after) ? [] : [{ path, before, after }];
}

type JsonRecord = { [key: string]: Json };

const isRecord = (value: Json | undefined): value is JsonRecord =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !("$unknown" in value) &&
    !("$secret" in value);

const own = (record: JsonRecord, key: string) => (Object.hasOwn(record, key) ? record[key] : undefined);

function same(a: Json | undefined, b: Json | undefined): boolean {
    if (a === b) return true;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
    if (Array.isArray(a) || Array.isArray(b)) {
        return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
    }
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}
