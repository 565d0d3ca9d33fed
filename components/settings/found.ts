import type { Shown } from "./place";
import { looksSecret } from "./secrecy";

/** What stands in the file, said without giving away what must not be seen. */
export function found(value: unknown, shown: Shown): string {
    if (value === undefined) return "is missing";
    if (value === null) return "is empty";
    if (Array.isArray(value)) return "is a list";
    if (typeof value === "object") return "is a map";
    if (typeof value !== "string") return shown === "nothing" ? unshown : `is ${String(value)}`;
    return shown === "all" && !looksSecret(value) ? `is ${quoted(value)}` : unshown;
}

const unshown = "is given (not shown)";

/** A text in quotes on one line, cut where it says no more. */
export function quoted(text: string): string {
    const whole = [...text];
    const cut = whole.length > 60 ? `${whole.slice(0, 50).join("")}…` : text;
    return JSON.stringify(cut).replaceAll(
        /[\p{Cf}\p{Zl}\p{Zp}\x7f-\x9f]/gu,
        (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
    );
}
