import { isSensitive, looksSecret } from "./secrecy";

/** How much of what stands at a place may be shown. */
export type Shown = "all" | "numbers" | "nothing";

/** A place in the stack file. */
export interface Place {
    /** Its path as people read it; empty for the whole. */
    readonly at: string;
    readonly shown: Shown;
    /** Nothing below may be shown either. */
    readonly sealed: boolean;
}

export const root: Place = { at: "", shown: "all", sealed: false };

/** The place below. Entries of a list are shown as the list is; below a sensitive name, numbers and switches still are. */
export function step(place: Place, key: string | number): Place {
    if (typeof key === "number") return { ...place, at: `${place.at}[${key}]` };
    const at = join(place.at, key);
    if (place.sealed || isSensitive(key)) return { ...place, at, shown: "nothing" };
    return { ...place, at, shown: place.shown === "all" ? "all" : "numbers" };
}

export function sealed(place: Place): Place {
    return { ...place, shown: "nothing", sealed: true };
}

function join(at: string, key: string): string {
    const name = looksSecret(key) || key.length > 60 ? "…" : key;
    if (!/^[\w-]+$/.test(name)) return `${at}[${JSON.stringify(name)}]`;
    return at === "" ? name : `${at}.${name}`;
}
