import { createPrivateKey, createPublicKey } from "node:crypto";
import { positions } from "../text";
import { runs } from "./runs";

/**
 * Where in a text Ed25519 keys stand in the form that libsodium, Solana, Tendermint and NEAR write: 32 bytes and the
 * public key that they make. Nothing else is written so: a signature of 64 bytes is none.
 */
export function keyPairs(text: string): readonly string[] {
    const found = new Set<number>();
    let tried = 0;
    for (const { digits, index } of written(text)) {
        const bytes = bytesOf(digits);
        if (bytes && isKeyPair(bytes)) found.add(index);
        if (bytes && ++tried === MOST) break;
    }
    if (found.size === 0) return [];
    const position = positions(text);
    return [...found].map(position);
}

/** More keys than any file has; each that is tried costs a multiplication on the curve. */
const MOST = 50;

function* written(text: string): Iterable<{ digits: string; index: number }> {
    for (const run of runs(text, 86)) {
        yield { digits: run.text, index: run.index };
        // Neither plus nor slash is a digit of the other bases: there they stand between two values.
        if (/[+/]/.test(run.text))
            for (const { 0: digits, index } of run.text.matchAll(/[^+/]+/g)) yield { digits, index: run.index + index };
    }
}

/** The 64 bytes that these digits of base 16, 58 or 64 stand for. */
function bytesOf(digits: string): Uint8Array | undefined {
    if (/^(0x)?[\da-fA-F]{128}$/.test(digits)) return Buffer.from(digits.slice(-128), "hex");
    if (digits.length === 86) return Buffer.from(digits, "base64");
    if (!/^[1-9A-HJ-NP-Za-km-z]{86,88}$/.test(digits)) return undefined;
    const { base58 }: typeof import("@scure/base") = require("@scure/base");
    return base58.decode(digits);
}

/** The head of a private key in PKCS #8 (RFC 8410, section 7), which the 32 bytes follow. */
const HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

/** Whether the second half is the public key of the first. */
export function isKeyPair(bytes: Uint8Array): boolean {
    if (bytes.length !== 64) return false;
    const key = Buffer.concat([HEAD, bytes.subarray(0, 32)]);
    const made = createPublicKey(createPrivateKey({ key, format: "der", type: "pkcs8" }));
    return made.export({ format: "der", type: "spki" }).subarray(-32).equals(bytes.subarray(32));
}

/** Order of the group of secp256k1 (SEC 2, section 2.4.1): a private key is a number below it, and not zero. */
const ORDER = BigInt("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

/** Whether 64 hexadecimal digits are a number that secp256k1 takes, and not the same digit over and over. */
export function isScalar(hex: string): boolean {
    const number = BigInt(`0x${hex}`);
    return number > 0n && number < ORDER && !/^(.)\1{63}$/.test(hex);
}
