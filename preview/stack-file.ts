import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isScalar, type Node, parseDocument } from "yaml";
import { PreviewError } from "./failure";

/** What `Pulumi.yaml` says that a preview needs. */
export interface Project {
    name: string;
    main: string | undefined;
    /** Values for keys that a stack file does not set. */
    defaults: Config;
}

/** Configuration as a program gets it from the Pulumi CLI: full keys, every value a text. */
export interface Config {
    values: Record<string, string>;
    /** Keys whose value is secret, or holds one; offline it is still encrypted. */
    secretKeys: string[];
}

/** Reads `Pulumi.yaml`. */
export function readProject(directory: string): Project {
    const file = join(directory, "Pulumi.yaml");
    if (!existsSync(file)) throw new PreviewError(`${directory} has no Pulumi.yaml`, "usage");
    const document = parse(file, "Pulumi.yaml");
    const name = document.get("name");
    if (typeof name !== "string") throw new PreviewError("Pulumi.yaml has no name", "usage");
    const main = document.get("main");
    return {
        name,
        main: typeof main === "string" ? main : undefined,
        defaults: configOf(document.get("config", true), name, declaredValue),
    };
}

/** Reads `Pulumi.<stack>.yaml`, completed by the project's defaults. */
export function readStackFile(directory: string, stack: string, project: Project): Config {
    const file = `Pulumi.${stack}.yaml`;
    if (!existsSync(join(directory, file))) {
        const stacks = stacksOf(directory);
        const found =
            stacks.length === 0 ? "this project has none" : `the stacks of this project are ${stacks.join(", ")}`;
        throw new PreviewError(`There is no stack "${stack}" (${file} does not exist): ${found}`, "usage");
    }
    const document = parse(join(directory, file), file);
    if (document.has("environment")) {
        throw new PreviewError(`${file} imports environments, which nobody can read without credentials`, "usage");
    }
    const own = configOf(document.get("config", true), project.name, (value) => value);
    const inherited = project.defaults.secretKeys.filter((key) => !(key in own.values));
    return {
        values: { ...project.defaults.values, ...own.values },
        secretKeys: [...own.secretKeys, ...inherited],
    };
}

/** The stacks that a project has files for. */
export function stacksOf(directory: string): string[] {
    const names = readdirSync(directory).map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1]);
    return names.filter((name) => name !== undefined).sort();
}

function parse(path: string, name: string) {
    const document = parseDocument(readFileSync(path, "utf8"));
    const [error] = document.errors;
    if (error !== undefined) throw new PreviewError(`${name} is not YAML: ${error.message}`, "usage");
    return document;
}

/** A key is either declared with a type and perhaps a default, or simply set. */
function declaredValue(value: Node): Node | undefined {
    if (!isMap(value)) return value;
    return (value.get("value", true) ?? value.get("default", true)) as Node | undefined;
}

function configOf(node: unknown, project: string, chosen: (value: Node) => Node | undefined): Config {
    const config: Config = { values: {}, secretKeys: [] };
    if (!isMap(node)) return config;
    for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : String(key);
        const full = name.includes(":") ? name : `${project}:${name}`;
        const set = chosen(value as Node);
        if (set === undefined || set === null) continue;
        config.values[full] = textOf(set);
        if (!isScalar(set) && holdsSecret(set.toJSON())) config.secretKeys.push(full);
    }
    return config;
}

/**
 * As the CLI passes a value to a program: a scalar as it is written, so that 1.50 stays 1.50; an object as JSON with
 * sorted keys, because a program that loops over them must do so in the same order here and there.
 */
function textOf(node: Node): string {
    if (!isScalar(node)) return JSON.stringify(sorted(node.toJSON()));
    if (node.value === null) return "";
    return node.type === "PLAIN" && typeof node.value !== "string"
        ? (node.source ?? String(node.value))
        : String(node.value);
}

function sorted(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(sorted);
    if (!isRecord(value)) return value;
    return Object.fromEntries(
        Object.keys(value)
            .sort()
            .map((key) => [key, sorted(value[key])]),
    );
}

function holdsSecret(value: unknown): boolean {
    if (Array.isArray(value)) return value.some(holdsSecret);
    if (!isRecord(value)) return false;
    const keys = Object.keys(value);
    if (keys.length === 1 && typeof value.secure === "string") return true;
    return Object.values(value).some(holdsSecret);
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
    return typeof value === "object" && value !== null;
}
