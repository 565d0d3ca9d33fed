import { stringify } from "yaml";
import { judge } from "../../policies/judge";
import type { Example, Json, Resource, Rule, Verdict } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { toWire } from "./engine";

/** An example of a rule, as the resources of a stack. */
export interface Case {
    name: string;
    rule: Rule;
    what: "good" | "bad" | "open";
    resources: readonly Resource[];
    expected: readonly string[];
}

/** Every example of every rule, with what the judge says of it; each resource has a name and a URN of its own. */
export const cases: readonly Case[] = rules.flatMap((rule) =>
    (["good", "bad", "open"] as const).flatMap((what) =>
        (rule[what] ?? []).map(({ others = [], ...first }, index) => {
            const resources = [first, ...others].map(declared);
            const name = `${rule.id}, ${what} ${index + 1}: ${first.type}`;
            return { name, rule, what, resources, expected: said(judge(resources)) };
        }),
    ),
);

function declared({ at: _, ...example }: Example, index: number): Resource {
    const name = `example-${index}`;
    return { ...example, name, urn: `urn:pulumi:demo::app::${example.type}::${name}` };
}

/** What a channel says, as far as every channel can: which rule, which resource, how sure. */
export function said(verdicts: readonly Pick<Verdict, "rule" | "urn" | "verdict">[]): string[] {
    return [
        ...new Set(verdicts.map(({ rule, urn, verdict }) => `${rule} ${urn.split("::").at(-1)} ${verdict}`)),
    ].sort();
}

const text = ({ props }: Resource) => JSON.stringify(props);

/** What a resource is or says that not every channel can be told. */
export const facts = {
    unknown: (one: Resource) => text(one).includes('"$unknown"') || one.unknownPaths !== undefined,
    secret: (one: Resource) => text(one).includes('"$secret"') || one.secretPaths !== undefined,
    origin: (one: Resource) => one.propertyDependencies !== undefined,
    guard: (one: Resource) => one.protect !== undefined || one.retainOnDelete !== undefined,
    /** A secret of which no list tells, as only somebody's own marks can write one. */
    unlisted: (one: Resource) => text(one).includes('"$secret"') && one.secretPaths === undefined,
    cloud: ({ type }: Resource) => !type.startsWith("kubernetes:"),
    carrier: ({ type }: Resource) => /^kubernetes:(helm\.sh\/|yaml|kustomize|.*List$|[^/]*:[^/]*$)/.test(type),
} as const;

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

export type Fact = keyof typeof facts;

/** Properties as a state holds them: a secret is encrypted. */
function stored(value: Json): unknown {
    if (Array.isArray(value)) return value.map(stored);
    if (typeof value !== "object" || value === null) return value;
    if (value.$secret === true) return { [SIGNATURE]: SECRET, ciphertext: "v1:AAAA" };
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, stored(item)]));
}

/** The export of a stack that has these resources. */
export const asState = (resources: readonly Resource[]) =>
    JSON.stringify({
        version: 3,
        deployment: {
            resources: resources.map(({ props, name, ...one }) => ({
                ...{ ...one, custom: true, id: name, inputs: stored(props) },
            })),
        },
    });

/** A document of YAML. */
export const asManifest = ({ type, props }: Resource): string => {
    const [, version = "", kind = ""] = /^kubernetes:(.*):(\w+)$/.exec(type) ?? [];
    const object = { ...props, apiVersion: version.replace(/^core\//, ""), kind };
    return stringify(object, { version: "1.1", aliasDuplicateObjects: false });
};

/** An item of a line for `slipway judge`. */
export function asItem(one: Resource) {
    const { type, urn, props, unknownPaths = [], protect, parent } = one;
    const marked = facts.unlisted(one) ? props : toWire(props, "", unknownPaths);
    return { type, name: urn, props: marked, opts: { protect, parent } };
}

interface Answer {
    violations: { rule: string; resource: string }[];
    undetermined: { rule: string; resource: string }[];
}

/** What an answer of `slipway judge` says. */
export const answered = ({ violations, undetermined }: Answer): string[] =>
    said([
        ...violations.map(({ rule, resource }) => ({ rule, urn: resource, verdict: "violation" as const })),
        ...undetermined.map(({ rule, resource }) => ({ rule, urn: resource, verdict: "undetermined" as const })),
    ]);
