import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { base58 } from "@scure/base";
import { entropyToMnemonic } from "@scure/bip39";
import { wordlist as english } from "@scure/bip39/wordlists/english";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import type { Json } from "../../policies/rule";
import { isKeyPair, isScalar, keyPairs } from "../../policies/secrets/key-pairs";
import { hasItsLength, isMnemonic, isNearMnemonic, mnemonics } from "../../policies/secrets/mnemonics";
import { CONFIG_MAP, POD, RELEASE, rulesOf, sample } from "./sample";

const found = (type: string, props: { [key: string]: Json }) =>
    judge([sample(type, props)], rulesOf("SEC-09")).map(({ path, found }) => `${path}: ${found}`);
const inMap = (text: string) => found(CONFIG_MAP, { data: { x: text } }).map((one) => one.replace("data.x: ", ""));

/** As many bytes as asked for, the same each time, which nobody chose. */
const bytes = (seed: string, count: number): Buffer =>
    Buffer.concat([0, 1].map((part) => createHash("sha256").update(`${seed}${part}`).digest())).subarray(0, count);

/** A key with its public key behind it, as Solana and Tendermint write it. */
function pair(seed: string): Buffer {
    const head = Buffer.from("302e020100300506032b657004220420", "hex");
    const key = createPrivateKey({ key: Buffer.concat([head, bytes(seed, 32)]), format: "der", type: "pkcs8" });
    return Buffer.concat([bytes(seed, 32), createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32)]);
}

const LISTS = [
    ...["english", "spanish", "french", "italian", "portuguese", "czech", "japanese", "korean"],
    ...["simplified-chinese", "traditional-chinese"],
];
const mnemonic = (list: string, count = 16) =>
    entropyToMnemonic(bytes(list, count), require(`@scure/bip39/wordlists/${list}`).wordlist);
const words = mnemonic("english");

describe("a mnemonic is found", () => {
    test.each(LISTS)("in the words of %s, whatever its length", (list) => {
        for (const count of [16, 20, 24, 28, 32]) {
            const text = mnemonic(list, count);
            for (const form of [text, text.normalize("NFC"), text.toUpperCase(), `x = "${text}"\n`])
                expect(inMap(form)).toEqual([expect.stringMatching(/^a mnemonic /)]);
        }
    });

    test.each<[string, string, string]>([
        ["in a script", `echo ${words} | gaiad keys add relayer --recover`, "a mnemonic at character 6"],
        ["in a file", `[wallet]\nmnemonic = "${words}"\n`, "a mnemonic on line 2"],
        [
            "with a number for each word",
            words
                .split(" ")
                .map((word, i) => `${i + 1}. ${word}`)
                .join("\n"),
            "a mnemonic on line 1",
        ],
        ["as JSON", JSON.stringify({ words: words.split(" ") }), "a mnemonic at character 12"],
        ["in base64", Buffer.from(words).toString("base64"), "a mnemonic at character 1 of what is in base64 there"],
    ])("%s", (_, text, told) => {
        expect(inMap(text)).toEqual([told]);
    });

    test("on each of several lines", () => {
        expect(inMap(`${words}\n${mnemonic("english", 20)}`)).toHaveLength(2);
    });

    test("as a list of words", () => {
        expect(found(RELEASE, { values: { words: words.split(" ") } })).toEqual(["values.words: a mnemonic"]);
    });

    test("with a wrong checksum only where the name says what it is", () => {
        const wrong = [...words.split(" ").slice(1), "zoo"].join(" ");
        expect(inMap(wrong)).toEqual([]);
        expect(found(RELEASE, { values: { mnemonic: wrong } })).toEqual(["values.mnemonic: a mnemonic"]);
        expect(found(POD, { env: [{ name: "SEED_PHRASE", value: wrong }] })).toEqual(["env[0].value: a mnemonic"]);
        expect(
            found(RELEASE, { values: { mnemonic: "twelve words that are kept in a vault which nobody reads" } }),
        ).toEqual([]);
    });
});

