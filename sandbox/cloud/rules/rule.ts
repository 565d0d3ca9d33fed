import type { Scope } from "../ids";
import type { CloudResource, Properties, Store } from "../store";

/** What the cloud is asked to do. */
export interface Ask {
    op: "create" | "update" | "delete";
    /** Token, such as `gcp:kms/keyRing:KeyRing`. */
    type: string;
    id: string;
    /** What it is to become; for a deletion what it is. */
    given: Properties;
    /** What is there already. */
    old?: CloudResource;
    scope: Scope;
    store: Store;
}

/** Something that Google refuses, as a function of what is asked and of what is there. */
export interface Rule {
    /** Tests and reports call it so. */
    name: string;
    on: readonly Ask["op"][];
    /** Types without `gcp:`; all where absent. */
    types?: readonly string[];
    /** HTTP status of the refusal. */
    status: number;
    /** The API's words; undefined where it has nothing against it. */
    refuses(ask: Ask): string | undefined;
}

/** The value at a path of objects: `settings.backupConfiguration.enabled`. */
export function at(value: unknown, path: string): unknown {
    let found = value;
    for (const key of path.split(".")) found = (found as Properties | undefined | null)?.[key];
    return found;
}

/** What comes after the last slash of a full name. */
export const lastOf = (name: unknown): string => String(name).replace(/^.*\//, "");
