import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Settings } from "./settings";
import type { Meta } from "./shape";

type Node = z.core.JSONSchema.BaseSchema & Meta & { patternErrorMessage?: string };

export const file = join(__dirname, "stack.schema.json");

/** The schema of a whole stack file, for editors: the settings as people write them, defaults left out at will. */
export function stackSchema(settings: z.ZodObject, project: string): Node {
    const { properties = {}, required = [] } = nodeOf(settings);
    const named = Object.entries(properties).map(([key, node]) => [`${project}:${key}`, node] as const);
    const keys = named.map(([key]) => key);
    return {
        $schema: "http://json-schema.org/draft-07/schema#",
        title: `Stack file of ${project}`,
        description: "Made from components/settings/settings.ts by components/settings/json-schema.ts.",
        type: "object",
        properties: {
            config: {
                type: "object",
                properties: Object.fromEntries(named),
                required: required.map((key) => `${project}:${key}`),
                // Keys of providers and of the engine are theirs to check. No look-ahead: not every validator has it.
                propertyNames: { anyOf: [{ enum: keys }, { pattern: "^[^:]+:.+$", not: { pattern: `^${project}:` } }] },
            },
            secretsprovider: { type: "string" },
            encryptedkey: { type: "string" },
            encryptionsalt: { type: "string" },
            environment: { type: ["array", "object"] },
        },
        required: ["config"],
    };
}

function nodeOf(settings: z.ZodObject): Node {
    return z.toJSONSchema(settings, {
        io: "input",
        target: "draft-07",
        unrepresentable: "any",
        override: ({ jsonSchema, zodSchema }) => polish(jsonSchema, zodSchema),
    });
}

/** Leaves what any validator understands, and says in words what a pattern means. */
function polish(node: Node, schema: z.core.$ZodType): void {
    if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
    if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
    if (node.format !== undefined) delete node[formats.has(node.format) ? "pattern" : "format"];
    if (hasFlags(schema)) delete node.pattern;
    if (node.pattern !== undefined && node.form !== undefined) node.patternErrorMessage = `Use ${node.form}.`;
    delete node.form;
    delete node.reference;
}

/** Formats that the standard names; what else zod calls a format is said by its pattern alone. */
const formats = new Set(["date", "date-time", "time", "email", "hostname", "ipv4", "ipv6", "uri"]);

/** JSON Schema has no flags: without them the pattern would refuse what the settings take. */
function hasFlags(schema: z.core.$ZodType): boolean {
    const checks = schema._zod.def.checks?.map((check) => check._zod.def) ?? [];
    return checks.some((check) => "pattern" in check && check.pattern instanceof RegExp && check.pattern.flags !== "");
}

/** JSON in the form that the repository's formatter leaves alone: a list of scalars stays on a line where it fits. */
export function print(value: unknown, indent = "", column = 0): string {
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    const deeper = `${indent}    `;
    if (Array.isArray(value)) {
        const line = `[${value.map((entry) => JSON.stringify(entry)).join(", ")}]`;
        const scalars = value.every((entry) => typeof entry !== "object");
        if (value.length === 0 || (scalars && column + line.length < 120)) return line;
        return `[\n${value.map((entry) => deeper + print(entry, deeper, deeper.length)).join(",\n")}\n${indent}]`;
    }
    const entries = Object.entries(value).map(([key, entry]) => {
        const start = `${deeper}${JSON.stringify(key)}: `;
        return start + print(entry, deeper, start.length);
    });
    return entries.length === 0 ? "{}" : `{\n${entries.join(",\n")}\n${indent}}`;
}

export const text = (): string => `${print(stackSchema(Settings, "slipway"))}\n`;

// node --import tsx components/settings/json-schema.ts
if (require.main === module) writeFileSync(file, text());
