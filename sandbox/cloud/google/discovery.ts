import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json, PlanResource } from "../../../preview/plan";
import { ADDRESS, type Api, apis } from "./apis";

/** A schema of Google's API discovery format, version 1. */
interface Schema {
    $ref?: string;
    type?: string;
    format?: string;
    pattern?: string;
    enum?: string[];
    enumDeprecated?: boolean[];
    deprecated?: boolean;
    readOnly?: boolean;
    items?: Schema;
    properties?: Record<string, Schema>;
    additionalProperties?: Schema;
}

export interface Said {
    /** What the API would not take. */
    faults: string[];
    /** What it takes and advises against. */
    deprecated: string[];
}

/** Google's descriptions of its own APIs, as they ship with google-api-python-client. */
export class Discovery {
    readonly #folder: string;
    readonly #schemas = new Map<string, Record<string, Schema>>();

    constructor(environment: string) {
        const lib = join(environment, "lib");
        const python = readdirSync(lib).find((name) => name.startsWith("python")) ?? "";
        this.#folder = join(lib, python, "site-packages/googleapiclient/discovery_cache/documents");
    }

    /** What the API says of the inputs of a resource; undefined where the table names no API for its type. */
    judge({ type, inputs }: Pick<PlanResource, "type" | "inputs">): Said | undefined {
        const api = apis[type];
        if (!api) return undefined;
        const said: Said = { faults: [], deprecated: [] };
        this.#walk(api, inputs, "", this.#schema(api, api.schema), said);
        return said;
    }

    #schema({ api }: Api, name: string): Schema {
        let known = this.#schemas.get(api);
        if (!known) {
            known = JSON.parse(readFileSync(join(this.#folder, `${api}.json`), "utf8")).schemas as Record<
                string,
                Schema
            >;
            this.#schemas.set(api, known);
        }
        const found = known[name];
        if (!found) throw new Error(`${api} has no schema ${name}`);
        return found;
    }

    #walk(api: Api, value: Json, path: string, schema: Schema, said: Said): void {
        if (isHidden(value)) return;
        const { $ref } = schema;
        if ($ref !== undefined) {
            this.#walk(api, value, path, this.#schema(api, $ref), said);
        } else if (schema.type === "array") {
            for (const item of Array.isArray(value) ? value : [value])
                this.#walk(api, item, path, schema.items ?? {}, said);
        } else if (schema.properties) {
            // The provider has lists of blocks where the API takes one.
            if (Array.isArray(value)) for (const item of value) this.#walk(api, item, path, schema, said);
            else if (!isMap(value)) said.faults.push(`${path} is no object`);
            else for (const [key, inner] of Object.entries(value)) this.#property(api, inner, path, key, schema, said);
        } else if (schema.additionalProperties) {
            for (const [key, inner] of Object.entries(isMap(value) ? value : {}))
                this.#walk(api, inner, `${path}.${key}`, schema.additionalProperties, said);
        } else {
            const fault = faultOf(value, schema);
            if (fault) said.faults.push(`${path} ${fault}`);
            if (schema.enumDeprecated?.[schema.enum?.indexOf(String(value)) ?? -1]) said.deprecated.push(path);
        }
    }

    #property(api: Api, value: Json, at: string, key: string, schema: Schema, said: Said): void {
        const path = at === "" ? key : `${at}.${key}`;
        if (api.own?.includes(path)) return;
        const moved = api.moved?.[path];
        const found = moved === undefined ? named(schema, key) : this.#at(api, moved);
        if (ADDRESS.includes(path) && (!found || found.readOnly)) return;
        if (!found) {
            said.faults.push(`${path} is unknown to ${api.api}`);
            return;
        }
        if (found.readOnly) said.faults.push(`${path} can only be read`);
        if (found.deprecated) said.deprecated.push(path);
        this.#walk(api, value, path, found, said);
    }

    /** The schema at a path of the API's resource. */
    #at(api: Api, path: string): Schema | undefined {
        let schema: Schema | undefined = this.#schema(api, api.schema);
        for (const key of path.split(".")) {
            const entry: Schema | undefined = schema?.items ?? schema;
            const ref: string | undefined = entry?.$ref;
            schema = (ref === undefined ? entry : this.#schema(api, ref))?.properties?.[key];
        }
        return schema;
    }
}

/** Pulumi has lists in the plural, the provider some blocks in the singular. */
function named({ properties = {} }: Schema, key: string): Schema | undefined {
    const forms = [key, key.replace(/s$/, ""), key.replace(/es$/, ""), key.replace(/ies$/, "y"), `${key}s`, `${key}es`];
    return forms.flatMap((form) => (Object.hasOwn(properties, form) ? (properties[form] ?? []) : []))[0];
}

/** Ranges of the formats, https://developers.google.com/discovery/v1/type-format. */
const FORMATS: Readonly<Record<string, (value: string) => boolean>> = {
    int32: (value) => /^-?\d+$/.test(value) && Math.abs(Number(value)) <= 2 ** 31,
    uint32: (value) => /^\d+$/.test(value) && Number(value) < 2 ** 32,
    int64: (value) => /^-?\d+$/.test(value),
    uint64: (value) => /^\d+$/.test(value),
    "google-duration": (value) => /^-?\d+(\.\d{1,9})?s$/.test(value),
    "google-datetime": (value) =>
        !Number.isNaN(Date.parse(value)) && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value),
    "date-time": (value) => !Number.isNaN(Date.parse(value)),
};

function faultOf(value: Json, schema: Schema): string | undefined {
    const text = String(value);
    if (typeof value === "object" && value !== null) return `is no ${schema.type}`;
    if (schema.enum && !schema.enum.includes(text)) return `is "${text}", not one of ${schema.enum.join(", ")}`;
    // The provider writes some booleans as text.
    if (schema.type === "boolean" && !/^(true|false)$/i.test(text)) return `is "${text}", no boolean`;
    if (schema.type === "string" && typeof value === "boolean") return `is ${text}, no text`;
    if (/^(integer|number)$/.test(schema.type ?? "") && !/^-?\d+(\.\d+)?$/.test(text)) return `is "${text}", no number`;
    const fits = schema.format === undefined ? undefined : FORMATS[schema.format];
    if (fits && !fits(text)) return `is "${text}", no ${schema.format}`;
    if (schema.pattern !== undefined && !new RegExp(`^(?:${schema.pattern})$`).test(text))
        return `is "${text}", not of the form ${schema.pattern}`;
    return undefined;
}

const isMap = (value: Json): value is { [key: string]: Json } =>
    typeof value === "object" && value !== null && !Array.isArray(value);

const isHidden = (value: Json) => isMap(value) && (value.$unknown === true || value.$secret === true);
