import { createHash } from "node:crypto";
import type { Json } from "../../../preview/plan";
import type { Discovery } from "../../cloud/google/discovery";
import { packageType } from "../../cloud/package";
import { typeOf } from "../../cloud/types";
import { type Checked, type CheckFailure, type CheckRequest, type Inputs, UNKNOWN } from "../stand-in";

/** A value as plans hold it, which is what Google's descriptions and the rules of replacement read. */
export function planned(value: unknown): Json {
    if (value === UNKNOWN) return { $unknown: true };
    if (Array.isArray(value)) return value.map(planned);
    if (typeof value !== "object" || value === null) return value as Json;
    return Object.fromEntries(
        Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, planned(inner)]])),
    );
}

export const plannedInputs = (inputs: Inputs): { [key: string]: Json } => planned(inputs) as { [key: string]: Json };

/** Holds inputs against the npm package, and against Google's descriptions of its APIs where they are at hand. */
export function check({ type, name, olds, news, randomSeed }: CheckRequest, discovery?: Discovery): Checked {
    const known = packageType(type);
    if (known === undefined) return { inputs: news, failures: [{ property: "", reason: `${type} is unknown` }] };
    const failures: CheckFailure[] = [
        ...known.required
            .filter((property) => news[property] === undefined)
            .map((property) => ({ property, reason: "is required" })),
        ...Object.keys(news)
            .filter((property) => !known.inputs.has(property))
            .map((property) => ({ property, reason: `is no input of ${type}` })),
        ...(discovery?.judge({ type, inputs: plannedInputs(news) })?.faults ?? []).map((fault) => {
            const [property = "", ...words] = fault.split(" ");
            return { property, reason: words.join(" ") };
        }),
    ];
    const named = typeOf(type)?.id.includes("{name}") && known.inputs.has("name") && news.name === undefined;
    return { inputs: named ? { ...news, name: olds?.name ?? autoName(name, randomSeed) } : news, failures };
}

/** As the bridge makes them: the resource's name, a hyphen, seven hexadecimal digits. */
const autoName = (name: string, seed: Uint8Array): string =>
    `${name}-${createHash("sha256").update(seed).update(name).digest("hex").slice(0, 7)}`;
