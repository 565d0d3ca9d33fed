import { describeAsset, isAsset } from "./assets";
import { at, PreviewError } from "./failure";
import { propertyPath } from "./path";
import type { Json } from "./plan";
import { runtime } from "./sdk";

/** What a resource's properties say, and where they say nothing that may be shown or can be known. */
export interface Properties {
    value: { [key: string]: Json };
    secretPaths: string[];
    unknownPaths: string[];
}

/** Whose properties are read, for the messages. */
export interface Owner {
    urn: string;
    /** What relative paths of assets start from. */
    directory: string;
    place(): string | undefined;
}

/** Keys of what a plan holds in place of a value. */
const MARKS = ["$secret", "$unknown", "$resource", "$asset"];

type Wire = { readonly [key: string]: unknown };

/** Text that an output leaves behind when a program puts it into a string. */
const OUTPUT_AS_TEXT = /Calling \[to(?:String|JSON)\] on an \[Output<T>\]/;

/**
 * Reads properties as the SDK sends them into plan values, in one pass. `secretKeys` are properties whose value is
 * secret although nothing on the wire says so: the SDK drops the mark of a secret that is not known yet.
 */
export function readProperties(wire: Wire, owner: Owner, secretKeys: readonly string[] = []): Properties {
    const reader = new Reader(owner);
    const value: { [key: string]: Json } = {};
    for (const [key, property] of Object.entries(wire)) {
        value[key] = reader.at(key, secretKeys.includes(key) ? secretWire(property) : property);
    }
    return { value, secretPaths: reader.secretPaths.sort(), unknownPaths: reader.unknownPaths.sort() };
}

/** A value with the SDK's mark of a secret. */
export function secretWire(value: unknown): unknown {
    if (signature(value) === runtime.specialSecretSig) return value;
    return { [runtime.specialSigKey]: runtime.specialSecretSig, value };
}

/** Plan values back in the form the SDK reads; what a plan does not show becomes unknown. */
export function toWire(value: Json): unknown {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(toWire);
    if ("$secret" in value) return secretWire(runtime.unknownValue);
    if ("$unknown" in value || "$asset" in value) return runtime.unknownValue;
    if ("$resource" in value) return { [runtime.specialSigKey]: runtime.specialResourceSig, urn: value.$resource };
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toWire(inner)]));
}

class Reader {
    readonly secretPaths: string[] = [];
    readonly unknownPaths: string[] = [];
    // Paths are written only where one is needed, which is rare.
    private readonly trail: (string | number)[] = [];
    private readonly owner: Owner;

    constructor(owner: Owner) {
        this.owner = owner;
    }

    at(key: string | number, wire: unknown): Json {
        this.trail.push(key);
        const value = this.read(wire);
        this.trail.pop();
        return value;
    }

    private read(wire: unknown): Json {
        if (typeof wire === "string") return this.text(wire);
        if (typeof wire === "number") return this.number(wire);
        if (typeof wire === "boolean" || wire === null || wire === undefined) return wire ?? null;
        if (Array.isArray(wire)) return wire.map((item, index) => this.at(index, item));
        const special = signature(wire);
        if (special !== undefined) return this.special(special, wire as Wire);
        const value: { [key: string]: Json } = {};
        for (const key of Object.keys(wire)) value[key] = this.at(key, (wire as Wire)[key]);
        if (MARKS.some((mark) => mark in value)) throw this.refusal("has a key that means something else in a plan");
        return value;
    }

    private text(text: string): Json {
        if (text === runtime.unknownValue) return this.unknown();
        if (text.includes("on an [Output<T>]") && OUTPUT_AS_TEXT.test(text)) {
            throw this.refusal("is made of an output used as text; use pulumi.interpolate or apply");
        }
        return text;
    }

    private number(number: number): Json {
        if (!Number.isFinite(number)) throw this.refusal(`is ${number}, which JSON cannot hold`);
        return number === 0 ? 0 : number; // one zero, not two
    }

    private special(special: string, wire: Wire): Json {
        if (special === runtime.specialSecretSig) return this.secret(wire.value);
        if (special === runtime.specialResourceSig) return { $resource: String(wire.urn) };
        if (special === runtime.specialOutputValueSig) {
            const value = "value" in wire ? wire.value : runtime.unknownValue;
            return wire.secret === true ? this.secret(value) : this.read(value);
        }
        if (isAsset(special)) return this.asset(wire);
        throw this.refusal("is of a kind that this version does not know");
    }

    private unknown(): Json {
        this.unknownPaths.push(propertyPath(this.trail));
        return { $unknown: true };
    }

    /** Nothing of a secret is kept, but it is read all the same: it may not be known, or hold an output as text. */
    private secret(wire: unknown): Json {
        const [secrets, unknowns] = [this.secretPaths.length, this.unknownPaths.length];
        this.read(wire);
        const known = this.unknownPaths.length === unknowns;
        this.secretPaths.length = secrets;
        this.unknownPaths.length = unknowns;
        this.secretPaths.push(propertyPath(this.trail));
        if (!known) this.unknownPaths.push(propertyPath(this.trail));
        return { $secret: true };
    }

    private asset(wire: Wire): Json {
        try {
            return describeAsset(wire, this.owner.directory);
        } catch (error) {
            throw this.refusal(`needs a file that cannot be read (${(error as Error).message})`);
        }
    }

    private refusal(fault: string): PreviewError {
        return new PreviewError(`${this.owner.urn}: ${propertyPath(this.trail)} ${fault}${at(this.owner.place())}`);
    }
}

function signature(wire: unknown): string | undefined {
    if (typeof wire !== "object" || wire === null) return undefined;
    const mark = (wire as Wire)[runtime.specialSigKey];
    return typeof mark === "string" ? mark : undefined;
}
