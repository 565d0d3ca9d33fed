import * as pulumi from "@pulumi/pulumi";
import { parse, type Schema } from "./shape";
import { Encrypted } from "./visit";

/** What the stack file gives under this project's name. The command line hands every value over as text, maps as JSON. */
export function configured(fields: Readonly<Record<string, Schema>>): Record<string, unknown> {
    const prefix = `${pulumi.getProject()}:`;
    const given: [string, unknown][] = [];
    for (const [name, text] of Object.entries(pulumi.runtime.allConfig())) {
        if (!name.startsWith(prefix)) continue;
        const key = name.slice(prefix.length);
        const value = fromText(text, Object.hasOwn(fields, key) ? fields[key] : undefined);
        given.push([key, isEncrypted(name) ? new Encrypted(value) : value]);
    }
    return Object.fromEntries(given);
}

/** Text stays text where the schema takes text: a name such as "123" is no number. */
function fromText(text: string, schema: Schema | undefined): unknown {
    const value = text.trim() === "" ? null : fromJson(text);
    const scalar = typeof value !== "object" || value === null;
    return scalar && schema && parse(schema, text).success ? text : value;
}

function fromJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

/** The SDK leaves this function out of its types, and has no other that tells a secret from the rest. */
function isEncrypted(name: string): boolean {
    const runtime = pulumi.runtime as typeof pulumi.runtime & { isConfigSecret(name: string): boolean };
    return runtime.isConfigSecret(name);
}
