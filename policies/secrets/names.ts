import { memo } from "../memo";

/**
 * What a name says of the value under it. `certain`: any text there is the secret itself (`dbPassword`, `API_KEY`).
 * `likely`: it may be the secret, the name of one, or in this trade the token of a chain (`token`, `secret`).
 * `key`: only what looks like key material is a secret (`signer`, `key`).
 */
export type Sensitivity = { kind: string; level: "certain" | "likely" | "key" };

/** Words that say which one it is, not what it is: `DB_PASSWORD_PROD`, `password2`, `passwordWo`, `token.txt`. */
const ASIDE =
    /^(\d+|admin|b64|backup|base64|current|db|default|dev|initial|literal|main|new|old|plain|plaintext|prev|previous|primary|prod|production|replica|root|secondary|stage|staging|stg|test|text|txt|value|wo)$/;

/** Last words that are a password whatever stands before them. */
const PASSWORD = /(password|passwd|passphrase|passcode|pwd|requirepass|masterauth|(^| |db)pass)s?$/;

const MNEMONIC = /(mnemonic|seed ?phrase|recovery ?phrase|secret ?phrase)s?$/;

/** Keys, tokens and secrets that are always the thing itself, written together or apart. */
const CERTAIN =
    /(?:^| )((?:access|api|auth|hmac|pre ?shared|private|raw|secret|shared|webhook) ?key|(?:access|api|app|auth|bearer|bot|deploy|github|gitlab|oauth|personal|refresh|session|slack|vault) ?token|(?:api|app|auth|client|consumer|cookie|hmac|jwt|oauth|session|shared|signing|webhook) ?secret|auth ?string|secret ?(?:data|string|value)|psk)s?$/;

/** Words that may also stand for the name of the thing. */
const LIKELY =
    /(?:^| )((?:account|app|application|client|consumer|deploy|encryption|integration|license|master|routing|service|session|signing) ?key|token|secret|credential|cred)s?$/;

const KEY = /(?:^| )(keys?|auth|pk|sk|priv|signer|wallet|deployer|relayer|executor|seed)$/;

/** `publicKey`, `kmsKey`: keys that anybody may see, and names of keys. */
const OPEN_KEY =
    /(?:^| )(public|pub|verify|verification|verifying|kms|crypto|node|site|cache|partition|sort|primary|foreign|index|group|map|object|storage) ?keys?$/;

export const sensitivity = memo((name): Sensitivity | undefined => {
    if (name.length > 200) return undefined;
    const words = wordsOf(name);
    const found = read(words.join(" "));
    if (found) return found;
    const length = words.length;
    while (words.length > 1 && ASIDE.test(words.at(-1) ?? "")) words.pop();
    return words.length < length ? read(words.join(" ")) : undefined;
});

function read(phrase: string): Sensitivity | undefined {
    if (PASSWORD.test(phrase)) return { kind: "password", level: "certain" };
    if (MNEMONIC.test(phrase)) return { kind: "mnemonic", level: "certain" };
    const [, certain] = CERTAIN.exec(phrase) ?? [];
    if (certain !== undefined) return { kind: certain, level: "certain" };
    if (OPEN_KEY.test(phrase)) return undefined;
    const [, likely] = LIKELY.exec(phrase) ?? [];
    if (likely !== undefined) return { kind: likely, level: "likely" };
    return KEY.test(phrase) ? { kind: "key", level: "key" } : undefined;
}

/** `POSTGRES_PASSWORD`, `clientSecret`, `auth.db-password`, `APIKey`: words in lower case. */
const wordsOf = (name: string): string[] =>
    name
        .replace(/([a-z\d])([A-Z])/g, "$1 $2")
        .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
        .replace(/([a-zA-Z])(\d+)$/, "$1 $2")
        .toLowerCase()
        .split(/[^a-z\d]+/)
        .filter(Boolean);
