import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { Refusal } from "../refusal";
import type { Purpose, SignatureScheme } from "../scheme";
import { publicKey, publicKeyLine } from "./keys";
import { base64, string, Wire } from "./wire";

/** The namespace that `ssh-keygen -Y sign -n` is given, by what the signature is to say. */
const NAMESPACES: Record<Purpose, string> = {
    approval: "slipway-governance-v1",
    veto: "slipway-governance-v1-veto",
    receipt: "slipway-governance-v1-receipt",
};

const MAGIC = "SSHSIG";
const [BEGIN, END] = ["-----BEGIN SSH SIGNATURE-----\n", "\n-----END SSH SIGNATURE-----\n"];

/** How many base64 characters ssh-keygen puts on a line (openssh-portable, sshbuf-misc.c). */
const COLUMNS = 70;

/**
 * Signatures as `ssh-keygen -Y sign` makes them (openssh-portable, PROTOCOL.sshsig), checked without it. A key file holds
 * a private key, or the public key of one that an agent or a security key holds.
 */
export const sshsig: SignatureScheme = {
    sign,
    key: (text) => publicKeyLine(text).text,
    signer(message, signature, purpose) {
        const blob = new Wire(unarmored(signature));
        if (blob.take(MAGIC.length).toString("latin1") !== MAGIC || blob.uint32() !== 1)
            throw new Error("is not an SSH signature of version 1");
        const key = publicKey(blob.string());
        const [namespace, reserved, hash] = [blob.text(), blob.string(), blob.text()];
        const body = new Wire(blob.string());
        blob.end();
        if (namespace !== NAMESPACES[purpose])
            throw new Error(`is made for the namespace ${namespace}; use ${NAMESPACES[purpose]}`);
        if (hash !== "sha512" && hash !== "sha256") throw new Error(`hashes with ${hash}; use sha512`);
        const algorithm = body.text();
        if (algorithm !== key.algorithm) throw new Error(`signs with ${algorithm}; use ${key.algorithm}`);
        const digest = createHash(hash).update(message).digest();
        const data = Buffer.concat([
            Buffer.from(MAGIC),
            ...[Buffer.from(namespace), reserved, Buffer.from(hash), digest].map(string),
        ]);
        const matches = key.check(data, body);
        body.end();
        if (!matches) throw new Error("does not match what was signed");
        return key.text;
    },
};

/** `ssh-keygen` asks for a passphrase or a touch by itself. */
function sign(message: Uint8Array, keyFile: string, purpose: Purpose): string {
    const args = ["-q", "-Y", "sign", "-f", keyFile, "-n", NAMESPACES[purpose]];
    try {
        const stdio = ["pipe", "pipe", "inherit"] as ["pipe", "pipe", "inherit"];
        return execFileSync("ssh-keygen", args, { input: message, stdio }).toString("latin1");
    } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
        const why = missing ? "there is no ssh-keygen here; install OpenSSH 8.2 or later" : undefined;
        throw new Refusal(why ?? `ssh-keygen did not sign with ${keyFile}; name a key's file with --key`);
    }
}

/** What the armour holds, if it is exactly as ssh-keygen writes it: a signature has one spelling. */
function unarmored(text: string): Buffer {
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) throw new Error("is not an SSH signature");
    const lines = text.slice(BEGIN.length, -END.length);
    const encoded = lines.replaceAll("\n", "");
    if (lines !== (encoded.match(new RegExp(`.{1,${COLUMNS}}`, "g")) ?? []).join("\n"))
        throw new Error("is not an SSH signature as ssh-keygen writes it");
    return base64(encoded);
}