describe("a key is found by what it is", () => {
    const key = pair("signer");
    test.each<[string, string]>([
        ["base 58", base58.encode(key)],
        ["hexadecimal digits", key.toString("hex")],
        ["hexadecimal digits with a mark", `0x${key.toString("hex")}`],
        ["base 64", key.toString("base64")],
        ["base 64 in a path", `/keys/${base58.encode(key)}/x`],
    ])("in %s", (_, text) => {
        expect(inMap(`see ${text}, and more`)).toEqual([expect.stringMatching(/^an Ed25519 key at character \d+$/)]);
    });

    test("as numbers, as Solana's tools write it", () => {
        expect(inMap(JSON.stringify([...key]))).toEqual(["a key of Solana at character 1"]);
        expect(inMap(JSON.stringify({ a: [1, 2], b: [...key] }, null, 2))).toEqual(["a key of Solana on line 6"]);
        expect(found(RELEASE, { values: { id: [...key] } })).toEqual(["values.id: a key of Solana"]);
    });

    test.each(["DEPLOYER_KEY", "signerPrivateKey", "SEQUENCER_PRIVATE_KEY", "batcher-key", "privateKey"])(
        "as 32 bytes under the name %s",
        (name) => {
            const hex = bytes(name, 32).toString("hex");
            expect(found(POD, { env: [{ name, value: `0x${hex}` }] })).toEqual(["env[0].value: a private key"]);
            expect(inMap(`LOG=info\n${name}=${hex}\n`)).toEqual(["a private key on line 2"]);
            expect(inMap(`node --${name} 0x${hex}`)).toEqual([expect.stringMatching(/^a private key at /)]);
        },
    );

    test("in the files of nodes and wallets, as text and as objects", () => {
        const priv_key = { type: "tendermint/PrivKeyEd25519", value: pair("node").toString("base64") };
        const node = { address: "", priv_key };
        const v3 = { version: 3, crypto: { cipher: "aes-128-ctr", ciphertext: bytes("v3", 32).toString("hex") } };
        const v4 = { version: 4, crypto: { cipher: { function: "aes-128-ctr", message: "" } } };
        expect(inMap(JSON.stringify(node)).length).toBeGreaterThan(0);
        for (const store of [v3, v4])
            expect(inMap(JSON.stringify(store))).toEqual([expect.stringMatching(/^an encrypted key of Ethereum/)]);
        const values: Json = { node, v3, v4 };
        expect(found(RELEASE, { values }).map((one) => one.replace(/an Ed.*/, "a consensus key"))).toEqual([
            "values.node.priv_key.value: a consensus key",
            "values.node.priv_key: a consensus key",
            "values.v3.crypto: an encrypted key of Ethereum",
            "values.v4.crypto.cipher: an encrypted key of Ethereum",
        ]);
    });
});

describe("what a chain shows to everybody is left alone", () => {
    const hex = (count: number) => bytes("public", count).toString("hex");
    test.each<[string, string]>([
        ["a hash of a transaction", `deployer_tx=0x${hex(32)}`],
        ["a signature in base 58", base58.encode(bytes("signature", 64))],
        ["a signature in hexadecimal digits", hex(64)],
        ["a signature in base 64", bytes("signature", 64).toString("base64")],
        ["an address of Ethereum", `owner: 0x${hex(20)}`],
        ["an address of 32 bytes", `operator_address: 0x${hex(32)}`],
        ["a digest", `image: acme/signer@sha256:${hex(32)}`],
        ["the name of a key", "projects/p/locations/l/keyRings/r/cryptoKeys/signer/cryptoKeyVersions/1"],
        ["a public key", JSON.stringify({ pub_key: { type: "tendermint/PubKeyEd25519", value: hex(16) } })],
        ["a key of zeros", `PRIVATE_KEY=0x${"0".repeat(64)}`],
        ["a number that is no key of the curve", `PRIVATE_KEY=0x${"f".repeat(40)}${hex(12)}`],
        ["the word list itself", english.join("\n")],
        [
            "prose",
            "the able actor will add oil above the engine and then adjust every angle of that arm with some care",
        ],
        ["buckets of a histogram", JSON.stringify(Array.from({ length: 64 }, (_, i) => i * 10))],
        ["64 small numbers", JSON.stringify(Array.from({ length: 64 }, (_, i) => i % 8))],
        ["numbers with leading zeros", `[${Array.from({ length: 64 }, () => "007").join(",")}]`],
    ])("%s", (_, text) => {
        expect(inMap(text)).toEqual([]);
    });

    test("words by chance are no mnemonic more often than their checksum allows", () => {
        const drawn = fc.array(fc.constantFrom(...english), { minLength: 24, maxLength: 24 });
        const alarms = fc.sample(drawn, { numRuns: 500, seed: 7 }).filter((some) => inMap(some.join(" ")).length > 0);
        // 24 words have eight bits of checksum: two of 500.
        expect(alarms.length).toBeLessThan(12);
    });
});

