import { createHash } from "node:crypto";
import { difference, type Replaces } from "./difference";
import type { CreateRequest, Inputs, ReadRequest, StandIn, UpdateRequest } from "./stand-in";
import { UNKNOWN } from "./stand-in";

/** What a server would add to a resource of a type, from what it was given and its id. */
export type Computed = Record<string, (inputs: Inputs, id: string) => Inputs>;

export interface MemoryOptions {
    name: string;
    version: string;
    computed?: Computed;
    /** @default a change of a name or a place */
    replaces?: Replaces;
}

const NAMES = /^(metadata\.)?(name|namespace|accountId|location|region|zone|project|path)$/;

interface Entry {
    type: string;
    inputs: Inputs;
    outputs: Inputs;
}

/** A stand-in for any package with nothing behind it: it gives back what it gets, and remembers it. */
export class MemoryStandIn implements StandIn {
    readonly name: string;
    readonly version: string;
    /** By type and id. */
    readonly entries = new Map<string, Entry>();
    readonly #computed: Computed;
    readonly #replaces: Replaces;

    constructor({ name, version, computed = {}, replaces = (path) => NAMES.test(path) }: MemoryOptions) {
        this.name = name;
        this.version = version;
        this.#computed = computed;
        this.#replaces = replaces;
    }

    check({ news }: { news: Inputs }) {
        return { inputs: news };
    }

    diff({ oldInputs, news }: { oldInputs: Inputs; news: Inputs }) {
        return { ...difference(oldInputs, news, this.#replaces), deleteBeforeReplace: true };
    }

    async create({ urn, type, inputs, preview }: CreateRequest) {
        const id = idOf(urn, inputs);
        if (preview) return { id, outputs: this.#unknown(type, inputs, id) };
        const key = `${type} ${id}`;
        if (this.entries.has(key)) throw new Error(`${key} already exists`);
        const outputs = { ...inputs, ...this.#computed[type]?.(inputs, id) };
        this.entries.set(key, { type, inputs, outputs });
        return { id, outputs };
    }

    async read({ type, id }: ReadRequest) {
        const entry = this.entries.get(`${type} ${id}`);
        return entry && { id, inputs: entry.inputs, outputs: entry.outputs };
    }

    async update({ type, id, oldOutputs, news, preview }: UpdateRequest) {
        const outputs = { ...oldOutputs, ...news };
        if (preview) return { outputs };
        const key = `${type} ${id}`;
        if (!this.entries.has(key)) throw new Error(`${key} does not exist`);
        this.entries.set(key, { type, inputs: news, outputs });
        return { outputs };
    }

    async delete({ type, id }: { type: string; id: string }) {
        this.entries.delete(`${type} ${id}`);
    }

    async invoke(token: string): Promise<Inputs> {
        throw new Error(`${token} is not known here`);
    }

    #unknown(type: string, inputs: Inputs, id: string): Inputs {
        const computed = this.#computed[type]?.(inputs, id) ?? {};
        return { ...inputs, ...Object.fromEntries(Object.keys(computed).map((key) => [key, UNKNOWN])) };
    }
}

/** An identity that stays the same from run to run: a name where there is one, else what the URN says. */
function idOf(urn: string, inputs: Inputs): string {
    const { name = inputs.name ?? inputs.accountId, namespace } = (inputs.metadata ?? {}) as Inputs;
    if (typeof name !== "string") return `id-${createHash("sha256").update(urn).digest("hex").slice(0, 12)}`;
    const place = [namespace, inputs.project, inputs.location ?? inputs.region ?? inputs.zone];
    return [...place.filter((part) => typeof part === "string"), name].join("/");
}
