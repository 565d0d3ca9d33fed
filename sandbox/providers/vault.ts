import { isDeepStrictEqual } from "node:util";
import { version } from "@pulumi/vault/package.json";
import type { VaultClient } from "../vault/client";
import { difference } from "./difference";
import type * as provider from "./stand-in";
import { UNKNOWN } from "./stand-in";
import { type VaultType, vaultTypes } from "./vault/types";

/** What a server on this machine has to be told instead of what the program says. */
export type Substitute = (type: string, inputs: provider.Inputs) => provider.Inputs;

export interface VaultOptions {
    vault: VaultClient;
    /** @default as it is */
    substitute?: Substitute;
}

/** Stands in for the Vault provider, with a real server behind it: whatever address the program names, this one. */
export class VaultStandIn implements provider.StandIn {
    readonly name = "vault";
    readonly version = version;
    readonly #vault: VaultClient;
    readonly #substitute: Substitute;

    constructor({ vault, substitute = (_, inputs) => inputs }: VaultOptions) {
        this.#vault = vault;
        this.#substitute = substitute;
    }

    check({ type, news }: provider.CheckRequest): provider.Checked {
        const known = Object.hasOwn(vaultTypes, type);
        return {
            inputs: news,
            failures: known ? [] : [{ property: "", reason: `${type} is unknown to the stand-in` }],
        };
    }

    diff({ type, id, oldInputs, news, ignoreChanges }: provider.DiffRequest): provider.Difference {
        const top = (path: string) => path.split(/[.[]/, 1)[0] ?? path;
        const { changes } = difference(oldInputs, news, (path) => typeOf(type).replaces.includes(top(path)));
        for (const path of Object.keys(changes)) if (ignoreChanges.includes(top(path))) delete changes[path];
        const replaces = Object.values(changes).some(({ replace }) => replace);
        // A path holds one thing at a time.
        return { changes, deleteBeforeReplace: replaces && typeOf(type).id(news) === id };
    }

    async create({ type, inputs, preview }: provider.CreateRequest) {
        const kind = typeOf(type);
        if (preview) return { id: "", outputs: { ...inputs, ...unknown(type) } };
        const id = kind.id(inputs);
        await kind.create(this.#vault, this.#substitute(type, inputs));
        return { id, outputs: { ...inputs, ...(await this.#computed(type, id)) } };
    }

    /** What the server was told in the place of an input is that input; everything else is as the server has it. */
    async read({ type, id, inputs = {} }: provider.ReadRequest): Promise<provider.Standing | undefined> {
        const found = await typeOf(type).read(this.#vault, id);
        if (found === undefined) return undefined;
        const told = this.#substitute(type, inputs);
        const now: provider.Inputs = { ...inputs };
        for (const [name, value] of Object.entries(told))
            if (name in found && !alike(value, found[name])) now[name] = found[name];
        return { id, inputs: now, outputs: { ...now, ...computed(found) } };
    }

    async update({ type, id, news, preview }: provider.UpdateRequest) {
        const kind = typeOf(type);
        if (preview) return { outputs: news };
        const told = this.#substitute(type, news);
        await (kind.update ? kind.update(this.#vault, id, told) : kind.create(this.#vault, told));
        return { outputs: { ...news, ...(await this.#computed(type, id)) } };
    }

    async delete({ type, id }: provider.DeleteRequest): Promise<void> {
        await typeOf(type).delete?.(this.#vault, id);
    }

    async #computed(type: string, id: string): Promise<provider.Inputs> {
        return computed((await typeOf(type).read(this.#vault, id)) ?? {});
    }
}

const computed = ({ accessor }: provider.Inputs): provider.Inputs => (accessor === undefined ? {} : { accessor });

const unknown = (type: string) => (/(Mount|AuthBackend)$/.test(type) ? { accessor: UNKNOWN } : {});

/** Vault gives sets in an order of its own, and a single address without its length. */
const alike = (one: unknown, other: unknown): boolean => isDeepStrictEqual(sorted(one), sorted(other));

const sorted = (value: unknown): unknown =>
    Array.isArray(value) ? value.map((item) => String(item).replace(/\/32$/, "")).sort() : value;

function typeOf(type: string): VaultType {
    const found = Object.hasOwn(vaultTypes, type) ? vaultTypes[type] : undefined;
    if (found === undefined) throw new Error(`${type} is unknown to the stand-in for Vault's provider`);
    return found;
}
