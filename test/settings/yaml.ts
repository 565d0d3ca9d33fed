import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export type Path = readonly (string | number)[];

/** The settings in a stack file of this repository, as `check` takes them. */
export function settingsOf(stack: string): Record<string, unknown> {
    const text = readFileSync(join(__dirname, "..", "..", `Pulumi.${stack}.yaml`), "utf8");
    const { config } = parse(text) as { config: Record<string, unknown> };
    const own = Object.entries(config).filter(([name]) => name.startsWith("slipway:"));
    return Object.fromEntries(own.map(([name, value]) => [name.slice("slipway:".length), value]));
}

/** The same without one of its systems. */
export const withoutSystem = (whole: Record<string, unknown>, system: string): Record<string, unknown> =>
    withValue(whole, ["systems", system], undefined);

/** Every place below a value, with what stands there. */
export function places(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
    const below = typeof value === "object" && value !== null ? Object.entries(value) : [];
    const steps = below.map(([key, entry]) => [Array.isArray(value) ? Number(key) : key, entry] as const);
    return steps.flatMap(([key, entry]) => [{ path: [...path, key], value: entry }, ...places(entry, [...path, key])]);
}

/** A copy with another value at a place; undefined takes the key or entry away. */
export function withValue<T>(whole: T, path: Path, value: unknown): T {
    const copy = structuredClone(whole);
    const parent = path.slice(0, -1).reduce<unknown>((node, key) => Reflect.get(Object(node), key), copy);
    const last = path.at(-1);
    if (Array.isArray(parent) && typeof last === "number")
        parent.splice(last, 1, ...(value === undefined ? [] : [value]));
    if (typeof parent !== "object" || parent === null || Array.isArray(parent) || last === undefined) return copy;
    // As JSON.parse does it: a key named __proto__ is a key like any other.
    if (value === undefined) Reflect.deleteProperty(parent, last);
    else Object.defineProperty(parent, last, { value, writable: true, enumerable: true, configurable: true });
    return copy;
}

/** `ground.regions[0].name`, as messages say it. */
export function pathOf(path: Path): string {
    return path
        .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
        .join("")
        .replace(/^\./, "");
}
