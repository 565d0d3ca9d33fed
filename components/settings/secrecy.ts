/** Names at which people paste secrets; `monkey`, `keyring` and the seeds of a peer-to-peer network are none. */
const sensitive = /pass(word|wd|phrase|code)|secret|token|credential|mnemonic|(api|priv|private)[-_]?key|webhook/i;
const sensitiveWords = /^(keys?|seed|auth|dsn|pwd|pin|salt|cookies?|bearer|jwt)$/i;

export function isSensitive(name: string): boolean {
    const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").split(/[^A-Za-z0-9]+/);
    return sensitive.test(name) || words.some((word) => sensitiveWords.test(word));
}

/** Secrets that give themselves away by their form, wherever they were pasted. */
const secrets: readonly RegExp[] = [
    /-----BEGIN/,
    /^(0x)?[0-9a-f]{64}$/i,
    /\beyJ[\w-]{8,}\.[\w-]+\./,
    /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
    /\b(gh[pousr]_|github_pat_|glpat-|xox[a-z]-|AIza|ya29\.|hvs\.|npm_|[srp]k[-_])[\w-]{10,}/,
    /hooks\.slack\.com\/services\/\w/,
    /:\/\/[^\s@]*@/,
    /^\s*([a-z]{3,8}\s+){11,}[a-z]{3,8}\s*$/,
];

export function looksSecret(text: string): boolean {
    return secrets.some((pattern) => pattern.test(text));
}
