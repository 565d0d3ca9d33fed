import { randomInt } from "node:crypto";
import type { Properties } from "./store";
import { typeOf, types } from "./types";

/** Where something is made. */
export interface Scope {
    project: string;
    /** Number of the project. */
    number: string;
}

/** What stands in a template of an id: `{=name}`, `{name|default}`, `{#}`. */
const PLACEHOLDER = /\{([=-]?)(\w+|#)(?:\|(\w+))?\}/g;

/** The id that the provider would give a resource. */
export function idOf(token: string, given: Properties, scope: Scope): string {
    const template = typeOf(token)?.id ?? `projects/{project}/${token.replace(/^.*:/, "")}/{name}`;
    const values: Properties = { ...scope, ...derived(given), ...given };
    let id = "";
    let from = 0;
    for (const { 0: whole, 1: mark, 2: key = "", 3: otherwise, index } of template.matchAll(PLACEHOLDER)) {
        id += template.slice(from, index);
        from = index + whole.length;
        const value = key === "#" ? digits() : String(values[key] ?? otherwise ?? "");
        if (mark === "=") id += value;
        else if (mark === "-") id += value.slice(value.lastIndexOf("/") + 1);
        else id = value.includes("/") ? pathOf(value) : id + value;
    }
    return id + template.slice(from);
}

/** What ids are made of that no input says as it is. */
function derived(given: Properties): Properties {
    const { title, description, expression } = (given.condition ?? {}) as Properties;
    return {
        // conditionKey in google-beta/tpgiamresource
        conditionKey: title === undefined ? "" : `/${title}/${description ?? ""}/${expression}`,
        escapedNetwork: encodeURIComponent(pathOf(String(given.network ?? ""))),
    };
}

/** Names of the API's own making are numbers of up to 19 digits. */
const digits = () => `${randomInt(1, 2 ** 40)}${String(randomInt(10 ** 6)).padStart(6, "0")}`;

/** `https://www.googleapis.com/compute/v1/projects/…` and `//host/projects/…` are links to `projects/…`. */
export const pathOf = (name: string): string => name.replace(/^(https:)?\/\/[^ ]*?\/(?=projects\/)/, "");

/** A resource that an input names. */
export interface Reference {
    type: string;
    id: string;
    /** The input, without places in lists. */
    path: string;
}

/** Every resource of the same project that the inputs name, by its full name or, where that is usual, by its short one. */
export function references(token: string, given: Properties, scope: Scope): Reference[] {
    const short = Object.entries(typeOf(token)?.names ?? {}).flatMap(([path, type]) =>
        [given[path]]
            .flat()
            .filter(isName)
            .map((name) => ({ type: `gcp:${type}`, id: named(type, given, name, scope), path })),
    );
    const full = [...texts(given, "")].flatMap(({ path, text }) => {
        const found = recognise(text, scope);
        return found === undefined ? [] : [{ ...found, path }];
    });
    return [...short, ...full];
}

const isName = (name: unknown): name is string => typeof name === "string" && name !== "";

/** The id of what another resource's input calls by its name alone. */
function named(type: string, given: Properties, name: string, scope: Scope): string {
    const last = [...(types[type]?.id ?? "").matchAll(PLACEHOLDER)].at(-1)?.[2] ?? "name";
    return idOf(`gcp:${type}`, { ...given, [last]: name }, scope);
}

/** Full names: ids that say of which project and what kind they are. */
const patterns = Object.entries(types)
    .filter(([, { id }]) => /^projects\/\{project\}\/.*\{/.test(id) && !id.includes("{="))
    .map(([type, { id }]) => ({
        type: `gcp:${type}`,
        pattern: new RegExp(`^${id.replaceAll(".", "\\.").replace(PLACEHOLDER, "([^/]+)")}$`),
    }));

function recognise(text: string, { project }: Scope): { type: string; id: string } | undefined {
    const id = pathOf(text).replace(/^[a-z]+\.googleapis\.com\/(?=projects\/)/, "");
    if (!id.startsWith(`projects/${project}/`)) return undefined;
    const found = patterns.find(({ pattern }) => pattern.test(id));
    return found && { type: found.type, id };
}

/** Every text in a value, with the path to it. */
export function* texts(value: unknown, path: string): Iterable<{ path: string; text: string }> {
    if (typeof value === "string") yield { path, text: value };
    else if (Array.isArray(value)) for (const item of value) yield* texts(item, path);
    else if (typeof value === "object" && value !== null)
        for (const [key, inner] of Object.entries(value)) yield* texts(inner, path === "" ? key : `${path}.${key}`);
}
