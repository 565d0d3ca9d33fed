import type { Json, PlanResource } from "../../preview/plan";
import type { Registration } from "./registrations";

// A second reading of the SDK's requests, from the engine's log and independent of the preview's own: the two agree
// only if both are right.

type Fields = { readonly [field: string]: unknown };

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** How the SDK and the engine speak to each other, and where a resource is declared: nothing that is applied. */
const MANNERS = new Set([
    "acceptSecrets",
    "acceptResources",
    "aliasSpecs",
    "supportsPartialValues",
    "supportsResultReporting",
    "sourcePosition",
    "stackTrace",
    // Says only that `deleteBeforeReplace` was set on purpose.
    "deleteBeforeReplaceDefined",
]);

/** Fields that a plan has under a name of its own. */
const READ = new Set([
    "type",
    "name",
    "custom",
    "parent",
    "provider",
    "object",
    "protect",
    "retainOnDelete",
    "deleteBeforeReplace",
    "ignoreChanges",
    "aliases",
    "dependencies",
    "propertyDependencies",
]);

/** A registration in the form of a plan; everything that it says besides is in `options` under the engine's name. */
export function asPlanned({ urn, request }: Registration, parent: PlanResource | undefined): PlanResource {
    const secretKeys = list(request.additionalSecretOutputs);
    const inputs = reading(request.object as Fields | undefined, secretKeys);
    const rest = Object.entries(request).filter(
        ([field, value]) => !READ.has(field) && !MANNERS.has(field) && said(value),
    );
    const options = Object.fromEntries(rest.map(([field, value]) => [field, sorted(value)])) as { [key: string]: Json };
    return {
        urn,
        type: text(request.type),
        name: text(request.name),
        custom: request.custom === true,
        parent: text(request.parent) || null,
        provider: text(request.provider).replace(/::[^:]*$/, "") || null,
        ...inputs,
        protect: request.protect === true,
        // The engine hands it down from parent to child.
        retainOnDelete:
            request.retainOnDelete === undefined ? (parent?.retainOnDelete ?? false) : request.retainOnDelete === true,
        deleteBeforeReplace: request.deleteBeforeReplace === true,
        ignoreChanges: unique(request.ignoreChanges),
        aliases: ((request.aliases ?? []) as { urn?: string; spec?: Json }[])
            .map(({ urn: former, spec }) => former ?? aliasOf(spec as { [key: string]: Json }))
            .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
        dependencies: unique(request.dependencies),
        propertyDependencies: Object.fromEntries(
            Object.entries((request.propertyDependencies ?? {}) as Record<string, { urns?: string[] }>)
                .filter(([, { urns = [] }]) => urns.length > 0)
                .map(([property, { urns }]) => [property, unique(urns)]),
        ),
        ...(Object.keys(options).length > 0 && { options }),
    };
}

function reading(object: Fields = {}, secretKeys: readonly string[]) {
    const [secretPaths, unknownPaths]: [string[], string[]] = [[], []];
    const read = (value: unknown, path: string, secret: boolean): Json => {
        if (isFields(value) && value[SIGNATURE] === SECRET) return read(value.value, path, true);
        if (secret) secretPaths.push(path);
        if (value === UNKNOWN) unknownPaths.push(path);
        if (secret) {
            return { $secret: true };
        }
        if (value === UNKNOWN) return { $unknown: true };
        if (Array.isArray(value)) return value.map((item, index) => read(item, `${path}[${index}]`, false));
        if (!isFields(value)) return value as Json;
        const entries = Object.entries(value);
        return Object.fromEntries(entries.map(([key, inner]) => [key, read(inner, step(path, key), false)]));
    };
    const entries = Object.entries(object).map(([key, value]) => [
        key,
        read(value, step("", key), secretKeys.includes(key)),
    ]);
    return {
        inputs: Object.fromEntries(entries) as { [key: string]: Json },
        secretPaths: secretPaths.sort(),
        unknownPaths: unknownPaths.sort(),
    };
}

const step = (path: string, key: string) => {
    if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
    return path === "" ? key : `${path}.${key}`;
};

/** The log writes an alias by what the former URN differs in. */
function aliasOf({ parentUrn, ...spec }: { [key: string]: Json }): Json {
    return { ...spec, ...(parentUrn !== undefined && { parent: parentUrn }) };
}

const isFields = (value: unknown): value is Fields =>
    typeof value === "object" && value !== null && !Array.isArray(value);

const text = (value: unknown) => (typeof value === "string" ? value : "");

const list = (value: unknown) => (value ?? []) as string[];

const unique = (value: unknown) => [...new Set(list(value))].sort();

const sorted = (value: unknown) =>
    Array.isArray(value) && value.every((item) => typeof item === "string") ? unique(value) : value;

const said = (value: unknown) =>
    value !== "" &&
    value !== false &&
    !(typeof value === "object" && value !== null && Object.keys(value).length === 0);
