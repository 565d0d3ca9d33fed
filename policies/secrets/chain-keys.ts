import { RE2JS } from "re2js";
import type { Finding, Json, Rule } from "../rule";
import type { Subject } from "../subject";
import { documentary, positions } from "../text";
import { asText, own } from "../value";
import { nameOf, type Place, pathOf } from "../walk";
import { isScalar, keyPairs } from "./key-pairs";
import { isMnemonic, isNearMnemonic, mnemonics } from "./mnemonics";
import { sensitivity } from "./names";
import { type Readable, readable, told } from "./readable";
import { runs } from "./runs";

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const POD = "kubernetes:core/v1:Pod";
const HEX = "5a1e".repeat(16);

/** The cipher of the keystores of Ethereum: version 3, and version 4 of EIP-2335. */
const CIPHER = "aes-128-ctr";

/** The least that any key takes, the heads of files with one included; and 32 bytes in hex with space around them. */
const SHORTEST = 20;
const LONGEST_HEX = 100;

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

const isKey = (name: string, hex: string): boolean => {
    const spelled = name.replace(/([a-z\d])([A-Z])/g, "$1_$2");
    return SIGNS.test(spelled) && !PUBLIC.test(spelled) && isScalar(hex);
};

const WANTED = "a key in an HSM, or a signer outside of the cluster";
const LONGEST = 1_000_000;

function* inText(text: Readable): Iterable<Finding> {
    const { value } = text;
    if (value.length < SHORTEST || value.length > LONGEST) return;
    const words = mnemonics(value);
    for (const position of words) yield at(text, `a mnemonic ${position}`);
    // Words that a person has changed are still most of the mnemonic.
    if (words.length === 0 && sensitivity(calledBy(text))?.kind === "mnemonic" && isNearMnemonic(value))
        yield at(text, "a mnemonic");
    if (documentary(text)) return;
    const [, hex] = (value.length < LONGEST_HEX && /^\s*(?:0x)?([\da-f]{64})\s*$/i.exec(value)) || [];
    if (hex !== undefined && isKey(calledBy(text), hex)) yield at(text, "a private key");
    for (const position of keyPairs(value)) yield at(text, `an Ed25519 key ${position}`);
    for (const position of assignedKeys(value)) yield at(text, `a private key ${position}`);
    for (const [kind, words, pattern] of SHAPES) {
        if (!words.some((word) => value.includes(word))) continue;
        const matcher = patternOf(pattern).matcher(value);
        if (matcher.find()) yield at(text, `${kind} ${positions(value)(matcher.start())}`);
    }
    if (!value.includes("[")) return;
    const position = positions(value);
    for (const { 0: list, index } of value.matchAll(NUMBERS))
        if (isKeypair((list.match(/\d+/g) ?? []).map(Number))) yield at(text, `a key of Solana ${position(index)}`);
}

const at = (text: Readable, what: string): Finding => ({ path: pathOf(text), found: told(text, what), wanted: WANTED });

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

/** The name of a variable that stands beside its value, or the key. */
function calledBy(text: Place): string {
    const name = text.key === "value" ? own(text.parent?.value, "name") : undefined;
    return typeof name === "string" ? name : nameOf(text);
}

/** 64 bytes as a list of numbers, as Solana's tools write a keypair. */
const isKeypair = (list: readonly Json[]): boolean =>
    list.length === 64 &&
    list.every((byte) => typeof byte === "number" && Number.isInteger(byte) && byte >= 0 && byte < 256) &&
    new Set(list).size > 16;

const isWords = (list: readonly Json[]): list is string[] => list.every((word) => typeof word === "string");

/** Keys that are written as a list. Each list is looked at once, by its first part. */
function* lists(subject: Subject): Iterable<Finding> {
    for (const { key, parent } of subject.leaves) {
        if (key !== 0 || !Array.isArray(parent?.value)) continue;
        const found = isKeypair(parent.value)
            ? "a key of Solana"
            : isWords(parent.value) && isMnemonic(parent.value)
              ? "a mnemonic"
              : undefined;
        if (found) yield { path: pathOf(parent), found, wanted: WANTED };
    }
}

/** The files of nodes and wallets as objects: `priv_validator_key.json`, `node_key.json`, a keystore (v3, EIP-2335). */
function* objects(subject: Subject): Iterable<Finding> {
    for (const place of subject.maps) {
        const { value, key } = place;
        if (
            /^priv_?key$/i.test(asText(key)) &&
            typeof own(value, "type") === "string" &&
            own(value, "value") !== undefined
        )
            yield { path: pathOf(place), found: "a consensus key", wanted: WANTED };
        if ([own(value, "cipher"), own(value, "function")].includes(CIPHER))
            yield { path: pathOf(place), found: "an encrypted key of Ethereum", wanted: WANTED };
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
        for (const text of readable(subject)) yield* inText(text);
        yield* lists(subject);
        yield* objects(subject);
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
                    words: `${"abandon ".repeat(11)}about`,
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
