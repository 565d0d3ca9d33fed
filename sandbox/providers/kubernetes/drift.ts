import { isDeepStrictEqual } from "node:util";
import type { KubeClient } from "../../cluster/client";
import type { KubeObject } from "../../cluster/object";
import type { Inputs } from "../stand-in";

/**
 * Finds what was changed by hand: the server is asked what it would make of the declared object now. Where that is not
 * what it has, the live value goes into the inputs. Comparing the two objects themselves would take the server's own
 * spelling, such as `1Gi` for `1024Mi`, for a change.
 */
export async function drift(
    client: KubeClient,
    declared: KubeObject,
    live: KubeObject,
    fieldManager: string,
): Promise<Inputs> {
    const asked = client.apply(declared, { dryRun: true, force: true, fieldManager });
    // What cannot be put back is compared as it stands.
    const wanted = await asked.then(({ body }) => body).catch(() => declared);
    return merged(declared, wanted, live) as Inputs;
}

/** The declared value, except where the live one is not the wanted one. */
function merged(declared: unknown, wanted: unknown, live: unknown): unknown {
    if (isDeepStrictEqual(wanted, live)) return declared;
    if (isTree(declared) && isTree(wanted) && isTree(live)) {
        const entries = Object.entries(declared).map(([key, value]) => [key, merged(value, wanted[key], live[key])]);
        return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    }
    if (isList(declared) && isList(wanted) && isList(live) && wanted.length === live.length)
        return declared.map((value, index) => merged(value, wanted[index], live[index]));
    return live;
}

type Tree = { [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

const isList = (value: unknown): value is unknown[] => Array.isArray(value);
