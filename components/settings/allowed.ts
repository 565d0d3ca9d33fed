import { z } from "zod";
import { quoted } from "./found";
import type { Meta, Schema } from "./shape";

type Node = z.core.JSONSchema.BaseSchema & Meta;

/** What a schema allows, in words that follow "use": its `form` if it has one, else what its JSON Schema says. */
export function allowed(schema: Schema): string {
    return words(nodeOf(schema));
}

/** The entries that a list must have, if `length` is not among them: "3", "1 to 5", "2 or more". */
export function otherSize(schema: Schema, length: number): string | undefined {
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = nodeOf(schema);
    return length < minItems || length > maxItems ? entries(minItems, maxItems) : undefined;
}

/** "a", "a or b", "a, b or c". */
export function list(items: readonly string[], word: "or" | "and"): string {
    const last = items.at(-1) ?? "nothing";
    return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} ${word} ${last}`;
}

function nodeOf(schema: Schema): Node {
    return z.toJSONSchema(schema, { io: "input", target: "draft-07", unrepresentable: "any" });
}

function words(node: Node): string {
    if (node.form !== undefined) return node.form;
    if (node.enum !== undefined) return list(node.enum.map(literal), "or");
    if (node.const !== undefined) return literal(node.const);
    const options = (node.anyOf ?? node.oneOf)?.filter((option) => (option as Node).type !== "null");
    if (options !== undefined) return list([...new Set(options.map((option) => words(option as Node)))], "or");
    switch (node.type) {
        case "boolean":
            return "true or false";
        case "integer":
        case "number":
            return number(node);
        case "string":
            return text(node);
        case "array":
            return array(node);
        case "object":
            return map(node);
        default:
            return node.description ? `another value (${sentence(node.description)})` : "another value";
    }
}

function literal(value: unknown): string {
    return typeof value === "string" && !/^[\w./:@+-]+$/.test(value) ? quoted(value) : String(value);
}

function number(node: Node): string {
    const [min, above] = [bound(node.minimum), bound(node.exclusiveMinimum)];
    const [max, below] = [bound(node.maximum), bound(node.exclusiveMaximum)];
    const said: string[] = [];
    if (min !== undefined && max !== undefined) said.push(min === max ? `${min}` : `${min} to ${max}`);
    else if (min !== undefined) said.push(`${min} or more`);
    if (above !== undefined) said.push(`more than ${above}`);
    if (below !== undefined) said.push(`less than ${below}`);
    if (max !== undefined && min === undefined) said.push(above === undefined ? `${max} or less` : `up to ${max}`);
    if (said.length === 0) said.push(node.type === "integer" ? "a whole number" : "a number");
    if (node.multipleOf !== undefined) said.push(`a multiple of ${node.multipleOf}`);
    return said.join(", ");
}

/** Bounds that only say how far a computer can count are no bounds. */
function bound(value: unknown): number | undefined {
    return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
}

const formats: Readonly<Record<string, string>> = {
    email: "an e-mail address",
    uri: "a URL such as https://example.com/path",
    uuid: "a UUID",
    date: 'a date such as "2026-01-31"',
    "date-time": 'a time such as "2026-01-31T12:00:00Z"',
    ipv4: "an IPv4 address such as 10.0.0.1",
    ipv6: "an IPv6 address such as 2001:db8::1",
    cidrv4: "an IPv4 range such as 10.0.0.0/16",
    cidrv6: "an IPv6 range such as 2001:db8::/32",
    hostname: "a host name such as api.example.com",
    duration: "a duration such as PT30M",
};

function text(node: Node): string {
    const known = node.format === undefined ? undefined : formats[node.format];
    if (known !== undefined) return known;
    const example: unknown = Array.isArray(node.examples) ? node.examples[0] : undefined;
    if (typeof example === "string") return `text such as ${quoted(example)}`;
    if (node.pattern !== undefined) return `text that matches ${node.pattern}`;
    const { minLength = 0, maxLength } = node;
    const about = node.description ? ` (${sentence(node.description)})` : "";
    if (maxLength !== undefined) return `text of ${span(minLength, maxLength)} characters${about}`;
    return (minLength > 1 ? `text of ${minLength} or more characters` : "text") + about;
}

function array(node: Node): string {
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = node;
    const each = typeof items === "object" && !Array.isArray(items) && ("form" in items || "enum" in items);
    const size = minItems === 0 && maxItems === Number.POSITIVE_INFINITY ? "" : ` of ${entries(minItems, maxItems)}`;
    return `a list${size}${each ? `, each ${words(items as Node)}` : ""}`;
}

function map(node: Node): string {
    const keys = node.required ?? Object.keys(node.properties ?? {});
    return keys.length === 0 ? "a map" : `a map with ${list(keys, "and")}`;
}

function entries(min: number, max: number): string {
    const count = max === Number.POSITIVE_INFINITY ? `${min} or more` : span(min, max);
    return `${count} ${count === "1" ? "entry" : "entries"}`;
}

function span(min: number, max: number): string {
    if (min === max) return `${min}`;
    if (max === min + 1) return `${min} or ${max}`;
    return min === 0 ? `up to ${max}` : `${min} to ${max}`;
}

function sentence(description: string): string {
    return description.replace(/\.(\s[\s\S]*)?$/, "");
}
