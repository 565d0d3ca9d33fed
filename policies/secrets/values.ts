import type { Sensitivity } from "./names";

/** Whether a text under a name of that sensitivity is the secret itself, and not where to find it or what it is called. */
export function isLiteral(text: string, level: Sensitivity["level"]): boolean {
    const value = text.trim();
    if (value === "" || OPEN.test(value) || isReference(value) || isPlace(value)) return false;
    if (level === "certain") return !SWITCH.test(value);
    if (level === "likely") return value.length >= 6 && !isName(value) && !isPublic(value);
    return isKeyMaterial(value);
}

/** Keys and certificates that are there to be shown. */
const OPEN = /^(-----BEGIN (CERTIFICATE|[A-Z ]*PUBLIC KEY)|(ssh-(rsa|ed25519)|ecdsa-sha2-\S+) AAAA)/;

/** Text that stands for a value somewhere else. */
const PLACEHOLDER =
    /\$\{[^{}]*\}|\$\([^()]*\)|\{\{[^{}]*\}\}|\{[\w.-]*\}|<[^<>]*>|%\{[^{}]*\}|%\([^()]*\)s|%s|\$[A-Z_][A-Z0-9_]*|\$\d|%[A-Z_][A-Z0-9_]*%|@[A-Z_]+@/g;

/** Names in a store of secrets, and other ways to say where the value is. */
const STORED =
    /^(projects\/[^/]+\/|organizations\/|vault:|vault\/|op:\/\/|ref\+|secretref:|sm:\/\/|gcp-?sm:|awssm|arn:|urn:|file:|env:|secret:\/\/|k8s:|ssm:)/i;

/** True when nothing but placeholders is there, or a mask that somebody put over the value. */
export function isReference(value: string): boolean {
    if (
        STORED.test(value) ||
        /([x*•])\1{7}|EXAMPLE(KEY)?$/i.test(value) ||
        /^(\*+|x{3,}|•+|\.{3}|…|\[secret\]|\[redacted\]|redacted)$/i.test(value)
    )
        return true;
    // The default in `${PASSWORD:-hunter2}` is as good as a literal.
    const filled = value.replace(/\$\{\w+:?[-=]([^{}]*)\}/g, "$1");
    return !/[a-z\d]/i.test(filled.replace(PLACEHOLDER, ""));
}

const SWITCH = /^(true|false|yes|no|on|off|null|nil|none|undefined|required|optional|enabled|disabled)$/i;

/** A file or an address. Base64 may start with a slash, but has no second one soon and often a plus or an equals sign. */
function isPlace(value: string): boolean {
    if (/^(\.{1,2}|~)?\/[\w.@-]+(\/[\w.@-]+)+\/?$/.test(value) && !isRandom(value.replaceAll("/", ""))) return true;
    if (/^\/(etc|var|run|mnt|tmp|home|opt|usr|dev|proc|secrets?|config|data|vault)\b[\w./-]*$/.test(value)) return true;
    return /^[a-z][a-z\d+.-]*:\/\/[^\s@]*$/i.test(value);
}

/** `db-credentials`, `tls.crt`, `regcred`: words, not chance. */
const isName = (value: string): boolean =>
    SWITCH.test(value) ||
    /^[a-z]+$/i.test(value) ||
    /^[a-z]+\d{0,3}([-_./:]([a-z]+\d{0,3}|\d*))+$/i.test(value) ||
    /^\d{1,15}$|^\d+0{6}$|^[\d.,:_%-]{1,20}(s|m|h|d|ms|[kmgt]i?b?)$/i.test(value);

/** Addresses, denominations, hashes, digests: what the whole chain may see. */
const isPublic = (value: string): boolean =>
    /^0x([\da-f]{40}|[\da-f]{64})$/i.test(value) ||
    /^[a-z]{2,20}1[02-9ac-hj-np-z]{38,58}$/.test(value) ||
    /^(ibc|factory|erc20|cw20|peggy)[/:]/.test(value) ||
    /^[1-9A-HJ-NP-Za-km-z]{43,44}$/.test(value) ||
    /^sha(256|384|512):[\da-f]+$/i.test(value);

/** 32 bytes in hex, as a chain's private keys are written, or a long text of chance. */
function isKeyMaterial(value: string): boolean {
    if (/^(0x)?[\da-f]{64}$/i.test(value) || /^ed25519:[1-9A-HJ-NP-Za-km-z]{64,}$/.test(value)) return true;
    return !isPublic(value) && !isName(value) && value.length >= 24 && isRandom(value);
}

/** Letters and digits mixed so evenly that no person wrote them. */
export function isRandom(value: string): boolean {
    if (!/^[\w+/=.~-]+$/.test(value) || !/\d/.test(value) || !/[a-z]/i.test(value)) return false;
    return entropy(value) >= (/^[\da-f-]+$/i.test(value) ? 3 : 3.6);
}

/** Shannon entropy, bits for each character. */
export function entropy(text: string): number {
    const counts = new Map<string, number>();
    for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
    let bits = 0;
    for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
    return bits;
}
