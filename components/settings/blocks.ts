import { allowed, list, otherSize } from "./allowed";
import { found } from "./found";
import { nearest } from "./nearest";
import { broken, put } from "./partial";
import { type Place, step } from "./place";
import { isPlaceholder } from "./placeholder";
import type { Walk } from "./report";
import { parse, type Schema, type Shape } from "./shape";

type Entries = Readonly<Record<string, unknown>>;

/** A map with known keys. */
export function visitMap(
    schema: Schema,
    shape: Shape & { kind: "map" },
    value: Entries,
    place: Place,
    walk: Walk,
): unknown {
    const before = walk.report.problems.length;
    const known = Object.keys(shape.fields);
    const absent = known.filter((key) => !Object.hasOwn(value, key) || value[key] === undefined);
    const unknown = shape.open ? [] : Object.keys(value).filter((key) => !Object.hasOwn(shape.fields, key));
    const meant = new Map(unknown.sort().map((key) => [key, nearest(key, absent) ?? nearest(key, known)]));
    const misspelt = new Set([...meant.values()].filter((key) => key !== undefined && absent.includes(key)));

    const checked = {};
    for (const [key, field] of Object.entries(shape.fields)) {
        const given = Object.hasOwn(value, key) ? value[key] : undefined;
        // A misspelt key is one mistake, not one key too many and one too few.
        put(checked, key, misspelt.has(key) ? broken : walk.visit(field, given, step(place, key), walk));
    }
    for (const [key, near] of meant) {
        const remedy = near === undefined ? `here you can set ${list(known, "and")}` : `did you mean ${near}?`;
        walk.report.enter(step(place, key), undefined, false);
        walk.report.refuse(step(place, key), "is not a setting", remedy);
    }
    return settled(schema, value, checked, before, place, walk);
}

/** A map whose keys are names that the file gives. */
export function visitNames(
    schema: Schema,
    shape: Shape & { kind: "names" },
    value: Entries,
    place: Place,
    walk: Walk,
): unknown {
    const before = walk.report.problems.length;
    const checked = {};
    let named = true;
    for (const key of Object.keys(value).sort()) {
        const at = step(place, key);
        const good = shape.open || parse(shape.name, key).success;
        if (isPlaceholder(key)) walk.report.refuse(at, "is named by a placeholder", "use the real name");
        else if (!good) walk.report.refuse(at, "is not a name allowed here", `use ${allowed(shape.name)}`);
        else put(checked, key, walk.visit(shape.each, value[key], at, walk));
        named &&= good && !isPlaceholder(key);
    }
    const result = settled(schema, value, checked, before, place, walk);
    // Which name was meant is not known, so no rule may conclude that one is absent.
    return named ? result : broken;
}

export function visitList(
    schema: Schema,
    item: (index: number) => Schema | undefined,
    value: readonly unknown[],
    place: Place,
    walk: Walk,
): unknown {
    const before = walk.report.problems.length;
    const checked: unknown[] = [];
    for (const [i, entry] of value.entries()) {
        const each = item(i);
        if (each) put(checked, i, walk.visit(each, entry, step(place, i), walk));
    }
    const sound = walk.report.problems.length === before && parse(schema, value).success;
    // A wrong length is told even if an entry is wrong too.
    const size = sound ? undefined : otherSize(schema, value.length);
    if (size === undefined) return settled(schema, value, checked, before, place, walk);
    const count = value.length === 0 ? "no entries" : value.length === 1 ? "1 entry" : `${value.length} entries`;
    return walk.report.refuse(place, `has ${count}`, `use ${size}`);
}

/** Once all that is below is sound, the schema has the last word. */
function settled(schema: Schema, value: object, checked: object, before: number, place: Place, walk: Walk): unknown {
    if (walk.report.problems.length > before) return checked;
    const parsed = parse(schema, value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
        const at = issue.path.filter((key) => typeof key !== "symbol").reduce<Place>(step, place);
        const given = walk.report.places.get(at.at)?.value;
        const is = typeof given === "object" ? "does not fit together" : found(given, at.shown);
        walk.report.refuse(at, is, `use ${issue.message || allowed(schema)}`);
    }
    return broken;
}
