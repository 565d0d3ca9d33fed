import { existsSync, readFileSync } from "node:fs";
import type { Json } from "./rule";

/** What a file of exceptions says; undefined if there is none. Throws where it is no YAML. */
export function readExceptionsFile(path: string): Json | undefined {
    if (!existsSync(path)) return undefined;
    // Loaded when first needed: most projects have no exceptions.
    const { parse }: typeof import("yaml") = require("yaml");
    return (parse(readFileSync(path, "utf8")) ?? {}) as Json;
}
