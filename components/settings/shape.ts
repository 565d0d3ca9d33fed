import { z } from "zod";

export type Schema = z.core.$ZodType;

/** What a schema wants at a place, without its wrappers: as much as one needs to go on to the places below. */
export type Shape =
    | { kind: "map"; fields: Readonly<Record<string, Schema>>; open: boolean }
    | { kind: "names"; name: Schema; each: Schema; open: boolean }
    | { kind: "list"; item(index: number): Schema | undefined }
    | { kind: "choice"; options: readonly Schema[]; tag: string | undefined }
    | { kind: "anything" | "value" };

/** A field's metadata, as far as it matters here: `z.string().meta({ reference: "secret" })`. */
export interface Meta {
    /** The allowed form in words that follow "use": "a region such as europe-west1". */
    form?: string;
    /** The field names a secret kept elsewhere. People paste the secret itself here, so its value is never shown. */
    reference?: "secret";
}

interface Seen {
    readonly shape: Shape;
    readonly reference: Meta["reference"];
}

const seen = new WeakMap<Schema, Seen>();

export function shapeOf(schema: Schema): Seen {
    const known = seen.get(schema) ?? look(schema);
    seen.set(schema, known);
    return known;
}

function look(schema: Schema): Seen {
    let reference: Meta["reference"];
    let bare = schema;
    for (let inner: Schema | undefined = schema; inner; inner = unwrapped(inner)) {
        bare = inner;
        reference ??= (z.globalRegistry.get(inner) as Meta | undefined)?.reference;
    }
    return { shape: bareShape(bare), reference };
}

/** Checks a value; messages are what the schema's author wrote, or empty: zod's own wording is no help to an operator. */
export function parse(schema: Schema, value: unknown) {
    return z.safeParse(schema, value, { error: () => "" });
}

function unwrapped(schema: Schema): Schema | undefined {
    const { def } = (schema as z.core.$ZodTypes)._zod;
    switch (def.type) {
        case "optional":
        case "nullable":
        case "default":
        case "prefault":
        case "nonoptional":
        case "readonly":
        case "catch":
            return def.innerType;
        case "lazy":
            return def.getter();
        case "pipe":
            return (def.in as z.core.$ZodTypes)._zod.def.type === "transform" ? def.out : def.in;
        default:
            return undefined;
    }
}

function bareShape(schema: Schema): Shape {
    const { def } = (schema as z.core.$ZodTypes)._zod;
    switch (def.type) {
        case "object":
            return { kind: "map", fields: def.shape, open: def.catchall === undefined || !isNever(def.catchall) };
        case "record":
            return names(def);
        case "array":
            return { kind: "list", item: () => def.element };
        case "tuple":
            return { kind: "list", item: (index) => def.items[index] ?? def.rest ?? undefined };
        case "union":
            return { kind: "choice", options: def.options, tag: tagOf(def) };
        case "intersection":
            return both(shapeOf(def.left).shape, shapeOf(def.right).shape);
        case "any":
        case "unknown":
            return { kind: "anything" };
        default:
            return { kind: "value" };
    }
}

/** A record over known names is a map with a field for each of them. */
function names(def: z.core.$ZodRecordDef): Shape {
    const open = def.mode === "loose";
    const key = (def.keyType as z.core.$ZodTypes)._zod.def;
    if (key.type !== "enum" && key.type !== "literal")
        return { kind: "names", name: def.keyType, each: def.valueType, open };
    const known = key.type === "enum" ? Object.values(key.entries) : key.values;
    const each = def.partial ? z.optional(def.valueType) : def.valueType;
    return { kind: "map", fields: Object.fromEntries(known.map((name) => [String(name), each])), open };
}

function both(left: Shape, right: Shape): Shape {
    if (left.kind !== "map" || right.kind !== "map") return { kind: "value" };
    return { kind: "map", fields: { ...left.fields, ...right.fields }, open: left.open || right.open };
}

function isNever(schema: Schema): boolean {
    return (schema as z.core.$ZodTypes)._zod.def.type === "never";
}

function tagOf(def: z.core.$ZodUnionDef | z.core.$ZodDiscriminatedUnionDef): string | undefined {
    return "discriminator" in def ? def.discriminator : undefined;
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a map or a list is wanted, and nothing else. */
export function isBlock(shape: Shape): boolean {
    if (shape.kind === "choice") return shape.options.every((option) => isBlock(shapeOf(option).shape));
    return shape.kind === "map" || shape.kind === "names" || shape.kind === "list";
}
