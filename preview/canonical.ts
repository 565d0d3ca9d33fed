import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Json, Plan, PlanResource } from "./plan";

// Half of a surrogate pair is written as an escape. It is no Unicode text, so RFC 8785 has no form for it and other
// implementations refuse it, which `canonicalize` does not: a digest over it could not be checked elsewhere.
const HALF_PAIR = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

/** The one text of a JSON value by RFC 8785: keys sorted, no white space, numbers as ECMAScript writes them. */
export function canonical(value: Json | Plan | PlanResource): string {
    const text = canonicalize(value);
    if (text === undefined) throw new TypeError("only JSON values have a canonical form");
    if (text.includes("\\ud") && HALF_PAIR.test(text)) {
        throw new TypeError("a text that is not valid Unicode (half of a surrogate pair) has no canonical form");
    }
    return text;
}

/** The same of a plan, the rest of which is given, whose resources have their canonical form already. */
export function canonicalPlan(rest: Omit<Plan, "resources">, resources: readonly string[]): string {
    const members = Object.entries(rest).map(([key, value]) => [key, canonical(value)] as const);
    return `{${[...members, ["resources", `[${resources.join(",")}]`] as const]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, text]) => `${JSON.stringify(key)}:${text}`)
        .join(",")}}`;
}

/** What names a text or a file: `sha256:` and 64 hexadecimal digits of its bytes, a text's in UTF-8. */
export function digest(content: string | Uint8Array): string {
    return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