describe("where mnemonics stand", () => {
    const other = mnemonic("english", 32);
    const list = words.split(" ");
    test.each<[string, string, string[]]>([
        ["two on a line, apart", `${other} | ${words}`, ["at character 1", `at character ${other.length + 4}`]],
        [
            "one in each of two languages",
            `${words} | ${mnemonic("spanish")}`,
            ["at character 1", `at character ${words.length + 4}`],
        ],
        ["after two words more", `zoo zoo ${words}`, ["at character 9"]],
        ["after three words more", `zoo zoo zoo ${words}`, []],
        ["without its last word", list.slice(0, -1).join(" "), []],
        ["in one word", list.join(""), []],
        ["in words with hyphens", list.join("-"), []],
        ["in words with hyphens and a space", `seed ${list.join("-")}`, ["at character 6"]],
        ["in a text of more than anybody writes", `${words}${" ".repeat(1_000_001 - words.length)}`, []],
        ["in a text as long as anybody writes", `${words}${" ".repeat(1_000_000 - words.length)}`, ["at character 1"]],
    ])("%s", (_, text, positions) => {
        expect(mnemonics(text)).toEqual(positions);
    });

    test("as a list, or changed by a person", () => {
        expect([list, list.slice(1), [...list].reverse(), [...list, "zoo", "zoo"]].map(isMnemonic)).toEqual([
            true,
            false,
            false,
            false,
        ]);
        const changed = [...list.slice(1), "zoo"].join(" ");
        expect(
            [
                changed,
                ` ${changed.replaceAll(" ", ",  ")} `,
                changed.replace("zoo", "zoos"),
                list.slice(1).join(" "),
                "",
            ].map((text) => hasItsLength(text) && isNearMnemonic(text)),
        ).toEqual([true, true, false, false, false]);
    });
});

describe("a pair of keys", () => {
    const one = pair("one");
    test.each<[string, string, string[]]>([
        ["in base 16", `x ${one.toString("hex")}`, ["at character 3"]],
        ["in base 16 with its mark", `0x${one.toString("hex")}`, ["at character 1"]],
        ["in base 16 with another", `00x${one.toString("hex")}`, []],
        ["in base 16 and more", `${one.toString("hex")}ab`, []],
        ["in base 58", base58.encode(one), ["at character 1"]],
        ["in base 58 in an address", `a/${base58.encode(one)}`, ["at character 3"]],
        ["in base 64", `${one.toString("base64")} and`, ["at character 1"]],
        ["of another", Buffer.concat([one.subarray(0, 32), pair("two").subarray(32)]).toString("hex"), []],
        ["on a line of its own", `a\n${one.toString("hex")}\n`, ["on line 2"]],
        ["after forty-nine others", `${`${"ab".repeat(64)} `.repeat(49)}${one.toString("hex")}`, ["at character 6322"]],
        ["after more than any file has", `${`${"ab".repeat(64)} `.repeat(50)}${one.toString("hex")}`, []],
    ])("%s", (_, text, positions) => {
        expect(keyPairs(text)).toEqual(positions);
    });

    test("has 64 bytes", () => {
        expect([one, one.subarray(1), Buffer.concat([one, one])].map(isKeyPair)).toEqual([true, false, false]);
    });

    test.each<[string, boolean]>([
        [`${"0".repeat(63)}1`, true],
        ["0".repeat(64), false],
        ["1".repeat(64), false],
        [`${"1".repeat(63)}2`, true],
        ["fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140", true],
        ["fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", false],
    ])("of secp256k1 may begin with %s: %s", (hex, is) => {
        expect(isScalar(hex)).toBe(is);
    });
});
