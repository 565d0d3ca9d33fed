/** Stands for a value that is missing or wrong, and of which a problem says so. */
export const broken = Symbol("broken");

/**
 * Puts a value into an object or list. One that is broken throws as soon as it is read, which ends the rule that reads
 * it: the problem is told already, and whatever the rule would make of it is a guess.
 */
export function put(target: object, key: string | number, value: unknown): void {
    const rest = { enumerable: true, configurable: true };
    if (value === broken) Object.defineProperty(target, key, { get: refuse, ...rest });
    // Set as it is elsewhere, a key of this name would change what the object is.
    else if (key === "__proto__") Object.defineProperty(target, key, { value, writable: true, ...rest });
    else Reflect.set(target, key, value);
}

function refuse(): never {
    throw new Error("this setting is broken");
}
