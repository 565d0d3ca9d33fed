import { join } from "../path";
import type { Json } from "../plan";
import type { Difference } from "./model";

/** Every path at which two values differ, down to `depth` levels; below that the whole value is the difference. */
export function differences(
    before: Json | undefined,
    after: Json | undefined,
    path = "",
    depth = Infinity,
): Difference[] {
    if (before === after) return [];
    if (Array.isArray(before) && Array.isArray(after) && depth > 0) {
        const longer = before.length > after.length ? before : after;
        return longer.flatMap((_, i) => differences(before[i], after[i], join(path, i), depth - 1));
    }
    if (isBranch(before) && isBranch(after) && depth > 0) {
        const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
        return keys.flatMap((key) => differences(own(before, key), own(after, key), join(path, key), depth - 1));
    }
    return same(before, after) ? [] : [{ path, before, after }];
}

export type JsonRecord = { [key: string]: Json };

export const isRecord = (value: Json | undefined): value is JsonRecord =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** A record that is neither an unknown nor a secret. */
const isBranch = (value: Json | undefined): value is JsonRecord =>
    isRecord(value) && !("$unknown" in value) && !("$secret" in value);

export const isUnknown = (value: Json | undefined): boolean => isRecord(value) && value.$unknown === true;

/** Whether a value holds anything that is not known before the update, however deep. */
export function holdsUnknown(value: Json | undefined): boolean {
    if (Array.isArray(value)) return value.some(holdsUnknown);
    return isRecord(value) && (isUnknown(value) || Object.values(value).some(holdsUnknown));
}

/** Whether nothing of a value is unknown or secret, however deep. */
export function isShown(value: Json | undefined): boolean {
    if (Array.isArray(value)) return value.every(isShown);
    return !isRecord(value) || (isBranch(value) && Object.values(value).every(isShown));
}

export const own = (record: JsonRecord, key: string): Json | undefined =>
    Object.hasOwn(record, key) ? record[key] : undefined;

/** Whether two values are the same, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
    if (a === b) return true;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
    if (Array.isArray(a) || Array.isArray(b)) {
        return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
    }
    const keys = Object.keys(a);
    return (
        keys.length === Object.keys(b).length &&
        keys.every((key) => Object.hasOwn(b, key) && same(a[key as keyof typeof a], b[key as keyof typeof b]))
    );
}
