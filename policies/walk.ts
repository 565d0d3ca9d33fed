import { join } from "./path";
import type { Json } from "./rule";
import { isMap } from "./value";

/** A value of a resource and the way to it. */
export interface Place {
    readonly value: Json;
    /** Key or index in the parent; null for the properties as a whole. */
    readonly key: string | number | null;
    readonly parent: Place | null;
    readonly depth: number;
}

export type Text = Place & { readonly value: string };

/** Deeper or larger than anything that a cluster or a cloud accepts: what lies beyond is reported, not read. */
const DEEPEST = 200;
const MOST = 500_000;

export function pathOf(place: Place): string {
    const keys: (string | number)[] = [];
    for (let at: Place | null = place; at && at.key !== null; at = at.parent) keys.push(at.key);
    return keys.reduceRight<string>(join, "");
}

/** The name that a value goes by: its key, or that of the list it stands in. */
export function nameOf(place: Place): string {
    for (let at: Place | null = place; at; at = at.parent) if (typeof at.key === "string") return at.key;
    return "";
}

/** The values of a resource by kind, in document order, and where the walk stopped. */
export interface Walk {
    leaves: Place[];
    texts: Text[];
    maps: Place[];
    cuts: { path: string; why: string }[];
}

/** Keeps its own stack: a value that is nested too deeply for recursion is still judged as far as it goes. */
export function walk(props: Json): Walk {
    const found: Walk = { leaves: [], texts: [], maps: [], cuts: [] };
    const open: Place[] = [{ value: props, key: null, parent: null, depth: 0 }];
    let seen = 0;
    for (let place = open.pop(); place; place = open.pop()) {
        const { value, depth } = place;
        const list = Array.isArray(value);
        if (!list && !isMap(value)) {
            found.leaves.push(place);
            if (typeof value === "string") found.texts.push(place as Text);
            continue;
        }
        const why = depth > DEEPEST ? "it is nested too deeply" : loops(place) ? "it contains itself" : undefined;
        if (why) {
            found.cuts.push({ path: pathOf(place), why });
            continue;
        }
        if (!list) found.maps.push(place);
        const keys = list ? undefined : Object.keys(value);
        const count = keys?.length ?? (value as Json[]).length;
        seen += count;
        if (seen > MOST) {
            found.cuts.push({ path: pathOf(place), why: `the resource has more than ${MOST} values` });
            return found;
        }
        // Last one first, so that the stack gives them back in order.
        for (let index = count - 1; index >= 0; index--) {
            const key = keys ? (keys[index] as string) : index;
            const part = (value as { [key: string | number]: Json })[key];
            if (part !== undefined) open.push({ value: part, key, parent: place, depth: depth + 1 });
        }
    }
    return found;
}

function loops(place: Place): boolean {
    for (let at = place.parent; at; at = at.parent) if (at.value === place.value) return true;
    return false;
}
