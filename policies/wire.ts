import { join } from "./path";
import type { Json, Resource } from "./rule";
import { mapped } from "./value";

/** Properties as Pulumi hands them around, read into the form that rules judge. */
export type Properties = Pick<Resource, "props"> & { secretPaths: string[]; unknownPaths: string[] };

/** How one representation writes what JSON has no word for; undefined for an ordinary value. */
export type Marks = (value: object) => { secret: unknown } | { plain: unknown } | undefined;

/** What the engine writes for values that are not known yet, one for each type: pkg/resource/plugin/rpc.go of Pulumi. */
export const UNKNOWN: ReadonlySet<string> = new Set([
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Marks of special values: sdk/go/common/resource/sig/sig.go of Pulumi. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** The marks of the wire format: an object with a signature. */
export const signatures: Marks = (value) => {
    const { [SIGNATURE]: signature, ...rest } = value as { [key: string]: unknown };
    if (signature === undefined) return undefined;
    if (signature === SECRET) return { secret: rest.value };
    // An output without a value is not known yet.
    const inner = signature === OUTPUT ? ("value" in rest ? rest.value : [...UNKNOWN][0]) : rest;
    return signature === OUTPUT && rest.secret === true ? { secret: inner } : { plain: inner };
};

/** Reads properties whatever is in them. Nothing of a secret is kept but where it stood, and whether it was known. */
export function read(raw: object, marks: Marks = signatures): Properties {
    const secretPaths: string[] = [];
    const unknownPaths: string[] = [];
    // Paths are written only where one is needed, which is rare.
    const trail: (string | number)[] = [];
    const path = () => trail.reduce<string>(join, "");

    const at = (key: string | number, raw: unknown): Json => {
        trail.push(key);
        const json = value(raw);
        trail.pop();
        return json;
    };
    const value = (raw: unknown): Json => {
        if (typeof raw === "string") return UNKNOWN.has(raw) ? unknown() : raw;
        if (typeof raw === "number" || typeof raw === "boolean") return raw;
        if (typeof raw !== "object" || raw === null) return null;
        if (Array.isArray(raw)) return raw.map((item, index) => at(index, item));
        const mark = marks(raw);
        if (mark) return "secret" in mark ? secret(mark.secret) : value(mark.plain);
        return object(raw);
    };
    const object = (raw: object) => mapped(raw, (item, key) => at(key, item));
    const unknown = (): Json => {
        unknownPaths.push(path());
        return { $unknown: true };
    };
    const secret = (raw: unknown): Json => {
        const [secrets, unknowns] = [secretPaths.length, unknownPaths.length];
        value(raw);
        const known = unknownPaths.length === unknowns;
        secretPaths.length = secrets;
        unknownPaths.length = unknowns;
        secretPaths.push(path());
        if (!known) unknownPaths.push(path());
        return { $secret: true };
    };

    return { props: object(raw), secretPaths, unknownPaths };
}
