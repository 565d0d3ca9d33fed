import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { base64, string, Wire } from "./wire";

/** Checks a signature over bytes; `body` holds what follows the algorithm's name. Throws if it has no proper form. */
export type Check = (data: Buffer, body: Wire) => boolean;

export interface PublicKey {
    /** Type and base64 of its bytes, as in `id_ed25519.pub` without the comment. */
    text: string;
    /** The only algorithm that its signatures may name. */
    algorithm: string;
    check: Check;
}

/** Below this an RSA key is refused, in bits: NIST SP 800-57 part 1 gives 3072 for 128 bits of security. */
const RSA_BITS = 3072;

const ED25519 = "ssh-ed25519";
const ECDSA = "ecdsa-sha2-nistp256";
const SK_ED25519 = "sk-ssh-ed25519@openssh.com";
const SK_ECDSA = "sk-ecdsa-sha2-nistp256@openssh.com";
const RSA = "ssh-rsa";

/** Each reads what follows the type in a key's bytes. */
const KINDS: Record<string, (key: Wire) => Omit<PublicKey, "text">> = {
    [ED25519]: (key) => ({ algorithm: ED25519, check: ed25519(key) }),
    [ECDSA]: (key) => ({ algorithm: ECDSA, check: ecdsa(key) }),
    [SK_ED25519]: (key) => ({ algorithm: SK_ED25519, check: hardware(ed25519(key), key.string()) }),
    [SK_ECDSA]: (key) => ({ algorithm: SK_ECDSA, check: hardware(ecdsa(key), key.string()) }),
    [RSA]: (key) => ({ algorithm: "rsa-sha2-512", check: rsa(key) }),
};

/** Reads a public key from its bytes. */
export function publicKey(bytes: Buffer): PublicKey {
    const key = new Wire(bytes);
    const type = key.text();
    const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
    if (!kind) throw new Error(`is of the type ${type}; use ${Object.keys(KINDS).join(", ")}`);
    const rest = kind(key);
    key.end();
    return { text: `${type} ${bytes.toString("base64")}`, ...rest };
}

/** Reads a line of a `.pub` file. */
export function publicKeyLine(line: string): PublicKey {
    const [type, encoded = ""] = line.trim().split(/\s+/);
    const key = publicKey(base64(encoded));
    if (key.text !== `${type} ${encoded}`) throw new Error(`says ${type} and is another type`);
    return key;
}

function ed25519(key: Wire): Check {
    const x = key.string();
    if (x.length !== 32) throw new Error("is not 32 bytes long");
    const object = jwk({ kty: "OKP", crv: "Ed25519", x: x.toString("base64url") });
    return (data, body) => {
        const signature = body.string();
        return signature.length === 64 && verify(null, data, object, signature);
    };
}

function ecdsa(key: Wire): Check {
    const curve = key.text();
    const point = key.string();
    if (curve !== "nistp256" || point.length !== 65 || point[0] !== 4) throw new Error("is not a point of nistp256");
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
    const object = jwk({ kty: "EC", crv: "P-256", x, y });
    return (data, body) => {
        const numbers = new Wire(body.string());
        const signature = Buffer.concat([padded(numbers.positive()), padded(numbers.positive())]);
        numbers.end();
        return verify("sha256", data, { key: object, dsaEncoding: "ieee-p1363" }, signature);
    };
}

function rsa(key: Wire): Check {
    const [e, n] = [key.positive(), key.positive()];
    const bits = n.length * 8 - Math.clz32(n[0] ?? 0) + 24;
    if (bits < RSA_BITS) throw new Error(`is an RSA key of ${bits} bits; use ${RSA_BITS} or more`);
    const object = jwk({ kty: "RSA", n: n.toString("base64url"), e: e.toString("base64url") });
    return (data, body) => {
        const signature = body.string();
        return signature.length === n.length && verify("sha512", data, object, signature);
    };
}

/**
 * A security key signs more than the message: which application asked, whether it was touched, and its counter
 * (openssh-portable, PROTOCOL.u2f). Without a touch it is not a person who signed.
 */
function hardware(check: Check, application: Buffer): Check {
    const TOUCHED = 0x01;
    return (data, body) => {
        const signature = body.string();
        const [flags, counter] = [body.take(1), body.take(4)];
        const signed = Buffer.concat([sha256(application), flags, counter, sha256(data)]);
        return ((flags[0] ?? 0) & TOUCHED) !== 0 && check(signed, new Wire(string(signature)));
    };
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest();

function padded(number: Buffer): Buffer {
    if (number.length > 32) throw new Error("has a number that is too long");
    return Buffer.concat([Buffer.alloc(32 - number.length), number]);
}

function jwk(key: Record<string, string | undefined>): KeyObject {
    try {
        return createPublicKey({ key, format: "jwk" });
    } catch {
        throw new Error("is not a key");
    }
}
