import { setTimeout as sleep } from "node:timers/promises";
import type { Values, VaultClient } from "../../vault/client";
import type { Inputs } from "../stand-in";

/** How the Vault provider makes a resource, finds it, and takes it away: hashicorp/terraform-provider-vault, vault/. */
export interface VaultType {
    id(inputs: Inputs): string;
    create(vault: VaultClient, inputs: Inputs): Promise<void>;
    /** @default as it is created */
    update?(vault: VaultClient, id: string, inputs: Inputs): Promise<void>;
    /** What is there, under the names of the inputs; undefined for nothing. */
    read(vault: VaultClient, id: string): Promise<Inputs | undefined>;
    /** @default nothing: the provider only forgets it */
    delete?(vault: VaultClient, id: string): Promise<void>;
    /** Inputs of which a change makes a new one. */
    replaces: readonly string[];
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Inputs as Vault's API calls them, without those that stand in the path. */
const toVault = (inputs: Inputs, ...without: string[]): Values =>
    Object.fromEntries(
        Object.entries(inputs)
            .filter(([name]) => !without.includes(name))
            .map(([name, value]) => [snake(name), value]),
    );

const fromVault = (values: Values): Inputs =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [camel(name), value]));

/** One entry of a list that Vault keeps by path with a slash at the end. */
async function listed(vault: VaultClient, list: string, path: string): Promise<Inputs | undefined> {
    const found = (await vault.read(list))?.[`${path}/`] as Values | undefined;
    return found && { ...fromVault(found), path };
}

const seconds = (duration: unknown): number =>
    typeof duration === "number"
        ? duration
        : [...String(duration).matchAll(/(\d+)([hms])/g)].reduce(
              (sum, [, count, unit]) => sum + Number(count) * { h: 3600, m: 60, s: 1 }[unit as "h" | "m" | "s"],
              0,
          );

/** A new mount of versioned secrets answers 400 until it has laid itself out. */
async function whenReady(write: () => Promise<unknown>, tries = 25): Promise<void> {
    try {
        await write();
    } catch (error) {
        if (tries === 1 || !/Upgrading from non-versioned/.test((error as Error).message)) throw error;
        await sleep(200);
        await whenReady(write, tries - 1);
    }
}

export const vaultTypes: Readonly<Record<string, VaultType>> = {
    "vault:index/audit:Audit": {
        id: ({ path, type }) => String(path ?? type),
        create: async (vault, inputs) => {
            await vault.write(`sys/audit/${inputs.path ?? inputs.type}`, toVault(inputs, "path"));
        },
        read: (vault, id) => listed(vault, "sys/audit", id),
        delete: (vault, id) => vault.delete(`sys/audit/${id}`),
        replaces: ["path", "type", "options", "description", "local"],
    },
    "vault:index/mount:Mount": {
        id: ({ path }) => String(path),
        create: async (vault, inputs) => {
            await vault.write(`sys/mounts/${inputs.path}`, toVault(inputs, "path"));
        },
        update: async (vault, id, { description, options }) => {
            await vault.write(`sys/mounts/${id}/tune`, { description: description ?? "", options: options ?? {} });
        },
        read: (vault, id) => listed(vault, "sys/mounts", id),
        delete: (vault, id) => vault.delete(`sys/mounts/${id}`),
        replaces: ["type", "local", "sealWrap", "externalEntropyAccess", "path"],
    },
    "vault:index/policy:Policy": {
        id: ({ name }) => String(name),
        create: async (vault, { name, policy }) => {
            await vault.write(`sys/policies/acl/${name}`, { policy });
        },
        read: (vault, id) => vault.read(`sys/policies/acl/${id}`),
        delete: (vault, id) => vault.delete(`sys/policies/acl/${id}`),
        replaces: ["name"],
    },
    "vault:jwt/authBackend:AuthBackend": {
        id: ({ path, type }) => String(path ?? type ?? "jwt"),
        create: async (vault, inputs) => {
            const { path, type = "jwt", description = "", ...config } = inputs;
            await vault.write(`sys/auth/${path ?? type}`, { type, description });
            await vault.write(`auth/${path ?? type}/config`, toVault(config));
        },
        update: async (vault, id, { description = "", ...config }) => {
            await vault.write(`sys/auth/${id}/tune`, { description });
            await vault.write(`auth/${id}/config`, toVault(config, "path", "type"));
        },
        read: async (vault, id) => {
            const mount = await listed(vault, "sys/auth", id);
            return mount && { ...fromVault((await vault.read(`auth/${id}/config`)) ?? {}), ...mount };
        },
        delete: (vault, id) => vault.delete(`sys/auth/${id}`),
        replaces: ["type", "path", "local"],
    },
    "vault:jwt/authBackendRole:AuthBackendRole": {
        id: ({ backend = "jwt", roleName }) => `auth/${backend}/role/${roleName}`,
        create: async (vault, inputs) => {
            const { backend = "jwt", roleName, ...role } = inputs;
            await vault.write(`auth/${backend}/role/${roleName}`, toVault(role));
        },
        read: async (vault, id) => {
            const [, backend, roleName] = /^auth\/(.*)\/role\/([^/]*)$/.exec(id) ?? [];
            const found = await vault.read(id);
            return found && { ...fromVault(found), backend, roleName };
        },
        delete: (vault, id) => vault.delete(id),
        replaces: ["backend", "roleName", "roleType"],
    },
    "vault:kv/secretBackendV2:SecretBackendV2": {
        id: ({ mount }) => `${mount}/config`,
        create: async (vault, { mount, deleteVersionAfter, ...rest }) => {
            const after = deleteVersionAfter === undefined ? {} : { delete_version_after: `${deleteVersionAfter}s` };
            await whenReady(() => vault.write(`${mount}/config`, { ...toVault(rest), ...after }));
        },
        read: async (vault, id) => {
            const found = await vault.read(id);
            return (
                found && {
                    ...fromVault(found),
                    mount: id.replace(/\/config$/, ""),
                    deleteVersionAfter: seconds(found.delete_version_after),
                }
            );
        },
        replaces: ["mount"],
    },
};
