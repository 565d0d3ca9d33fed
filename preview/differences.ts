import { sep } from "node:path";
import { propertyPath } from "./path";
import type { Json, Plan, PlanResource } from "./plan";

/** A place where two plans of one stack are not the same. */
export interface Difference {
    urn: string;
    /** The property, or the option; empty for the resource as a whole. */
    path: string;
    /** What stands there in the first plan, shortened. */
    first: string;
    second: string;
}

type Keys = (string | number)[];

const ABSENT = "nothing";
const LENGTH = 80;

/** Compares two plans, resource by resource. */
export function differences(first: Plan, second: Plan): Difference[] {
    const others = new Map(second.resources.map((resource) => [resource.urn, resource]));
    const found: Difference[] = [];
    for (const resource of first.resources) {
        const other = others.get(resource.urn);
        others.delete(resource.urn);
        if (other === undefined) found.push({ urn: resource.urn, path: "", first: "declared", second: ABSENT });
        else found.push(...resourceDifferences(resource, other));
    }
    for (const urn of others.keys()) found.push({ urn, path: "", first: ABSENT, second: "declared" });
    const stack = first.resources.find(({ parent, custom }) => parent === null && !custom)?.urn ?? "";
    return [...found, ...valueDifferences(stack, first.outputs, second.outputs, ["outputs"])];
}

/** Where a plan names the project's folder, which is another one on each machine. */
export function machinePaths(plan: Plan, directory: string): Difference[] {
    // One that is just below the root, such as /app, may well be meant as a path in a container.
    if (directory.split(sep).length < 3) return [];
    const second = "the project's folder on another machine";
    return plan.resources.flatMap(({ urn, inputs }) =>
        [...texts(inputs, [])]
            .filter(([, text]) => text.includes(directory))
            .map(([keys, text]) => ({
                urn,
                path: propertyPath(keys),
                first: short(text, text.indexOf(directory)),
                second,
            })),
    );
}

function resourceDifferences(a: PlanResource, b: PlanResource): Difference[] {
    const { inputs, secretPaths, unknownPaths, ...rest } = a;
    const found = valueDifferences(a.urn, inputs, b.inputs, []);
    // A value that is another one is often no longer secret or unknown either; once is enough.
    if (found.length === 0) found.push(...valueDifferences(a.urn, { secretPaths, unknownPaths }, pathsOf(b), []));
    for (const [option, value] of Object.entries(rest)) {
        const other = b[option as keyof typeof rest];
        found.push(...valueDifferences(a.urn, value as Json, other as Json | undefined, [option]));
    }
    return found;
}

function pathsOf({ secretPaths, unknownPaths }: PlanResource): Json {
    return { secretPaths, unknownPaths };
}

function valueDifferences(urn: string, a: Json | undefined, b: Json | undefined, keys: Keys): Difference[] {
    if (a === b) return [];
    if (isBranch(a) && isBranch(b) && Array.isArray(a) === Array.isArray(b) && !isMark(a) && !isMark(b)) {
        const names = new Set([...Object.keys(a), ...Object.keys(b)]);
        return [...names].flatMap((name) => {
            const key = Array.isArray(a) ? Number(name) : name;
            return valueDifferences(urn, a[key as never], b[key as never], [...keys, key]);
        });
    }
    const [first, second] = [textOf(a), textOf(b)];
    if (first === second) return [];
    const from = firstDifference(first, second);
    return [{ urn, path: propertyPath(keys), first: short(first, from), second: short(second, from) }];
}

/** `{"$secret": true}` and its like are values. */
function isMark(value: { [key: string]: Json } | Json[]): boolean {
    return Object.keys(value).some((key) => key.startsWith("$"));
}

function isBranch(value: Json | undefined): value is { [key: string]: Json } | Json[] {
    return typeof value === "object" && value !== null;
}

function* texts(value: Json, keys: Keys): Iterable<[Keys, string]> {
    if (typeof value === "string") yield [keys, value];
    else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* texts(item, [...keys, index]);
    else if (isBranch(value)) for (const [key, item] of Object.entries(value)) yield* texts(item, [...keys, key]);
}

function textOf(value: Json | undefined): string {
    return value === undefined ? ABSENT : JSON.stringify(value);
}

function firstDifference(a: string, b: string): number {
    let index = 0;
    while (index < a.length && a[index] === b[index]) index++;
    return index;
}

/** A text short enough for a line, around the character that matters. */
function short(text: string, around: number): string {
    const start = text.length <= LENGTH ? 0 : Math.max(0, Math.min(around - LENGTH / 4, text.length - LENGTH));
    const end = start + LENGTH;
    return `${start > 0 ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
}
