import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json, Plan, PlanResource } from "../../preview/plan";

/** Fields that are lists or blocks; those that hold one block at most end in `!`. */
type Fields = { [name: string]: Fields };

const [head = "", ...rows] = readFileSync(join(__dirname, "terraform-fields.jsonl"), "utf8").trim().split("\n");

/** The version of @pulumi/gcp whose fields these are. */
export const { version } = JSON.parse(head) as { version: string };

const types = new Map<string, { type: string; fields: Fields }>(
    rows.map((row) => {
        const [token, type, fields] = JSON.parse(row);
        return [token, { type, fields }];
    }),
);

/** A value as a Terraform plan holds it: what is known, what is known after the apply, and where values come from. */
interface Value {
    known?: Json;
    unknown?: Json;
    expression?: Json;
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** As Pulumi's bridge makes plurals of the names of lists. */
const plural = (name: string) =>
    /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : /(s|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;

function fieldOf(fields: Fields, property: string): { name: string; one: boolean; fields: Fields } | undefined {
    for (const [key, inner] of Object.entries(fields)) {
        const one = key.endsWith("!");
        const name = one ? key.slice(0, -1) : key;
        if (camel(name) === property || (!one && camel(plural(name)) === property)) return { name, one, fields: inner };
    }
    return undefined;
}

const marked = (value: Json, mark: string) =>
    typeof value === "object" && value !== null && !Array.isArray(value) && value[mark] === true;

/** Nobody knows it before the update, or nobody may. */
const isHidden = (value: Json) => marked(value, "$unknown") || marked(value, "$secret");

const isMap = (value: Json): value is { [key: string]: Json } =>
    typeof value === "object" && value !== null && !Array.isArray(value);

function hidden(references: readonly string[]): Value {
    return { unknown: true, expression: references.length > 0 ? { references: [...references] } : {} };
}

function block(inputs: { [key: string]: Json }, fields: Fields, references: readonly string[]): Value {
    const known: { [key: string]: Json } = {};
    const unknown: { [key: string]: Json } = {};
    const expression: { [key: string]: Json } = {};
    for (const [property, input] of Object.entries(inputs)) {
        const field = fieldOf(fields, property);
        const name = field?.name ?? snake(property);
        const value = field ? listed(input, field.one, field.fields, references) : plain(input, references);
        if (value.known !== undefined) known[name] = value.known;
        if (value.unknown !== undefined) unknown[name] = value.unknown;
        if (value.expression !== undefined) expression[name] = value.expression;
    }
    return { known, unknown, expression };
}

function listed(input: Json, one: boolean, fields: Fields, references: readonly string[]): Value {
    if (isHidden(input)) return hidden(references);
    const items = (one || !Array.isArray(input) ? [input] : input).map((item) =>
        isHidden(item) ? hidden(references) : isMap(item) ? block(item, fields, references) : plain(item, references),
    );
    const blocks = items.some((_, index) => isMap((one ? [input] : (input as Json[]))[index] ?? null));
    return {
        known: items.map(({ known }) => known ?? null),
        unknown: items.map(({ unknown }) => unknown ?? false),
        expression: blocks ? items.map(({ expression }) => expression ?? {}) : {},
    };
}

/** A scalar, or a map whose keys are somebody's own. */
function plain(input: Json, references: readonly string[]): Value {
    if (isHidden(input)) return hidden(references);
    if (!isMap(input)) return { known: input, expression: { constant_value: input } };
    const entries = Object.entries(input);
    const later = entries.filter(([, value]) => isHidden(value));
    return {
        known: Object.fromEntries(entries.filter(([, value]) => !isHidden(value))),
        unknown: Object.fromEntries(later.map(([key]) => [key, true])),
        expression: later.length > 0 ? { references: [...references] } : {},
    };
}

/** Paths of what is not known, without indexes: `settings.ip_configuration.private_network`. */
function unknownPaths(unknown: Json, path = ""): string[] {
    if (unknown === true) return [path];
    if (Array.isArray(unknown)) return unknown.flatMap((item) => unknownPaths(item, path));
    if (!isMap(unknown)) return [];
    return Object.entries(unknown).flatMap(([key, value]) => unknownPaths(value, path ? `${path}.${key}` : key));
}

/** What resources of a type make, where only a part of the name comes later: enough for a judge to know the kind. */
const MADE: Readonly<Record<string, (source: PlanResource) => { property: string; text: string }>> = Object.fromEntries(
    [
        ...[
            "serviceaccount/account:Account",
            "projects/serviceIdentity:ServiceIdentity",
            "logging/projectSink:ProjectSink",
        ].map((type) => [
            `gcp:${type}`,
            ({ name }: PlanResource) => ({
                property: "member",
                text: `serviceAccount:${name}@example.iam.gserviceaccount.com`,
            }),
        ]),
        [
            "gcp:projects/iAMCustomRole:IAMCustomRole",
            ({ inputs }: PlanResource) => ({ property: "role", text: `projects/example/roles/${inputs.roleId}` }),
        ],
    ],
);

export interface Converted {
    /** The output of `terraform show -json`, as far as a judge of plans reads it. */
    plan: object;
    /** What stands behind an address of that plan. */
    resources: Map<string, { resource: PlanResource; type: string; unknown: ReadonlySet<string> }>;
    /** Types of Google Cloud that are not in the table, with their number. */
    unconverted: Map<string, number>;
}

/** The Google resources of a plan as Terraform would plan them. */
export function toTerraform({ resources }: Plan): Converted {
    const unconverted = new Map<string, number>();
    const addresses = new Map<string, { type: string; name: string; address: string; resource: PlanResource }>();
    const taken = new Set<string>();
    for (const resource of resources) {
        if (!resource.type.startsWith("gcp:")) continue;
        const type = types.get(resource.type)?.type;
        if (type === undefined) {
            unconverted.set(resource.type, (unconverted.get(resource.type) ?? 0) + 1);
            continue;
        }
        let name = resource.name.replace(/\W/g, "_");
        while (taken.has(`${type}.${name}`)) name += "_";
        taken.add(`${type}.${name}`);
        addresses.set(resource.urn, { type, name, address: `${type}.${name}`, resource });
    }
    const made = [...addresses.values()].map(({ type, name, address, resource }) => {
        const fields = types.get(resource.type)?.fields ?? {};
        const known: { [key: string]: Json } = {};
        const unknown: { [key: string]: Json } = {};
        const expressions: { [key: string]: Json } = {};
        for (const [property, input] of Object.entries(resource.inputs)) {
            const from = (resource.propertyDependencies[property] ?? []).flatMap((urn) => {
                const source = addresses.get(urn)?.address;
                return source === undefined ? [] : [`${source}.id`, source];
            });
            const makers = (resource.propertyDependencies[property] ?? []).flatMap((urn) => {
                const source = addresses.get(urn)?.resource;
                const made = source && MADE[source.type]?.(source);
                return made?.property === property ? [made.text] : [];
            });
            const given = isHidden(input) && makers[0] !== undefined ? makers[0] : input;
            const value = block({ [property]: given }, fields, from);
            Object.assign(known, value.known);
            Object.assign(unknown, value.unknown);
            Object.assign(expressions, value.expression);
            // A value that is known has its origin too.
            const [key] = Object.keys({ ...(value.known as object), ...(value.unknown as object) });
            const expression = key === undefined ? undefined : expressions[key];
            if (key !== undefined && from.length > 0 && isMap(expression ?? null))
                expressions[key] = { references: from };
        }
        return { type, name, address, resource, known, unknown, expressions };
    });
    const base = ({ type, name, address }: (typeof made)[number]) => ({
        ...{ address, mode: "managed", type, name, provider_name: "registry.terraform.io/hashicorp/google" },
    });
    return {
        unconverted,
        resources: new Map(
            made.map(({ address, resource, type, unknown }) => [
                address,
                { resource, type, unknown: new Set(unknownPaths(unknown)) },
            ]),
        ),
        plan: {
            format_version: "1.2",
            terraform_version: "1.9.0",
            planned_values: { root_module: { resources: made.map((one) => ({ ...base(one), values: one.known })) } },
            resource_changes: made.map((one) => ({
                ...base(one),
                change: { actions: ["create"], before: null, after: one.known, after_unknown: one.unknown },
            })),
            configuration: {
                root_module: { resources: made.map((one) => ({ ...base(one), expressions: one.expressions })) },
            },
        },
    };
}
