import { RE2JS } from "re2js";
import type { Json } from "../rule";
import { positions } from "../text";
import { isScalar, keyPairs } from "./key-pairs";
import { runs } from "./runs";

/** The cipher of the keystores of Ethereum: version 3, and version 4 of EIP-2335. */
export const CIPHER = "aes-128-ctr";

/** The least that any key takes, the heads of files with one included. */
const SHORTEST = 20;
const LONGEST = 1_000_000;

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
    ["an encrypted key of Ethereum", [CIPHER], `(?:cipher|function)\\\\*["']?\\s*[:=]\\s*\\\\*["']?${CIPHER}`],
    [
        "an extended private key",
        ["xprv", "yprv", "zprv", "tprv"],
        "(?:^|[^A-Za-z0-9])[xyzt]prv[1-9A-HJ-NP-Za-km-z]{100,115}",
    ],
    ["a key of NEAR", ["ed25519:"], "(?:^|[^\\w])ed25519:[1-9A-HJ-NP-Za-km-z]{80,90}(?:[^\\w]|$)"],
    ["a key of Sui", ["suiprivkey1"], "suiprivkey1[02-9ac-hj-np-z]{50,70}"],
];

const compiled = new Map<string, RE2JS>();
const patternOf = (pattern: string): RE2JS => {
    const known = compiled.get(pattern) ?? RE2JS.compile(pattern);
    compiled.set(pattern, known);
    return known;
};

/** Names under which 32 bytes in hex are a key, and not a hash or an identity. */
const SIGNS =
    /(^|[^a-z])(priv(ate)?[_-]?key|secret[_-]?key|(signer|deployer|relayer|executor|wallet|validator|signing|evm|eth|owner|funder|faucet)([_-]?(private)?[_-]?key)?|(admin|attester|batcher|challenger|feeder|guardian|keeper|minter|operator|oracle|proposer|sequencer|treasury)[_-]?(private[_-]?)?key|seed|pk|sk)s?$/i;
const PUBLIC = /pub(lic)?|address|hash|digest|root|commit|id$/i;

/** Whether 32 bytes in hex are a key, by the name that they go by. */
export const isKey = (name: string, hex: string): boolean => {
    const spelled = name.replace(/([a-z\d])([A-Z])/g, "$1_$2");
    return SIGNS.test(spelled) && !PUBLIC.test(spelled) && isScalar(hex);
};

/** 32 bytes in hex, with space around them. */
const HEX = /^\s*(?:0x)?([\da-f]{64})\s*$/i;
const LONGEST_HEX = 100;

/** The digits of a text that is 32 bytes in hex and nothing else. */
export const hexOf = (text: string): string | undefined =>
    text.length < 64 || text.length >= LONGEST_HEX ? undefined : HEX.exec(text)?.[1];

/** Every key of a chain in a text, but for mnemonics: its kind and where it stands. */
export function keysIn(text: string): readonly string[] {
    if (text.length < SHORTEST || text.length > LONGEST) return NONE;
    const found = keyPairs(text).map((position) => `an Ed25519 key ${position}`);
    for (const position of assignedKeys(text)) found.push(`a private key ${position}`);
    for (const [kind, words, pattern] of SHAPES) {
        if (!words.some((word) => text.includes(word))) continue;
        const matcher = patternOf(pattern).matcher(text);
        if (matcher.find()) found.push(`${kind} ${positions(text)(matcher.start())}`);
    }
    if (!text.includes("[")) return found;
    const position = positions(text);
    for (const { 0: list, index } of text.matchAll(NUMBERS))
        if (isKeypair((list.match(/\d+/g) ?? []).map(Number))) found.push(`a key of Solana ${position(index)}`);
    return found;
}

const NONE: readonly string[] = [];

/** A name, what assigns, and the quote that opens the value. */
const ASSIGNED = /([\w.-]{1,60})\\*["']?[ \t]{0,8}(?:=>|[:=]|[ \t])[ \t]{0,8}\\*["']?$/;

/** Where in a text 32 bytes in hex stand under a name that says that they are a key. */
function assignedKeys(text: string): readonly string[] {
    const found: number[] = [];
    for (const run of runs(text, 64)) {
        const [, hex] = /^(?:0x)?([\da-f]{64})$/i.exec(run.text) ?? [];
        const [, name] = ASSIGNED.exec(text.slice(Math.max(0, run.index - 80), run.index)) ?? [];
        if (hex !== undefined && name !== undefined && isKey(name, hex)) found.push(run.index);
    }
    return found.length === 0 ? [] : found.map(positions(text));
}

/** 64 numbers in brackets. */
const NUMBERS = /\[\s{0,20}\d{1,3}(?:\s{0,20},\s{0,20}\d{1,3}){63}\s{0,20}\]/g;

/** 64 bytes as a list of numbers, as Solana's tools write a keypair. */
export const isKeypair = (list: readonly Json[]): boolean =>
    list.length === 64 &&
    list.every((byte) => typeof byte === "number" && Number.isInteger(byte) && byte >= 0 && byte < 256) &&
    new Set(list).size > 16;
