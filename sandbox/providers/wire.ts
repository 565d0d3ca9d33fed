import type { Struct as StructMessage } from "google-protobuf/google/protobuf/struct_pb";
import { SECRET, SIGNATURE, UNKNOWN as UNKNOWNS } from "../../policies/wire";
import { Struct } from "./sdk";
import { type Inputs, UNKNOWN } from "./stand-in";

/** The engine's word that serves for a value of any type. */
const [ANY] = UNKNOWNS;

type Path = readonly (string | number)[];

/** Plain properties, and where they were marked as secret. */
export interface Received {
    values: Inputs;
    secrets: readonly Path[];
}

type Tree = { [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null;

/** Reads properties as the engine sends them. */
export function receive(struct: StructMessage | undefined): Received {
    const secrets: Path[] = [];
    const plain = (value: unknown, path: Path): unknown => {
        if (typeof value === "string") return UNKNOWNS.has(value) ? UNKNOWN : value;
        if (Array.isArray(value)) return value.map((item, index) => plain(item, [...path, index]));
        if (!isTree(value)) return value;
        if (value[SIGNATURE] === SECRET) {
            const inner = plain(value.value, path);
            // The innermost comes first: it must be marked before what is around it.
            secrets.push(path);
            return inner;
        }
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner, [...path, key])]));
    };
    return { values: plain(struct?.toJavaScript() ?? {}, []) as Inputs, secrets };
}

/** Writes properties for the engine, with the marks of secrets where they are still to be found. */
export function send(values: Inputs, secrets: readonly Path[] = []): StructMessage {
    const wire = toWire(values) as Tree;
    for (const path of secrets) mark(wire, path);
    return Struct.fromJavaScript(wire as Parameters<typeof Struct.fromJavaScript>[0]);
}

function toWire(value: unknown): unknown {
    if (value === UNKNOWN) return ANY;
    if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : toWire(item)));
    if (!isTree(value)) return value;
    return Object.fromEntries(
        Object.entries(value)
            .filter(([, inner]) => inner !== undefined)
            .map(([key, inner]) => [key, toWire(inner)]),
    );
}

function mark(wire: Tree, path: Path): void {
    const last = path.at(-1);
    if (last === undefined) return;
    let owner: unknown = wire;
    for (const step of path.slice(0, -1)) owner = isTree(owner) ? inside(owner[step]) : undefined;
    // A server that gives less, or another shape, than it was given: what is around the gap is marked instead.
    if (!isTree(owner) || !(last in owner)) mark(wire, path.slice(0, -1));
    else if (inside(owner[last]) === owner[last]) owner[last] = { [SIGNATURE]: SECRET, value: owner[last] };
}

const inside = (value: unknown) => (isTree(value) && value[SIGNATURE] === SECRET ? value.value : value);
