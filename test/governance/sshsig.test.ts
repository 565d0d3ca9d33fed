import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sshsig } from "../../governance/ssh/sshsig";
import { armoured, type Key, KINDS, makeKey, NAMESPACES } from "./people";
import { scratch } from "./project";

const MESSAGE = Buffer.from('{"schema":"slipway.manifest/v1"}');
const GOOD = ["ed25519", "ecdsa", "sk-ed25519", "sk-ecdsa", "rsa"] as const;
const SSH = spawnSync("ssh-keygen", ["-?"]).error === undefined;
const folder = scratch();

const keys = new Map<string, Key>();

/** One key of each kind for all tests: RSA keys take long to find. */
function keyOf(kind: keyof typeof KINDS): Key {
    const key = keys.get(kind) ?? makeKey(kind);
    keys.set(kind, key);
    return key;
}

const bytesOf = (signature: string) => Buffer.from(signature.split("\n").slice(1, -2).join(""), "base64");

describe("a signature", () => {
    test.each(GOOD)("of an %s key names its key", (kind) => {
        const key = keyOf(kind);
        expect(sshsig.signer(MESSAGE, key.sign(MESSAGE), "approval")).toBe(sshsig.key(key.line));
        expect(() => sshsig.signer(Buffer.from("{}"), key.sign(MESSAGE), "approval")).toThrow(/does not match/);
    });

    test.each(GOOD)("of an %s key is refused with any byte changed, of its content or its armour", (kind) => {
        const signature = keyOf(kind).sign(MESSAGE);
        const bytes = bytesOf(signature);
        // RSA signatures are long; every 23rd byte meets each of their parts.
        const step = kind === "rsa" ? 23 : 1;
        for (let at = 0; at < bytes.length; at += step) {
            const changed = Buffer.from(bytes);
            changed[at] = (changed[at] ?? 0) ^ 1;
            expect(() => sshsig.signer(MESSAGE, armoured(changed), "approval"), `byte ${at}`).toThrow();
        }
        for (let at = 0; at < signature.length; at += step) {
            const other = signature[at] === "\n" ? " " : "\n";
            const changed = signature.slice(0, at) + other + signature.slice(at + 1);
            expect(() => sshsig.signer(MESSAGE, changed, "approval"), `character ${at}`).toThrow();
        }
    });

    test("with something after it, or cut short, is refused", () => {
        const bytes = bytesOf(makeKey().sign(MESSAGE));
        expect(() => sshsig.signer(MESSAGE, armoured(Buffer.concat([bytes, Buffer.from([0])])), "approval")).toThrow(
            "has something after its end",
        );
        for (let length = 1; length < bytes.length; length++)
            expect(() => sshsig.signer(MESSAGE, armoured(bytes.subarray(0, length)), "approval")).toThrow();
    });

    test("for one purpose does not pass for the other", () => {
        const key = makeKey();
        expect(() => sshsig.signer(MESSAGE, key.sign(MESSAGE, "veto"), "approval")).toThrow(/namespace/);
        expect(() => sshsig.signer(MESSAGE, key.sign(MESSAGE, "approval"), "veto")).toThrow(/namespace/);
        expect(sshsig.signer(MESSAGE, key.sign(MESSAGE, "veto"), "veto")).toBe(sshsig.key(key.line));
    });

    test.each([
        ["rsa of 2048 bits", /is an RSA key of 2048 bits; use 3072 or more/],
        ["rsa with SHA-256", /signs with rsa-sha2-256; use rsa-sha2-512/],
        ["untouched sk-ed25519", /does not match/],
        ["untouched sk-ecdsa", /does not match/],
    ] as const)("of %s is refused", (kind, why) => {
        expect(() => sshsig.signer(MESSAGE, keyOf(kind).sign(MESSAGE), "approval")).toThrow(why);
    });
});

describe("a public key", () => {
    test("is the same whatever its comment says", () => {
        const { line } = makeKey();
        expect(sshsig.key(`  ${line} and more `)).toBe(sshsig.key(line.split(" ").slice(0, 2).join(" ")));
    });

    test.each([
        ["of a type that is too weak", "ssh-dss AAAAB3NzaC1kc3M=", /is of the type ssh-dss/],
        ["that is not base64", "ssh-ed25519 not-base64", /is not base64/],
        ["that is not there", "ssh-ed25519", /is not base64/],
        ["that is cut short", keyOf("ed25519").line.slice(0, 60), /ends too early/],
        ["of another type than it says", keyOf("ecdsa").line.replace(/^\S+/, "ssh-ed25519"), /and is another type/],
        ["that is too short", keyOf("rsa of 2048 bits").line, /RSA key of 2048 bits/],
    ])("%s is refused", (_, line, why) => {
        expect(() => sshsig.key(line)).toThrow(why);
    });
});

describe.skipIf(!SSH)("ssh-keygen", () => {
    test.each([
        ["ed25519", "ed25519", []],
        ["ecdsa", "ecdsa", ["-b", "256"]],
        ["rsa", "rsa", ["-b", "3072"]],
    ])("signs with an %s key what is accepted here", (name, type, size) => {
        const file = join(folder, name);
        execFileSync("ssh-keygen", ["-q", "-t", type, ...size, "-N", "", "-C", "a comment", "-f", file]);
        const signature = sshsig.sign(MESSAGE, file, "approval");
        expect(sshsig.signer(MESSAGE, signature, "approval")).toBe(sshsig.key(readFileSync(`${file}.pub`, "utf8")));
    });

    test("refuses a key that is not there", () => {
        expect(() => sshsig.sign(MESSAGE, join(folder, "nobody"), "approval")).toThrow(/did not sign with/);
    });

    // It vouches for the keys and signatures that the other tests make, hardware's among them.
    test.each(Object.keys(KINDS) as (keyof typeof KINDS)[])("reads the %s signatures of these tests", (kind) => {
        const key = keyOf(kind);
        const signers = join(folder, "signers");
        const file = join(folder, "signature");
        writeFileSync(signers, `alice ${key.line}\n`);
        writeFileSync(file, key.sign(MESSAGE));
        const { status } = spawnSync(
            "ssh-keygen",
            ["-Y", "verify", "-f", signers, "-I", "alice", "-n", NAMESPACES.approval, "-s", file],
            { input: MESSAGE },
        );
        // It leaves touches and algorithms to whoever asks.
        expect(status).toBe(0);
    });
});
