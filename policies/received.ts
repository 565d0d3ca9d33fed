import { type ResourceValidationArgs, Secret } from "@pulumi/policy";
import type { Json, Resource } from "./rule";
import { isMap, isSecret, mapped } from "./value";
import { type Marks, type Properties, read } from "./wire";

/** The resource of the validation pass, with what the remediation pass saw of its secrets. */
export async function resourceOf(
    { urn, type, name, props, opts, provider }: ResourceValidationArgs,
    seen: Properties | undefined,
): Promise<Resource> {
    const { props: plain, unknownPaths } = await readRaw(props);
    return {
        urn,
        type,
        name,
        props: seen && seen.secretPaths.length > 0 ? (hide(plain, seen.props) as Resource["props"]) : plain,
        unknownPaths: seen?.unknownPaths ?? unknownPaths,
        ...(seen && { secretPaths: seen.secretPaths }),
        protect: opts.protect,
        parent: opts.parent ?? null,
        provider: provider?.urn ?? null,
    };
}

/** What is judged is what will be deployed, other packs' remediations included, with the secrets seen before hidden. */
function hide(plain: Json, seen: Json | undefined): Json {
    if (isSecret(seen)) return { $secret: true };
    if (Array.isArray(plain))
        return plain.map((item, index) => hide(item, Array.isArray(seen) ? seen[index] : undefined));
    if (!isMap(plain)) return plain;
    return mapped(plain, (item, name) => hide(item, isMap(seen) ? seen[name] : undefined));
}

/** Beneath the proxies, one of which throws when it meets an unknown. */
export function readRaw(props: object): Promise<Properties> {
    let raw = props as { __isSpecialProxy?: boolean; __getSpecialProxyTarget?: object };
    while (raw.__isSpecialProxy === true) raw = raw.__getSpecialProxyTarget as typeof raw;
    return settled(raw);
}

/** The SDK gives assets as objects of its own, and their texts as promises: those are awaited, then all is read again. */
async function settled(raw: object): Promise<Properties> {
    const texts = new Map<unknown, unknown>();
    const marks: Marks = (value) => {
        if (value instanceof Secret) return { secret: value.value };
        if (!(value instanceof Promise)) return undefined;
        if (!texts.has(value)) texts.set(value, null);
        return { plain: texts.get(value) };
    };
    const first = read(raw, marks);
    if (texts.size === 0) return first;
    for (const text of texts.keys()) texts.set(text, await Promise.resolve(text).catch(() => null));
    return read(raw, marks);
}
