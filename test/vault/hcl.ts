/** Capabilities by path. */
export type Grants = Map<string, string[]>;

/**
 * Reads a policy of Vault and refuses whatever is not `path "…" { capabilities = ["…"] }`: a second block for a path, an
 * unknown capability, a stray word.
 */
export function readPolicy(text: string): Grants {
    const tokens = [...text.matchAll(/\s*(?:"([^"\\\n]*)"|([a-z_]+)|([{}[\]=,])|(\S))/gy)];
    const length = tokens.reduce((sum, [all]) => sum + all.length, 0);
    if (text.slice(length).trim() !== "") throw new Error(`not read: ${text.slice(length)}`);
    let at = 0;
    const take = (what: "text" | string): string => {
        const [, quoted, word, mark, other] = tokens[at++] ?? [];
        const found = what === "text" ? quoted : (word ?? mark);
        if (other !== undefined || found === undefined || (what !== "text" && found !== what))
            throw new Error(`token ${at}: ${what} expected`);
        return found;
    };
    const grants: Grants = new Map();
    while (at < tokens.length) {
        take("path");
        const path = take("text");
        if (grants.has(path)) throw new Error(`two blocks for ${path}`);
        for (const part of ["{", "capabilities", "=", "["]) take(part);
        const capabilities = [take("text")];
        while (tokens[at]?.[3] === ",") {
            take(",");
            capabilities.push(take("text"));
        }
        for (const part of ["]", "}"]) take(part);
        const known = ["create", "read", "update", "patch", "delete", "list", "sudo", "deny"];
        for (const one of capabilities) if (!known.includes(one)) throw new Error(`no capability ${one}`);
        grants.set(path, capabilities);
    }
    return grants;
}
