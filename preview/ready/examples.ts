import { exampleOf } from "../../policies/examples";
import { join } from "../path";
import type { Item } from "./model";

/** Blocks of a stack file, each with its place. */
export const blocks = (config: Readonly<Record<string, string>>, project: string): { path: string; value: unknown }[] =>
    Object.entries(config)
        .filter(([key]) => key.startsWith(`${project}:`))
        .map(([key, text]) => ({ path: key.slice(project.length + 1), value: parsed(text) }));

/** Values of a stack file's block that are examples, with their places. */
export const examplesIn = (config: Readonly<Record<string, string>>, project: string): Item[] =>
    blocks(config, project).flatMap(({ value, path }) => found(value, path, ""));

/** Blocks come as JSON; a plain value comes as it is written. */
function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

function found(value: unknown, path: string, key: string): Item[] {
    if (typeof value === "string") {
        const example = exampleOf(value, key);
        return example ? [{ what: path, detail: `${clipped(value)}: ${example.says}` }] : [];
    }
    if (Array.isArray(value)) return value.flatMap((entry, i) => found(entry, join(path, i), key));
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([name, entry]) => found(entry, join(path, name), name));
}

/** Digests and addresses say no more in their whole length. */
const clipped = (text: string) => (text.length > 72 ? `${text.slice(0, 60)}...${text.slice(-8)}` : text);
