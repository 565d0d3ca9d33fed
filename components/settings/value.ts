import { allowed } from "./allowed";
import { found } from "./found";
import type { Place } from "./place";
import { isPlaceholder } from "./placeholder";
import type { Walk } from "./report";
import { parse, type Schema } from "./shape";

/** A text, a number, a switch; or something else where one of these is wanted. */
export function visitValue(schema: Schema, value: unknown, place: Place, walk: Walk): unknown {
    // Text where a map or list is wanted may hold anything, secrets among it.
    const block = walk.report.places.get(place.at)?.block && typeof value === "string";
    if (typeof value === "string" && isPlaceholder(value)) {
        const shown = found(value, place.shown);
        const told = !block && shown !== found(value, "nothing");
        return walk.report.refuse(place, told ? `${shown}, a placeholder` : "is a placeholder", `use ${real(schema)}`);
    }
    const parsed = parse(schema, value);
    if (parsed.success) return parsed.data;
    const use = parsed.error.issues.find((issue) => issue.message !== "")?.message ?? allowed(schema);
    const hint = use.includes("quotes") ? "" : slip(schema, value);
    return walk.report.refuse(place, block ? "is text" : found(value, place.shown), `use ${use}${hint}`);
}

function real(schema: Schema): string {
    const use = allowed(schema);
    return use === "text" || use === "another value" ? "the real value" : use;
}

/** What is all that is wrong with a value of the wrong type: YAML takes 18 for a number and "18" for a text. */
function slip(schema: Schema, value: unknown): string {
    if (typeof value === "number" && parse(schema, Math.trunc(value)).success) return ", without a fraction";
    if (typeof value === "number" || typeof value === "boolean")
        return parse(schema, `${value}`).success ? ", in quotes" : "";
    if (typeof value !== "string" || value.trim() === "") return "";
    const bare = value === "true" || value === "false" ? value === "true" : Number(value);
    return parse(schema, bare).success ? ", without quotes" : "";
}
