import { refuse } from "./refuse";

/** What a workload may do in Vault: one line for each thing, by its full path. */
export interface VaultRule {
    path: string;
    capabilities: readonly ("read" | "update")[];
}

/**
 * What everybody may do with the token that they have: look at it and give it back. It stands for Vault's policy
 * `default`, which lets a token do more and which Slipway's roles leave out.
 */
const OWN_TOKEN: readonly VaultRule[] = [
    { path: "auth/token/lookup-self", capabilities: ["read"] },
    { path: "auth/token/revoke-self", capabilities: ["update"] },
];

/**
 * A path that means itself and nothing else. Refuses what Vault would read as more than one path: `*`, `+`, and
 * templates in braces (developer.hashicorp.com/vault/docs/concepts/policies).
 */
export function vaultPath(name: string, ...parts: string[]): string {
    const path = parts.join("/");
    if (!/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*(\/[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)*$/.test(path))
        refuse(name, `has the path ${JSON.stringify(path)} in Vault`, "name each thing in full, without wildcards");
    return path;
}

/** A policy in Vault's own language, sorted by path. */
export function renderPolicy(name: string, rules: readonly VaultRule[]): string {
    const paths = [...OWN_TOKEN, ...rules].map(({ path, capabilities }) => ({
        path: vaultPath(name, path),
        capabilities,
    }));
    const sorted = paths.sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
    for (const [i, { path }] of sorted.entries())
        if (path === sorted[i - 1]?.path) refuse(name, `grants ${path} twice`, "name it once");
    return sorted
        .map(
            ({ path, capabilities }) =>
                `path "${path}" {\n    capabilities = [${capabilities.map((one) => `"${one}"`).join(", ")}]\n}\n`,
        )
        .join("\n");
}
