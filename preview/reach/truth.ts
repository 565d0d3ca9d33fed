/** Yes, no, or the reasons why nobody can know before the update. */
export type Truth = boolean | readonly string[];

/** A value of which a plan says only that there is one. */
export interface Hidden {
    readonly reason: string;
}

export type Known<T> = T | Hidden;

export const isHidden = (value: unknown): value is Hidden =>
    typeof value === "object" && value !== null && "reason" in value;

export function all(...truths: readonly Truth[]): Truth {
    if (truths.includes(false)) return false;
    if (truths.every((truth) => truth === true)) return true;
    const reasons = reasonsOf(truths);
    return reasons.length === 0 || reasons;
}

export function any(...truths: readonly Truth[]): Truth {
    if (truths.includes(true)) return true;
    const reasons = reasonsOf(truths);
    return reasons.length > 0 && reasons;
}

export const not = (truth: Truth): Truth => (typeof truth === "boolean" ? !truth : truth);

/** Whether two texts are the same. */
export function same(a: Known<string>, b: Known<string>): Truth {
    if (isHidden(a)) return [a.reason];
    return isHidden(b) ? [b.reason] : a === b;
}

export const reasonsOf = (truths: readonly Truth[]): string[] => [
    ...new Set(truths.flatMap((truth) => (typeof truth === "boolean" ? [] : truth))),
];
