import { isDeepStrictEqual } from "node:util";
import type { Difference, Inputs, PropertyChange } from "./stand-in";

/** Whether a change at a property path needs a new resource. */
export type Replaces = (path: string) => boolean;

/** Compares properties leaf by leaf; an unknown is a change of whatever was there. */
export function difference(olds: Inputs, news: Inputs, replaces: Replaces = () => false): Difference {
    const changes: Record<string, PropertyChange> = {};
    const note = (path: string, kind: PropertyChange["kind"]) => {
        changes[path] = { kind, ...(replaces(path) && { replace: true }) };
    };
    const compare = (before: unknown, after: unknown, path: string): void => {
        if (isDeepStrictEqual(before, after)) return;
        if (before === undefined) note(path, "add");
        else if (after === undefined) note(path, "delete");
        else if (isTree(before) && isTree(after) && Array.isArray(before) === Array.isArray(after)) {
            for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
                compare(before[key], after[key], step(path, key, Array.isArray(before)));
            }
        } else note(path, "update");
    };
    compare(olds, news, "");
    return { changes };
}

type Tree = { [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null;

/** As the engine writes paths: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/property_path.go */
function step(path: string, key: string, index: boolean): string {
    if (index) return `${path}[${key}]`;
    if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
    return path ? `${path}.${key}` : key;
}
