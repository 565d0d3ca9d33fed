import { readFileSync } from "node:fs";
import { RE2JS } from "re2js";
import { expect, test } from "vitest";
import { file, text } from "../../components/settings/json-schema";
import { places } from "./yaml";

const schema: unknown = JSON.parse(text());

test("the schema for editors is what the settings say", () => {
    const remedy = "run: node --import tsx components/settings/json-schema.ts";
    expect(readFileSync(file, "utf8") === text(), remedy).toBe(true);
});

test("knows the keys of the settings and leaves those of others alone", () => {
    expect(schema).toMatchObject({
        properties: {
            config: {
                required: ["slipway:network", "slipway:google", "slipway:ground", "slipway:systems", "slipway:watch"],
                propertyNames: { anyOf: [{}, { not: { pattern: "^slipway:" } }] },
            },
        },
    });
});

test("refuses keys that are no settings, wherever they stand", () => {
    const open = places(schema).filter(
        ({ path, value }) =>
            path.length > 4 &&
            isNode(value) &&
            value.type === "object" &&
            value.properties &&
            value.additionalProperties !== false,
    );
    expect(open.map(({ path }) => path.join("."))).toEqual([]);
});

test("has patterns that every validator can read, each with words for people", () => {
    const nodes = places(schema).filter(({ path, value }) => path.length > 4 && isNode(value) && "pattern" in value);
    const fields = nodes.filter(({ path }) => path[2] === "properties");
    for (const { value } of fields) expect(() => RE2JS.compile(String(Object(value).pattern))).not.toThrow();
    const bare = fields.filter(({ value }) => Object(value).patternErrorMessage === undefined);
    expect(bare.map(({ path }) => path.join("."))).toEqual([]);
});

function isNode(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
