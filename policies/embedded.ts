import { join } from "./path";
import type { Json, Resource } from "./rule";
import { isMap, own } from "./value";

/** Lists of objects, and components that take manifests as text or as objects. */
const CARRIER = /^kubernetes:(\w[\w.]*\/\w+:\w*List|yaml(\/v2)?:Config(Group|File))$/;

export const isCarrier = (type: string): boolean => CARRIER.test(type);

/**
 * A list or a text of manifests, taken apart: the objects in it as resources of their own, and the carrier without them.
 * What cannot be read stays with the carrier.
 */
export function takeApart(resource: Resource): Resource[] {
    const objects: Resource[] = [];
    const rest: Resource["props"] = { ...resource.props };
    for (const key of ["items", "objs"]) {
        const list = own(resource.props, key);
        if (Array.isArray(list)) rest[key] = list.map((item, index) => (taken(item, join(key, index)) ? null : item));
    }
    const yaml = own(resource.props, "yaml");
    if (typeof yaml === "string") rest.yaml = manifests(yaml, "yaml");
    if (Array.isArray(yaml)) rest.yaml = yaml.map((text, index) => manifests(text, join("yaml", index)));

    function manifests(text: Json, path: string): Json {
        const read = typeof text === "string" ? documents(text) : undefined;
        if (!read) return text;
        const left = read.filter((document, index) => !taken(document, `${path}[${index}]`) && document !== null);
        return left.length === 0 ? null : text;
    }
    /** Whether the object was taken. */
    function taken(item: Json, within: string): boolean {
        const [version, kind, list] = ["apiVersion", "kind", "items"].map((key) => own(item, key));
        if (Array.isArray(list) && /List$/.test(String(kind))) {
            for (const [index, inner] of list.entries()) taken(inner, `${within}.${join("items", index)}`);
            return true;
        }
        const type = typeof kind === "string" ? tokenOf(version, kind) : itemOf(resource.type);
        if (type === undefined || !isMap(item)) return false;
        const name = own(own(item, "metadata"), "name");
        const { urn, provider, parent, protect } = resource;
        objects.push({
            ...{ urn, type, props: item, within },
            name: typeof name === "string" ? name : resource.name,
            ...(provider !== undefined && { provider }),
            ...(parent !== undefined && { parent }),
            ...(protect !== undefined && { protect }),
        });
        return true;
    }
    return [{ ...resource, props: rest }, ...objects];
}

const tokenOf = (version: Json | undefined, kind: string): string | undefined =>
    typeof version === "string" && /^[\w./-]{1,200}$/.test(version) && /^\w{1,100}$/.test(kind)
        ? `kubernetes:${version.includes("/") ? version : `core/${version}`}:${kind}`
        : undefined;

/** Objects in a `DeploymentList` need not say what they are. */
const itemOf = (type: string): string | undefined => {
    const item = type.replace(/List$/, "");
    return item === type || item.endsWith(":") ? undefined : item;
};

const LONGEST = 1_000_000;

/** The documents of a text; undefined where it is no YAML, or more than anybody writes. */
function documents(text: string): Json[] | undefined {
    if (text.length > LONGEST) return undefined;
    // Loaded when first needed: most programs write no YAML.
    const { parseAllDocuments }: typeof import("yaml") = require("yaml");
    try {
        const read = parseAllDocuments(text, { logLevel: "silent", uniqueKeys: false });
        if (!Array.isArray(read) || read.some(({ errors }) => errors.length > 0)) return undefined;
        return read.map((document) => document.toJS({ maxAliasCount: 100 }) as Json);
    } catch {
        return undefined;
    }
}
