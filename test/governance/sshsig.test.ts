import { describe, expect, test } from "vitest";
import { sshsig } from "../../governance/ssh/sshsig";
import { string, Wire } from "../../governance/ssh/wire";
import { armoured, makeKey } from "./people";

const MESSAGE = Buffer.from('{"schema":"slipway.manifest/v1"}');
const GOOD = ["ed25519", "ecdsa", "sk-ed25519", "sk-ecdsa", "rsa"] as const;

const bytesOf = (signature: string) => Buffer.from(signature.split("\n").slice(1, -2).join(""), "base64");

describe("a signature", () => {
    test.each(GOOD)("of an %s key names its key", (kind) => {
        const key = makeKey(kind);
        expect(sshsig.signer(MESSAGE, key.sign(MESSAGE), "approval")).toBe(sshsig.key(key.line));
        expect(() => sshsig.signer(Buffer.from("{}"), key.sign(MESSAGE), "approval")).toThrow(/does not match/);
    });

    test.each(GOOD)("of an %s key is refused with any byte changed, of its content or its armour", (kind) => {
        const signature = makeKey(kind).sign(MESSAGE);
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

    test("with something after it inside is refused too", () => {
        const bytes = bytesOf(makeKey().sign(MESSAGE));
        // An Ed25519 signature is its algorithm's name and 64 bytes, each with a length before it.
        const length = 4 + "ssh-ed25519".length + 4 + 64;
        const longer = Buffer.concat([bytes.subarray(-length), Buffer.from([0])]);
        const blob = Buffer.concat([bytes.subarray(0, -length - 4), string(longer)]);
        expect(() => sshsig.signer(MESSAGE, armoured(blob), "approval")).toThrow("has something after its end");
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
        expect(() => sshsig.signer(MESSAGE, makeKey(kind).sign(MESSAGE), "approval")).toThrow(why);
    });
});

test.each([
    ["a negative number", [0x80]],
    ["a zero too many", [0, 0x7f]],
    ["a zero", [0]],
    ["no number", []],
])("%s is no positive number", (_, bytes) => {
    expect(() => new Wire(string(Uint8Array.from(bytes))).positive()).toThrow("has a number in a wrong form");
});

test("a positive number may start with the zero that keeps it positive", () => {
    expect(new Wire(string(Uint8Array.from([0, 0x80]))).positive()).toEqual(Buffer.from([0x80]));
    expect(new Wire(string(Uint8Array.from([0x7f]))).positive()).toEqual(Buffer.from([0x7f]));
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
        ["that is cut short", makeKey("ed25519").line.slice(0, 60), /ends too early/],
        ["of another type than it says", makeKey("ecdsa").line.replace(/^\S+/, "ssh-ed25519"), /and is another type/],
        ["that is too short", makeKey("rsa of 2048 bits").line, /RSA key of 2048 bits/],
    ])("%s is refused", (_, line, why) => {
        expect(() => sshsig.key(line)).toThrow(why);
    });
});
