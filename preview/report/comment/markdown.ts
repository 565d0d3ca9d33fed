import type { Json } from "../../plan";
import { clip, digits, plain, visible } from "../text";

/** The lines of one section when its lists show at most so many entries. */
export type Lines = (most: number) => string[];

/**
 * Text from a plan stands in code spans only: there no renderer makes links, mentions, tags or emphasis of it. A
 * backtick is shown escaped, like every invisible character, so that nothing can end the span.
 */
export const code = (text: string, limit = 120): string => span(plain(clip(text, limit)));

/** Like `code`, for values, which may be in any script. */
export const quote = (text: string, limit = 160): string => span(visible(clip(text, limit)));

const span = (text: string) => `\`${text === "" ? " " : text.replaceAll("`", "\\u{60}")}\``;

export const json = (value: Json | undefined): string =>
    value === undefined ? "nothing" : quote(typeof value === "string" ? value : marked(value));

const marked = (value: Json) =>
    JSON.stringify(value).replaceAll('{"$unknown":true}', "unknown").replaceAll('{"$secret":true}', "secret");

/** Sentences of this package and of its rules. */
export const prose = (text: string): string =>
    visible(text)
        .replace(/[\\`*_[\]<>&|~$]/g, "\\$&")
        .replaceAll("://", ":\\//");

export const section = (title: string, ...lines: string[]): string[] => [`## ${title}`, "", ...lines];

/** At most so many entries, and a line that counts the rest. */
export function list<T>(
    items: readonly T[],
    most: number,
    line: (item: T) => string | string[],
    indent = "",
): string[] {
    const shown = items.slice(0, most).flatMap(line);
    const rest = items.length - most;
    return rest > 0 ? [...shown, `${indent}- ${digits(rest)} ${most > 0 ? "more " : ""}in report.html`] : shown;
}
