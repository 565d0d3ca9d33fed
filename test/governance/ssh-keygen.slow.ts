import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sshsig } from "../../governance/ssh/sshsig";
import { KINDS, makeKey, NAMESPACES } from "./people";
import { scratch } from "./project";

const MESSAGE = Buffer.from('{"schema":"slipway.manifest/v1"}');
const SSH = spawnSync("ssh-keygen", ["-?"]).error === undefined;
const folder = scratch();

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
        const key = makeKey(kind);
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
