import { make } from "../../cloud/made";
import { packageType } from "../../cloud/package";
import type { CloudResource } from "../../cloud/store";
import { type Inputs, UNKNOWN } from "../stand-in";
import { kept } from "./own";

/** What the provider tells of a resource: what it was given, what the cloud made of it, and labels of the provider. */
export function outputs({ type, given, made }: Omit<CloudResource, "id">, inputs: Inputs, config: Inputs): Inputs {
    const known = packageType(type)?.outputs ?? [];
    const labels = { "goog-pulumi-provisioned": "true", ...labelsOf(config.defaultLabels), ...labelsOf(given.labels) };
    const own = Object.entries(kept(type, inputs)).filter(([name]) => !name.endsWith("Wo"));
    return {
        ...merge(made, given),
        ...Object.fromEntries(own),
        ...(known.includes("effectiveLabels") && { effectiveLabels: labels }),
        ...(known.includes("pulumiLabels") && { pulumiLabels: labels }),
    };
}

/** The same before the cloud was asked: everything that it would make is unknown. */
export function unknownOutputs(type: string, inputs: Inputs, project: string): Inputs {
    const names = packageType(type)?.outputs ?? [];
    // What is unknown may go into texts on the way; all that comes out becomes unknown.
    const making = { id: "", given: blank(inputs) as Inputs, project, number: "", version: 1, now: "" };
    const { project: _, ...made } = make(type, making, names);
    const unknown = Object.fromEntries(names.map((name) => [name, UNKNOWN]));
    return merge({ ...(unmade(made) as Inputs), ...unknown, project }, inputs);
}

function blank(value: unknown): unknown {
    if (value === UNKNOWN) return "";
    if (Array.isArray(value)) return value.map(blank);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, blank(inner)]));
}

function unmade(value: unknown): unknown {
    if (Array.isArray(value) || typeof value !== "object" || value === null) return UNKNOWN;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unmade(inner)]));
}

/** One object over another, all the way down. */
export function merge(under: Inputs, over: Inputs): Inputs {
    const merged: Inputs = { ...under };
    for (const [key, value] of Object.entries(over)) {
        const below = merged[key];
        if (value !== undefined) merged[key] = isObject(below) && isObject(value) ? merge(below, value) : value;
    }
    return merged;
}

const isObject = (value: unknown): value is Inputs =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** The engine hands nested configuration over as JSON. */
function labelsOf(labels: unknown): Inputs {
    const found = typeof labels === "string" ? JSON.parse(labels) : labels;
    return isObject(found) ? found : {};
}
