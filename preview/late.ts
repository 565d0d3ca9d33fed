import { type Resolver, type RpcProperties, rpc } from "./sdk";

/**
 * Makes an output of a resource when somebody asks for it, until the returned function is called. The SDK makes all at
 * once, each of a dozen promises; of what a provider may answer a program asks for little.
 */
export function makeOutputsLate(): () => void {
    const { transferProperties } = rpc;
    rpc.transferProperties = (resource, label, properties) => {
        const resolvers: Record<string, Resolver> = {};
        for (const [key, property] of Object.entries(properties)) {
            const make = () => transferProperties(resource, label, { [key]: property });
            // It may not be there yet: then the SDK says so.
            if (key === "id" || key === "urn" || Object.hasOwn(resource, key)) make();
            else resolvers[key] = late(resource, key, () => make()[key]);
        }
        return resolvers;
    };
    return () => {
        rpc.transferProperties = transferProperties;
    };
}

/** What settles the output now is kept for it until it is made. */
function late(resource: RpcProperties, key: string, make: () => Resolver | undefined): Resolver {
    let resolve: Resolver | undefined;
    let answer: Parameters<Resolver> | undefined;
    Object.defineProperty(resource, key, {
        configurable: true,
        enumerable: true,
        get: () => {
            delete resource[key];
            resolve = make();
            if (answer) resolve?.(...answer);
            return resource[key];
        },
        set: (value) => {
            delete resource[key];
            resource[key] = value;
        },
    });
    return (...given) => {
        answer = given;
        resolve?.(...given);
    };
}
