import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { Purpose } from "../../governance/scheme";
import { string } from "../../governance/ssh/wire";

export const NAMESPACES: Record<Purpose, string> = {
    approval: "slipway-governance-v1",
    veto: "slipway-governance-v1-veto",
    receipt: "slipway-governance-v1-receipt",
};

/** A key that exists while the test runs. */
export interface Key {
    /** As in a `.pub` file. */
    line: string;
    /** Signs as `ssh-keygen -Y sign` does. */
    sign(message: Uint8Array, purpose?: Purpose): string;
}

/** How a kind of key writes itself and its signatures. */
interface Kind {
    type: string;
    algorithm?: string;
    pair(): { publicKey: KeyObject; privateKey: KeyObject };
    parts(key: Record<string, string>): (Buffer | string)[];
    /** What follows the algorithm's name in a signature. */
    body(data: Buffer, key: KeyObject): Buffer;
}

const raw = (text: string | undefined) => Buffer.from(text ?? "", "base64url");

/** A positive number with the zero that keeps it positive. */
const mpint = (bytes: Buffer) => {
    const first = bytes.findIndex((byte) => byte !== 0);
    const number = bytes.subarray(first);
    return string((number[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), number]) : number);
};

const ecdsa = (data: Buffer, key: KeyObject) => {
    const signature = sign("sha256", data, { key, dsaEncoding: "ieee-p1363" });
    return string(Buffer.concat([mpint(signature.subarray(0, 32)), mpint(signature.subarray(32))]));
};

const ed25519 = (data: Buffer, key: KeyObject) => string(sign(null, data, key));

const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest();

/** What a security key does with a message once it is touched, or is not (openssh-portable, PROTOCOL.u2f). */
const hardware =
    (body: Kind["body"], flags: number): Kind["body"] =>
    (data, key) => {
        const more = Buffer.from([flags, 0, 0, 0, 7]);
        return Buffer.concat([body(Buffer.concat([sha256("ssh:"), more, sha256(data)]), key), more]);
    };

const ED25519 = {
    pair: () => generateKeyPairSync("ed25519"),
    parts: ({ x }: Record<string, string>) => [raw(x)],
    body: ed25519,
};
const ECDSA = {
    pair: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
    parts: ({ x, y }: Record<string, string>) => ["nistp256", Buffer.concat([Buffer.from([4]), raw(x), raw(y)])],
    body: ecdsa,
};
const pairs = new Map<number, ReturnType<Kind["pair"]>>();

/** One for each length: RSA keys take long to find. */
function rsaPair(bits: number): ReturnType<Kind["pair"]> {
    const pair = pairs.get(bits) ?? generateKeyPairSync("rsa", { modulusLength: bits });
    pairs.set(bits, pair);
    return pair;
}

const rsa = (bits: number) => ({
    type: "ssh-rsa",
    pair: () => rsaPair(bits),
    parts: ({ e, n }: Record<string, string>) => [mpint(raw(e)).subarray(4), mpint(raw(n)).subarray(4)],
});
const secure = (kind: typeof ED25519 | typeof ECDSA, type: string, flags: number) => ({
    ...kind,
    type,
    parts: (key: Record<string, string>) => [...kind.parts(key), "ssh:"],
    body: hardware(kind.body, flags),
});

export const KINDS = {
    ed25519: { ...ED25519, type: "ssh-ed25519" },
    ecdsa: { ...ECDSA, type: "ecdsa-sha2-nistp256" },
    "sk-ed25519": secure(ED25519, "sk-ssh-ed25519@openssh.com", 1),
    "sk-ecdsa": secure(ECDSA, "sk-ecdsa-sha2-nistp256@openssh.com", 1),
    rsa: { ...rsa(3072), algorithm: "rsa-sha2-512", body: (data, key) => string(sign("sha512", data, key)) },
    "rsa of 2048 bits": {
        ...rsa(2048),
        algorithm: "rsa-sha2-512",
        body: (data, key) => string(sign("sha512", data, key)),
    },
    "rsa with SHA-256": {
        ...rsa(3072),
        algorithm: "rsa-sha2-256",
        body: (data, key) => string(sign("sha256", data, key)),
    },
    "untouched sk-ed25519": secure(ED25519, "sk-ssh-ed25519@openssh.com", 0),
    "untouched sk-ecdsa": secure(ECDSA, "sk-ecdsa-sha2-nistp256@openssh.com", 4),
} satisfies Record<string, Kind>;

export function makeKey(name: keyof typeof KINDS = "ed25519", comment = "made for a test"): Key {
    const kind: Kind = KINDS[name];
    const { publicKey, privateKey } = kind.pair();
    const parts = kind.parts(publicKey.export({ format: "jwk" }) as Record<string, string>);
    const blob = Buffer.concat([kind.type, ...parts].map(string));
    return {
        line: `${kind.type} ${blob.toString("base64")} ${comment}`,
        sign(message, purpose = "approval") {
            const [namespace, reserved, hash] = [NAMESPACES[purpose], "", "sha512"].map(string);
            const frame = [namespace, reserved, hash] as Buffer[];
            const digest = string(createHash("sha512").update(message).digest());
            const data = Buffer.concat([Buffer.from("SSHSIG"), ...frame, digest]);
            const signature = Buffer.concat([string(kind.algorithm ?? kind.type), kind.body(data, privateKey)]);
            return armoured(
                Buffer.concat([Buffer.from("SSHSIG\0\0\0\u0001"), string(blob), ...frame, string(signature)]),
            );
        },
    };
}

export const armoured = (blob: Buffer) =>
    `-----BEGIN SSH SIGNATURE-----\n${blob.toString("base64").replace(/.{70}(?=.)/g, "$&\n")}\n-----END SSH SIGNATURE-----\n`;
