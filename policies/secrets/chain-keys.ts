import { RE2JS } from "re2js";
import type { Finding, Json, Rule } from "../rule";
import type { Subject } from "../subject";
import { documentary, positions } from "../text";
import { asNumber, own } from "../value";
import { nameOf, type Place, pathOf, type Text } from "../walk";

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const POD = "kubernetes:core/v1:Pod";
const HEX = "5a1e".repeat(16);

/** How chains write private keys: kind, words of which one must stand in the text, pattern in RE2. */
const SHAPES: readonly (readonly [kind: string, words: readonly string[], pattern: string])[] = [
    [
        "a consensus key",
        ["PrivKeyEd25519", "PrivKeySecp256k1"],
        `"tendermint/PrivKey\\w{5,12}\\\\*"\\s*,\\s*\\\\*"value\\\\*"\\s*:\\s*\\\\*"[A-Za-z0-9+/]{40,100}={0,2}`,
    ],
    ["a consensus key", ["priv_key"], `"priv_key\\\\*"\\s*:\\s*\\\\*["{]`],
    ["an armored key", ["TENDERMINT PRIVATE KEY"], "-----BEGIN TENDERMINT PRIVATE KEY-----"],
    ["a signer with its key in a file", ["providers.softsign"], `\\[\\[?\\s*providers\\.softsign\\s*\\]`],
    ["an encrypted key of Ethereum", ["ciphertext"], `"ciphertext\\\\*"\\s*:\\s*\\\\*"[0-9a-f]{64}`],
    ["an extended private key", ["prv"], "(?:^|[^A-Za-z0-9])[xyzt]prv[1-9A-HJ-NP-Za-km-z]{100,115}"],
    ["a key of NEAR", ["ed25519:"], "(?:^|[^\\w])ed25519:[1-9A-HJ-NP-Za-km-z]{80,90}(?:[^\\w]|$)"],
    ["a key of Sui", ["suiprivkey1"], "suiprivkey1[02-9ac-hj-np-z]{50,70}"],
    ["a key of Solana", ["["], "\\[\\s*\\d{1,3}(?:\\s*,\\s*\\d{1,3}){63}\\s*\\]"],
    [
        "a private key",
        ["key", "KEY", "Key", "signer", "SIGNER", "deployer", "DEPLOYER", "seed", "SEED"],
        `(?i:(?:priv(?:ate)?[_ -]?key|secret[_ -]?key|signer|signing[_ -]?key|deployer(?:[_ -]?key)?|relayer[_ -]?key|wallet[_ -]?key|validator[_ -]?key|eth[_ -]?key|evm[_ -]?key|seed)[\\w.-]{0,20}\\\\*["']?[ \\t]*(?:=>|[:=]|[ \\t])[ \\t]*\\\\*["']?)(?:0x)?[0-9a-fA-F]{64}(?:[^0-9a-fA-F]|$)`,
    ],
];

const compiled = new Map<string, RE2JS>();
const patternOf = (pattern: string): RE2JS => {
    const known = compiled.get(pattern) ?? RE2JS.compile(pattern);
    compiled.set(pattern, known);
    return known;
};

/** Names under which 32 bytes in hex are a key, and not a hash or an identity. */
const SIGNS =
    /(^|[^a-z])(priv(ate)?[_-]?key|secret[_-]?key|(signer|deployer|relayer|executor|wallet|validator|signing|evm|eth|owner|funder|faucet)([_-]?(private)?[_-]?key)?|seed|pk|sk)s?$/i;
const PUBLIC = /pub(lic)?|address|hash|digest|root|commit|id$/i;

const isKey = (name: string, value: string): boolean => {
    const spelled = name.replace(/([a-z\d])([A-Z])/g, "$1_$2");
    return /^(0x)?[\da-fA-F]{64}$/.test(value.trim()) && SIGNS.test(spelled) && !PUBLIC.test(spelled);
};

/** Words of English that are in no mnemonic (the list of BIP-39 has none of them). */
const PROSE = new Set([
    "the",
    "and",
    "for",
    "with",
    "from",
    "are",
    "was",
    "were",
    "has",
    "had",
    "not",
    "but",
    "which",
    "its",
]);
const COUNTS = new Set([12, 15, 18, 21, 24]);

