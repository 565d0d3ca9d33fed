import { canonical } from "../canonical";
import type { Difference } from "../changes/model";
import type { Json } from "../plan";
import { clip } from "../report/text";

/** A value in a fact: short, and never a secret. */
export function shown(value: Json | undefined): string {
    if (value === undefined) return "not set";
    if (typeof value === "string") return clip(value, 160);
    const text = JSON.stringify(value)
        .replaceAll('{"$unknown":true}', "unknown")
        .replaceAll('{"$secret":true}', "secret");
    return clip(text, 160);
}

export const becomes = ({ before, after }: Pick<Difference, "before" | "after">): string =>
    `${shown(before)} becomes ${shown(after)}`;

/** The name at the end of a URN. */
export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::") || urn;

export const isText = (value: Json | undefined): value is string => typeof value === "string";

export const BACK = "Revert the change and update again.";

/** The one text of a value, for comparing; what is not there is null. */
export const canonicalText = (value: unknown): string => canonical(JSON.parse(JSON.stringify(value)));
