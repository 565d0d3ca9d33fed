import type { Struct as StructMessage } from "google-protobuf/google/protobuf/struct_pb";
import { Struct } from "./sdk";
import { type Inputs, UNKNOWN } from "./stand-in";

/** Marks of special values: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** The engine's words for a value that is not known, by its type; the first serves for all (plugin/rpc.go). */
const UNKNOWNS = [
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

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
        if (typeof value === "string") return UNKNOWNS.includes(value) ? UNKNOWN : value;
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
    if (value === UNKNOWN) return UNKNOWNS[0];
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
