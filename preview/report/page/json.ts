import type { Json } from "../../plan";
import { isMarker } from "../facts/path";
import { digits, visible } from "../text";
import { Markup } from "./markup";

const width = 76;
const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text that stands in JSON and in a page as it is, which is nearly all. */
const ordinary = /^[ !#-%'-;=?-[\]-~]*$/;

/** Quotes stay as they are: JSON is shown as text, never inside an attribute. */
const text = (value: string) =>
    ordinary.test(value)
        ? `"${value}"`
        : visible(JSON.stringify(value)).replace(/[&<>]/g, (sign) => entities[sign] ?? "");

/** JSON as a person would lay it out: what fits on a line stays on it; unknown and secret stand out. */
export const json = (value: Json): Markup => new Markup(print(value, 0).out);

interface Printed {
    out: string;
    /** Length as seen, without markup. Infinite when it takes more than one line. */
    seen: number;
}

function print(value: Json, depth: number): Printed {
    if (isMarker(value, "$unknown")) return { out: '<i class="u">unknown</i>', seen: 9 };
    if (isMarker(value, "$secret")) return { out: '<i class="s">secret</i>', seen: 8 };
    if (typeof value === "string" && value.includes("\n") && value.length > width) return block(value);
    if (typeof value === "string") return { out: text(value), seen: value.length + 2 };
    if (value === null || typeof value !== "object") return { out: String(value), seen: String(value).length };
    const members = Array.isArray(value)
        ? value.map((item) => print(item, depth + 1))
        : Object.entries(value).map(([key, inner]) => member(key, print(inner, depth + 1)));
    const [open, close] = Array.isArray(value) ? "[]" : "{}";
    if (members.length === 0) return { out: `${open}${close}`, seen: 2 };
    const seen = members.reduce((sum, part) => sum + part.seen + 2, 2);
    const pad = Array.isArray(value) ? "" : " ";
    if (depth > 0 && seen + depth * 2 <= width) {
        return { out: `${open}${pad}${members.map(({ out }) => out).join(", ")}${pad}${close}`, seen };
    }
    const indent = "  ".repeat(depth + 1);
    const lines = members.map(({ out }) => `${indent}${out}`).join(",\n");
    return { out: `${open}\n${lines}\n${"  ".repeat(depth)}${close}`, seen: Number.POSITIVE_INFINITY };
}

/** A file inside a value, line by line. The frame around it is an element, which no content can imitate. */
function block(value: string): Printed {
    const lines = value.split("\n").map((line) => visible(line).replace(/[&<>]/g, (sign) => entities[sign] ?? ""));
    return { out: `<q>${lines.join("\n")}</q>`, seen: Number.POSITIVE_INFINITY };
}

/** Keys that are words need no quotes to be read. */
function member(key: string, { out, seen }: Printed): Printed {
    const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : text(key);
    return { out: `<b>${name}</b>: ${out}`, seen: name.length + 2 + seen };
}

const size = (text: string) => Buffer.byteLength(text);

/** The inputs of every resource; when bytes must be saved, the longest are cut, each at the end of a line. */
export function inputsOf(all: readonly Json[], saved: number): Markup[] {
    const printed = all.map((inputs) => print(inputs, 0).out);
    if (saved === 0) return printed.map((out) => new Markup(out));
    const sizes = printed.map(size);
    const room = sizes.reduce((sum, bytes) => sum + bytes, 0) - saved;
    const fits = (limit: number) =>
        sizes.reduce((sum, bytes) => sum + (bytes > limit ? limit + notice : bytes), 0) <= room;
    let [limit, tooLong] = [0, 1 << 24];
    while (tooLong - limit > 1) {
        const middle = (limit + tooLong) >> 1;
        if (fits(middle)) limit = middle;
        else tooLong = middle;
    }
    return printed.map((out, i) => new Markup((sizes[i] ?? 0) > limit ? cut(out, limit) : out));
}

/** Bytes that the words about a cut may take. */
const notice = 120;

function cut(out: string, limit: number): string {
    const start = Buffer.from(out).subarray(0, limit).toString();
    const kept = start.slice(0, Math.max(0, start.lastIndexOf("\n")));
    // Only a framed file runs over the end of a line; text from the plan holds no tag.
    const open = kept.lastIndexOf("<q>") > kept.lastIndexOf("</q>") ? "</q>" : "";
    return `${kept}${open}\n<em>Cut here: ${digits(size(out) - size(kept))} more bytes stand in plan.json.</em>`;
}
