import { generateKeyPairSync } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Substitute } from "../providers/vault";
import type { Values } from "./client";
import type { RunningVault } from "./server";

/** Public keys, PEM, that verify the tokens of a login: by the URL from which Vault would read them. */
export type Keys = (issuer: string) => readonly string[];

/**
 * What a server on this machine is told instead: files of the audit in its own folder, sockets at its own listener, and
 * public keys themselves in the place of the address at which Google publishes a cluster's. Without `keys` nobody has the
 * private key, and nobody can log in.
 */
export function here({ auditFolder, sink }: RunningVault, keys: Keys = nobodys()): Substitute {
    const audit = (options: Values) => {
        if (options.address !== undefined) return { ...options, address: sink.address };
        const file = join(auditFolder, String(options.file_path));
        mkdirSync(dirname(file), { recursive: true });
        return { ...options, file_path: file };
    };
    return (type, inputs) => {
        if (type === "vault:index/audit:Audit") return { ...inputs, options: audit((inputs.options ?? {}) as Values) };
        if (type !== "vault:jwt/authBackend:AuthBackend" || inputs.oidcDiscoveryUrl === undefined) return inputs;
        const { oidcDiscoveryUrl, ...rest } = inputs;
        return { ...rest, jwtValidationPubkeys: [...keys(String(oidcDiscoveryUrl))] };
    };
}

function nobodys(): Keys {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString().trim();
    return () => [pem];
}
