import { exampleOf } from "../../policies/examples";
import { join } from "../path";
import type { Item } from "./model";

/** Values of a stack file's block that are examples, with their places. */
export function examplesIn(config: Readonly<Record<string, string>>, project: string): Item[] {
    return Object.entries(config)
        .filter(([key]) => key.startsWith(`${project}:`))
        .flatMap(([key, text]) => found(parsed(text), key.slice(project.length + 1), ""));
}

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
