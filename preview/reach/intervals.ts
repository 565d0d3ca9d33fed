/**
 * A set of points on a line: half-open, sorted, disjoint, never touching. Half-open intervals need no successor of a
 * point, so the same code serves ports, which are numbers, and addresses, which are bigints.
 */
export type Intervals<T extends number | bigint> = readonly Interval<T>[];

export interface Interval<T extends number | bigint> {
    readonly from: T;
    readonly until: T;
}

type Point = number | bigint;

export function union<T extends Point>(...sets: readonly Intervals<T>[]): Intervals<T> {
    const first = sets.find((set) => set.length > 0) ?? [];
    if (sets.every((set) => set.length === 0 || set === first)) return first;
    const sorted = sets.flat().sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
    const merged: Interval<T>[] = [];
    for (const next of sorted) {
        const last = merged.at(-1);
        if (!last || next.from > last.until) merged.push(next);
        else if (next.until > last.until) merged[merged.length - 1] = { from: last.from, until: next.until };
    }
    return merged;
}

export function intersect<T extends Point>(a: Intervals<T>, b: Intervals<T>): Intervals<T> {
    const common: Interval<T>[] = [];
    let [i, j] = [0, 0];
    for (let x = a[i], y = b[j]; x && y; x = a[i], y = b[j]) {
        const { from } = x.from > y.from ? x : y;
        const { until } = x.until < y.until ? x : y;
        if (from < until) common.push({ from, until });
        if (until === x.until) i++;
        else j++;
    }
    return common;
}

export function subtract<T extends Point>(a: Intervals<T>, b: Intervals<T>): Intervals<T> {
    const left: Interval<T>[] = [];
    for (const { from, until } of a) {
        let start = from;
        for (const hole of b) {
            if (hole.until <= start || hole.from >= until) continue;
            if (hole.from > start) left.push({ from: start, until: hole.from });
            start = hole.until;
        }
        if (start < until) left.push({ from: start, until });
    }
    return left;
}

export const contains = <T extends Point>(set: Intervals<T>, point: T): boolean =>
    set.some(({ from, until }) => from <= point && point < until);

export const overlap = <T extends Point>(a: Intervals<T>, b: Intervals<T>): boolean => intersect(a, b).length > 0;

/** Whether the first set holds all of the second. */
export const covers = <T extends Point>(a: Intervals<T>, b: Intervals<T>): boolean => subtract(b, a).length === 0;

/** Every place where one of the sets begins or ends, in order. */
export const borders = <T extends Point>(sets: readonly Intervals<T>[]): T[] =>
    [...new Set(sets.flatMap((set) => set.flatMap(({ from, until }) => [from, until])))].sort((a, b) =>
        a < b ? -1 : 1,
    );