/** Twelve to 24 words of 3 to 8 small letters and nothing else: BIP-39 has no other words, and nobody writes so. */
function isMnemonic(text: string): boolean {
    const trimmed = text.trim().replace(/^["'`]|["'`]$/g, "");
    if (trimmed.length > 220 || !/^[a-z]{3,8}(?: [a-z]{3,8}){11,23}$/.test(trimmed)) return false;
    const words = trimmed.split(" ");
    return COUNTS.has(words.length) && !words.some((word) => PROSE.has(word));
}

/** A mnemonic on a line of its own, or after an equals sign or a colon. */
const QUOTED = /(?:^|[=:"'`]\s*|\n)((?:[a-z]{3,8} ){11,23}[a-z]{3,8})(?=["'`]|\s*$|\n)/g;

function* inText(text: Text): Iterable<Finding> {
    const { value } = text;
    const wanted = "a key in an HSM, or a signer outside of the cluster";
    const path = pathOf(text);
    if (isKey(besideOf(text) ?? nameOf(text), value)) yield { path, found: "a private key", wanted };
    else if (isMnemonic(value)) yield { path, found: "a mnemonic", wanted };
    if (value.length < 40 || value.length > 1_000_000 || documentary(text)) return;
    const position = positions(value);
    for (const [kind, words, pattern] of SHAPES) {
        if (!words.some((word) => value.includes(word))) continue;
        const matcher = patternOf(pattern).matcher(value);
        if (matcher.find() && isMeant(kind, matcher.group() ?? ""))
            yield { path, found: `${kind} ${position(matcher.start())}`, wanted };
    }
    if (!isMnemonic(value) && /[a-z]{3,8} [a-z]{3,8} [a-z]{3,8} [a-z]{3,8} [a-z]{3,8}/.test(value))
        for (const { 1: words = "", index } of value.matchAll(QUOTED))
            if (isMnemonic(words)) yield { path, found: `a mnemonic ${position(index)}`, wanted };
}

/** Numbers of a keypair are bytes; the hex of a placeholder is one digit. */
const isMeant = (kind: string, match: string): boolean => {
    if (kind === "a key of Solana") return (match.match(/\d+/g) ?? []).every((byte) => asNumber(byte) < 256);
    return !/([0-9a-f])\1{31}/i.test(match);
};

/** The name of a variable that stands beside its value. */
function besideOf({ key, parent }: Place): string | undefined {
    const name = key === "value" ? own(parent?.value, "name") : undefined;
    return typeof name === "string" ? name : undefined;
}

/** 64 bytes as a list of numbers, as Solana's tools write a keypair. */
const isKeypair = (value: Json): boolean =>
    Array.isArray(value) &&
    value.length === 64 &&
    value.every((byte) => typeof byte === "number" && Number.isInteger(byte) && byte >= 0 && byte < 256) &&
    new Set(value).size > 16;

function* lists(subject: Subject): Iterable<Finding> {
    for (const place of subject.leaves) {
        // Each list is looked at once, by its first number.
        if (place.key !== 0 || typeof place.value !== "number" || !place.parent || !isKeypair(place.parent.value))
            continue;
        yield { path: pathOf(place.parent), found: "a key of Solana", wanted: "a key in an HSM" };
    }
}

export const chainKeys: Rule = {
    id: "SEC-09",
    title: "no key of a chain stands in the program",
    why: "who has the key has the funds and signs twice, and nobody can take a key back from a chain",
    severity: "critical",
    level: "mandatory",
    sameAs: ["gitleaks:private-key", "secretlint:secp256k1-privatekey", "own: mnemonics and keypairs"],
    *judge(subject) {
        for (const text of subject.texts) yield* inText(text);
        yield* lists(subject);
    },
    good: [
        {
            type: CONFIG_MAP,
            props: {
                data: {
                    txHash: `0x${HEX}`,
                    publicKey: `0x${HEX}`,
                    genesis: `{"pub_key":{"type":"tendermint/PubKeyEd25519","value":"${"A".repeat(43)}="}}`,
                    motd: "deposit address contract router bridge oracle vault token pool market price feed and the rest",
                },
            },
        },
    ],
    bad: [
        {
            type: POD,
            props: { spec: { containers: [{ env: [{ name: "DEPLOYER_KEY", value: `0x${HEX}` }] }] } },
            at: ["spec.containers[0].env[0].value"],
        },
        {
            type: POD,
            props: { spec: { containers: [{ args: [`--private-key=0x${HEX}`] }] } },
            at: ["spec.containers[0].args[0]"],
        },
        {
            type: CONFIG_MAP,
            props: {
                data: {
                    words: Array.from({ length: 12 }, (_, i) => ["abandon", "zebra", "later"][i % 3])
                        .join(" ")
                        .replace(/later$/, "about"),
                },
            },
            at: ["data.words"],
        },
        {
            type: CONFIG_MAP,
            props: {
                data: {
                    "priv_validator_key.json": `{"priv_key": {"type": "tendermint/PrivKeyEd25519", "value": "${"aB3d".repeat(22)}"}}`,
                },
            },
            at: ['data["priv_validator_key.json"]', 'data["priv_validator_key.json"]'],
        },
        {
            type: CONFIG_MAP,
            props: { data: { "id.json": JSON.stringify(Array.from({ length: 64 }, (_, i) => (i * 37) % 251)) } },
            at: ['data["id.json"]'],
        },
        {
            type: CONFIG_MAP,
            props: { data: { "tmkms.toml": '[[providers.softsign]]\nchain_ids = ["cosmoshub-4"]\n' } },
            at: ['data["tmkms.toml"]'],
        },
    ],
};
