import { type Dependencies, type RpcProperties, rpc } from "./sdk";

/**
 * Serializes what holds no output or promise at once, until the returned function is called. The SDK awaits each text
 * and number of a property, and most of them are as plain as they look.
 */
export function serializePlainAtOnce(): () => void {
    const { serializeResourceProperties } = rpc;
    rpc.serializeResourceProperties = async (label, properties, options) => {
        const serialized: RpcProperties = {};
        const dependencies = new Map<string, Dependencies>();
        for (const [key, property] of Object.entries(properties)) {
            if (key === "id" || key === "urn") continue;
            const needed: Dependencies = new Set();
            const ask: Ask = (context, value) => rpc.serializeProperty(context, value, needed, options);
            try {
                const found = serialize(`${label}.${key}`, property, ask);
                const value = found instanceof Promise ? await found : found;
                if (value === undefined) continue;
                serialized[key] = value;
                dependencies.set(key, needed);
            } catch (error) {
                // The same error, as the SDK knows by it what it has told already.
                if (error instanceof Error) error.message = `error serializing property "${key}": ${error.message}`;
                throw error;
            }
        }
        return [serialized, dependencies];
    };
    return () => {
        rpc.serializeResourceProperties = serializeResourceProperties;
    };
}

type Ask = (context: string, value: unknown) => Promise<unknown>;

/** The value as it is sent, or a promise of it where a part of it has to be waited for. */
function serialize(context: string, value: unknown, ask: Ask): unknown {
    if (typeof value !== "object" || value === null) return typeof value === "function" ? undefined : value;
    if (Array.isArray(value)) {
        const items = value.map((item, index) => serialize(`${context}[${index}]`, item, ask));
        return settled(items, (all) => all.map((item) => (item === undefined ? null : item)));
    }
    if (Object.getPrototypeOf(value) !== Object.prototype) return ask(context, value);
    const keys = Object.keys(value);
    const items = keys.map((key) => serialize(`${context}.${key}`, (value as RpcProperties)[key], ask));
    return settled(items, (all) => {
        const result: RpcProperties = {};
        for (const [index, key] of keys.entries()) if (all[index] !== undefined) result[key] = all[index];
        return result;
    });
}

const settled = (items: unknown[], make: (items: unknown[]) => unknown): unknown =>
    items.some((item) => item instanceof Promise) ? Promise.all(items).then(make) : make(items);
