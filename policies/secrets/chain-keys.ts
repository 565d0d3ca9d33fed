import type { Finding, Json, Rule } from "../rule";
import type { Subject } from "../subject";
import { documentary } from "../text";
import { asText, own } from "../value";
import { nameOf, type Place, pathOf } from "../walk";
import { CIPHER, isKey, isKeypair } from "./key-shapes";
import { isMnemonic, isNearMnemonic } from "./mnemonics";
import { sensitivity } from "./names";
import { type Readable, readable, told } from "./readable";

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const POD = "kubernetes:core/v1:Pod";
const HEX = "5a1e".repeat(16);

const WANTED = "a key in an HSM, or a signer outside of the cluster";

function* texts(subject: Subject): Iterable<Finding> {
    for (const text of readable(subject)) {
        const { place, value, said } = text;
        for (const position of said.mnemonics) yield at(text, `a mnemonic ${position}`);
        // Words that a person has changed are still most of the mnemonic.
        if (said.words && said.mnemonics.length === 0 && isCalledMnemonic(place) && isNearMnemonic(value))
            yield at(text, "a mnemonic");
        if ((said.hex === undefined && said.keys.length === 0) || documentary(place)) continue;
        if (said.hex !== undefined && isKey(calledBy(place), said.hex)) yield at(text, "a private key");
        for (const key of said.keys) yield at(text, key);
    }
}

const isCalledMnemonic = (place: Place): boolean => sensitivity(calledBy(place))?.kind === "mnemonic";

const at = (text: Readable, what: string): Finding => ({
    path: pathOf(text.place),
    found: told(text, what),
    wanted: WANTED,
});

/** The name of a variable that stands beside its value, or the key. */
function calledBy(place: Place): string {
    const name = place.key === "value" ? own(place.parent?.value, "name") : undefined;
    return typeof name === "string" ? name : nameOf(place);
}

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
        if (own(value, "cipher") === CIPHER || own(value, "function") === CIPHER)
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
        yield* texts(subject);
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
