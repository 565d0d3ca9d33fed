import { type LiftedOutput, output, type RpcProperties, rpc, runtime } from "./sdk";
import { secretWire } from "./values";

/** What a value throws when it is asked for a member that only the cloud can add; an `apply` makes it unknown. */
const NOT_KNOWN = new Error("not known before the update");

/** Asked of any object by the SDK, by `await` and by `JSON.stringify`, to find out what it is. */
const QUESTIONS = new Set(["then", "toJSON", "doNotCapture", "deploymentOnlyModule", runtime.specialSigKey]);

/**
 * Lets outputs be known in part, until the returned function is called. An output that the program gives as an input
 * comes back as it was given, but the cloud adds to it: `cluster.masterAuth` is given without its certificate. Taken
 * for the whole, it would put the word "undefined" where a real preview says that nobody knows yet.
 */
export function allowPartialOutputs(): () => void {
    const { resolveProperties } = rpc;
    rpc.resolveProperties = (resource, resolvers, type, name, properties, ...rest) => {
        const partial: RpcProperties = {};
        for (const [key, value] of Object.entries(properties)) {
            partial[key] = runtime.isRpcSecret(value)
                ? secretWire(partly(runtime.unwrapRpcSecret(value)))
                : partly(value);
        }
        resolveProperties(resource, resolvers, type, name, partial, ...rest);
    };
    const { apply } = output.Output.prototype;
    output.Output.prototype.apply = function (this: LiftedOutput, ask, runWithUnknowns) {
        return apply.call(this, (value) => answered(() => ask(value)), runWithUnknowns);
    };
    return () => {
        rpc.resolveProperties = resolveProperties;
        output.Output.prototype.apply = apply;
    };
}

function answered(ask: () => unknown): unknown {
    try {
        const answer = ask();
        return answer instanceof Promise ? answer.catch(unknownIf) : answer;
    } catch (error) {
        return unknownIf(error);
    }
}

function unknownIf(error: unknown): unknown {
    if (error === NOT_KNOWN) return output.unknown;
    throw error;
}

const known = new WeakMap<object, object>();

/** A value of which only the members that it has are known. */
function partly(value: unknown): unknown {
    if (!isPlain(value)) return value;
    const proxy = known.get(value) ?? new Proxy(value, { get: member });
    known.set(value, proxy);
    return proxy;
}

function member(value: object, key: string | symbol): unknown {
    if (key in value) return partly(Reflect.get(value, key));
    if (typeof key === "symbol" || key.startsWith("__") || QUESTIONS.has(key)) return undefined;
    throw NOT_KNOWN;
}

function isPlain(value: unknown): value is object {
    if (typeof value !== "object" || value === null) return false;
    return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
