/** A schema as custom resource definitions have it: OpenAPI 3 without references. */
export interface Schema {
    type?: string;
    properties?: Record<string, Schema>;
    required?: string[];
    items?: Schema;
    additionalProperties?: Schema | boolean;
    enum?: unknown[];
    "x-kubernetes-int-or-string"?: boolean;
}

export interface CustomResourceDefinition {
    kind: "CustomResourceDefinition";
    spec: {
        group: string;
        names: { kind: string };
        versions: { name: string; served: boolean; storage: boolean; schema: { openAPIV3Schema: Schema } }[];
    };
}

/** Of objects with something for every cloud, the parts for ours; the path leaves out lists and maps. */
const ONLY: Record<string, readonly string[]> = {
    "SecretStore.spec.provider": ["gcpsm", "vault"],
    "SecretStore.spec.provider.vault.auth": ["jwt", "kubernetes"],
    "ExternalSecret.spec.data.sourceRef": ["storeRef"],
    "ExternalSecret.spec.dataFrom": ["extract", "find", "rewrite"],
};

/** A TypeScript module with an interface for each kind, and the API version that each is declared with. */
export function module(definitions: readonly CustomResourceDefinition[]): string {
    const kinds = definitions.map((definition) => {
        const { group, names, versions } = definition.spec;
        const version = versions.find(({ served, storage }) => served && storage);
        if (!version) throw new Error(`${names.kind} is stored in no version that is served`);
        const spec = version.schema.openAPIV3Schema.properties?.spec;
        if (!spec) throw new Error(`${names.kind} has no spec`);
        return { kind: names.kind, apiVersion: `${group}/${version.name}`, spec };
    });
    return [
        "// Made by generate.ts from the operators' own definitions; do not edit.\n",
        "/** The version of each kind that its operator stores: older ones are served no more, or soon will not be. */",
        `export const API_VERSIONS = {`,
        ...kinds.map(({ kind, apiVersion }) => `    ${kind}: ${JSON.stringify(apiVersion)},`),
        "} as const;\n",
        "/** What the specification of each kind may say. */",
        "export interface Specs {",
        ...kinds.map(({ kind, spec }) => `    ${kind}: ${typeOf(spec, `${kind}.spec`, "    ")};`),
        "}\n",
    ].join("\n");
}

export function typeOf(schema: Schema, path: string, indent: string): string {
    if (schema["x-kubernetes-int-or-string"]) return "number | string";
    if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
    switch (schema.type) {
        case "string":
        case "boolean":
            return schema.type;
        case "integer":
        case "number":
            return "number";
        case "array":
            return `(${typeOf(schema.items ?? {}, path, indent)})[]`;
        case "object":
            return schema.properties ? object(schema, path, indent) : map(schema, path, indent);
        default:
            return "unknown";
    }
}

function object({ properties = {}, required = [] }: Schema, path: string, indent: string): string {
    const inner = `${indent}    `;
    const fields = Object.entries(properties)
        .filter(([name]) => ONLY[path]?.includes(name) ?? true)
        .map(([name, schema]) => {
            const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
            const optional = required.includes(name) ? "" : "?";
            return `${inner}${key}${optional}: ${typeOf(schema, `${path}.${name}`, inner)};`;
        });
    return ["{", ...fields, `${indent}}`].join("\n");
}

function map({ additionalProperties }: Schema, path: string, indent: string): string {
    const value = typeof additionalProperties === "object" ? typeOf(additionalProperties, path, indent) : "unknown";
    return `Record<string, ${value}>`;
}
