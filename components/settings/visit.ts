import { z } from "zod";
import { allowed } from "./allowed";
import { visitList, visitMap, visitNames } from "./blocks";
import { visitChoice } from "./choice";
import { found } from "./found";
import { broken } from "./partial";
import { type Place, sealed } from "./place";
import { isPlaceholder } from "./placeholder";
import type { Walk } from "./report";
import { isBlock, isMap, parse, type Schema, shapeOf } from "./shape";
import { visitValue } from "./value";

/** A top-level value that Pulumi holds encrypted. It arrives decrypted, and which part of it is secret is not said. */
export class Encrypted {
    readonly value: unknown;

    constructor(value: unknown) {
        this.value = value;
    }
}

const anything = z.unknown();
const anyNames = { kind: "names", name: z.string(), each: anything, open: true } as const;
const secretRemedy = "put the value in Secret Manager and name the secret here";

/**
 * Compares what stands at a place, and below it, with its schema. Returns the checked value with its defaults, broken
 * where it is not sound, and reports every problem on the way: one for each mistake.
 */
export function visit(schema: Schema, value: unknown, from: Place, walk: Walk): unknown {
    const { shape, reference } = shapeOf(schema);
    const place = reference === "secret" ? sealed(from) : from;
    walk.report.enter(place, value, isBlock(shape));

    if (value instanceof Encrypted) return visitEncrypted(schema, value.value, place, walk);
    if (isPulumiSecret(value)) return walk.report.refuse(place, "is a Pulumi secret", secretRemedy);
    if (value === undefined || value === null) {
        const parsed = parse(schema, value);
        return parsed.success ? parsed.data : walk.report.refuse(place, found(value, "all"), `give ${allowed(schema)}`);
    }
    if (isMap(value)) {
        if (shape.kind === "map") return visitMap(schema, shape, value, place, walk);
        if (shape.kind === "names") return visitNames(schema, shape, value, place, walk);
        if (shape.kind === "anything") return visitNames(schema, anyNames, value, place, walk);
    }
    if (Array.isArray(value)) {
        if (shape.kind === "list") return visitList(schema, shape.item, value, place, walk);
        if (shape.kind === "anything") return visitList(schema, () => anything, value, place, walk);
    }
    if (typeof value === "object" && shape.kind === "choice") return visitChoice(schema, shape, value, place, walk);
    return visitValue(schema, value, place, walk);
}

/** Whether anything in a value is refused whatever its schema says. */
export function isSuspect(value: unknown): boolean {
    if (typeof value === "string") return isPlaceholder(value);
    if (typeof value !== "object" || value === null) return false;
    if (value instanceof Encrypted || isPulumiSecret(value)) return true;
    return Object.entries(value).some(([key, below]) => isPlaceholder(key) || isSuspect(below));
}

/** What `pulumi config set --secret --path` writes into the file. */
function isPulumiSecret(value: unknown): boolean {
    return isMap(value) && typeof value.secure === "string" && Object.keys(value).length === 1;
}

/** Without the engine the value is as it is in the file, and says itself which part of it is the secret. */
function saysWhere(value: unknown): boolean {
    return isPulumiSecret(value) || (typeof value === "object" && Object.values(value ?? {}).some(saysWhere));
}

function visitEncrypted(schema: Schema, value: unknown, place: Place, walk: Walk): typeof broken {
    const block = typeof value === "object" && value !== null;
    if (!saysWhere(value))
        walk.report.refuse(place, block ? "holds a Pulumi secret" : "is a Pulumi secret", secretRemedy);
    if (block) visit(schema, value, sealed(place), walk);
    return broken;
}
