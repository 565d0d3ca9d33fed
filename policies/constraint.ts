import { steps } from "./path";
import type { Json } from "./rule";
import { isHidden, own } from "./value";

/** What a constraint says of one place: it denies what stands there, or nobody can know yet. */
export type Denial = { path: string; denied: string } | { path: string; open: true };

type Properties = { [key: string]: Json };

export type Judge = (props: Properties, ...rest: unknown[]) => Iterable<Denial>;

/** A constraint of an organisation policy, as a predicate over the inputs of a resource. */
export interface Constraint {
    /** Constraints that make the same demand. Findings go by the first name. */
    ids: readonly [string, ...string[]];
    types: readonly string[];
    judge: Judge;
    /** What would pass, or what to ask of the administrators, after "use". */
    wanted: string;
    /** What makes a passing resource of the first type a denied one: path to value, `undefined` where nothing stands. */
    denied: Readonly<Record<string, Json | undefined>>;
    /** Where the denied one is found. Default: at the paths of `denied`. */
    at?: readonly string[];
}

const OPEN = Symbol("open");

export type Read = Json | undefined | typeof OPEN;

/** Reads what stands at a path; a value that is unknown or secret, or stands in one, is open. */
export function reader(path: string): (props: Json | undefined) => Read {
    const known = readers.get(path);
    if (known) return known;
    const keys = steps(path).map(String);
    const read = (props: Json | undefined): Read => {
        let value = props;
        for (const key of keys) {
            const part = own(value, key);
            // What is hidden has no parts.
            if (part === undefined) return hidden(value) ? OPEN : undefined;
            value = part;
        }
        return hidden(value) ? OPEN : value;
    };
    readers.set(path, read);
    return read;
}

/** Paths are written in the rules, so there are a few hundred of them. */
const readers = new Map<string, (props: Json | undefined) => Read>();

export const isOpen = (value: Read): value is typeof OPEN => value === OPEN;

/** Hidden by a mark, or written as a reference of another language: `${google_compute_network.main.id}`. */
const hidden = (value: Json | undefined) => isHidden(value) || (typeof value === "string" && value.includes("${"));

const NONE: readonly Denial[] = [];

/** Passes where the value is allowed. */
export function where(path: string, allowed: (value: Json | undefined) => boolean): Judge {
    const read = reader(path);
    return (props) => {
        const value = read(props);
        if (isOpen(value)) return [{ path, open: true }];
        return allowed(value) ? NONE : [{ path, denied: shown(value) }];
    };
}

/** Passes where one of these values stands; `undefined` allows that none does. */
export const only = (path: string, ...values: (Json | undefined)[]): Judge =>
    where(path, (value) => values.includes(value));

/** Passes unless this value stands there. */
export const never = (path: string, ...values: Json[]): Judge =>
    where(path, (value) => value === undefined || !values.includes(value));

/** Passes where anything stands, be it unknown. */
export function given(path: string): Judge {
    const read = reader(path);
    return (props) => {
        const value = read(props);
        return value === undefined || value === null || value === "" ? [{ path, denied: "nothing" }] : NONE;
    };
}

/** Denies every resource of the type. */
export const any =
    (what: string): Judge =>
    () => [{ path: "", denied: what }];

/** Asks the second judge only where the first property allows that it is asked. */
export function when(path: string, concerned: (value: Json | undefined) => boolean, judge: Judge): Judge {
    const read = reader(path);
    return function* (props) {
        const value = read(props);
        if (isOpen(value)) {
            for (const { path } of judge(props)) yield { path, open: true };
        } else if (concerned(value)) yield* judge(props);
    };
}

/** The entries of a list, each with its path; an open list or entry is open. */
export function* entries(path: string, list: Read): Iterable<{ path: string; entry: Read }> {
    if (isOpen(list)) yield { path, entry: OPEN };
    else if (Array.isArray(list))
        for (const [index, entry] of list.entries())
            yield { path: `${path}[${index}]`, entry: hidden(entry) ? OPEN : entry };
}

/** A value of an enumeration as it stands; anything else may be somebody's data. */
export const shown = (value: Json | undefined): string => {
    if (value === undefined || value === null) return "nothing";
    if (typeof value === "boolean" || typeof value === "number") return String(value);
    return typeof value === "string" && /^[A-Za-z][\w.-]{0,39}$/.test(value) ? `"${value}"` : "what is declared";
};
