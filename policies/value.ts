import type { Json } from "./rule";

export const isUnknown = (value: Json | undefined): boolean =>
    isObject(value) && value.$unknown === true && alone(value);

export const isSecret = (value: Json | undefined): boolean => isObject(value) && value.$secret === true && alone(value);

/** Unknown or secret: a mark stands where the value would. */
export const isHidden = (value: Json | undefined): boolean => isObject(value) && isMark(value);

export const isMap = (value: Json | undefined): value is { [key: string]: Json } => isObject(value) && !isMark(value);

/** A property of its own, never one that every object has, such as `constructor`. */
export const own = (value: Json | undefined, key: string): Json | undefined =>
    typeof value === "object" && value !== null && Object.hasOwn(value, key) && isMap(value) ? value[key] : undefined;

/** The entries of a list; none of what is no list. */
export const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
    typeof value === "object" && value !== null && !Array.isArray(value);

const isMark = (value: { [key: string]: Json }): boolean =>
    (value.$unknown === true || value.$secret === true) && alone(value);

/** A mark stands alone: an object with more in it is somebody's data, whatever its keys. */
const alone = (value: object): boolean => Object.keys(value).length === 1;

/** A value as text; one with parts has none. `String` would ask the value itself, which may be anybody's data. */
export const asText = (value: unknown): string => (typeof value === "object" && value !== null ? "" : String(value));

/** A value as a number; one with parts is none. */
export const asNumber = (value: unknown): number =>
    typeof value === "object" && value !== null ? Number.NaN : Number(value);

/** A copy of an object with each of its values changed. As `Object.fromEntries` makes one, without its pairs. */
export function mapped<T>(
    from: { readonly [key: string]: T } | object,
    change: (value: T, key: string) => Json,
): { [key: string]: Json } {
    const to: { [key: string]: Json } = {};
    for (const key of Object.keys(from)) {
        const value = change((from as { readonly [key: string]: T })[key] as T, key);
        // Assigned, this one would be the prototype.
        if (key === "__proto__") Object.defineProperty(to, key, { value, ...FREE });
        else to[key] = value;
    }
    return to;
}

const FREE = { configurable: true, enumerable: true, writable: true };
