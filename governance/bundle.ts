import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { digest } from "../preview/canonical";
import { type Manifest, readManifest } from "./manifest";
import { Refusal } from "./refusal";
import type { Vote } from "./scheme";

/** A signature that came with a bundle. */
export interface Signature {
    /** File name, as messages call it. */
    name: string;
    purpose: Vote;
    text: string;
}

/** A bundle whose files are those that its manifest binds. */
export interface Bundle {
    manifest: Manifest;
    /** SHA-256 of `manifest.json`: the name of the change. */
    digest: string;
    /** The bytes that are signed. */
    signed: Buffer;
    /** Text of every other file, by name. */
    files: Record<string, string>;
    signatures: Signature[];
}

export const MANIFEST = "manifest.json";
export const APPROVALS = "approvals";

const ENDINGS: Record<Vote, string> = { approval: ".approval.sig", veto: ".veto.sig" };

/** How the file is called that holds a signature. */
export const signatureName = (key: string, purpose: Vote) => `${digest(key).slice(7, 23)}${ENDINGS[purpose]}`;

/** Reads a bundle. Throws a `Refusal` unless each file is the one that the manifest binds, and no other is there. */
export function readBundle(folder: string): Bundle {
    const names = list(folder, folder);
    if (!names.includes(MANIFEST))
        throw new Refusal(`${folder} has no ${MANIFEST}; name a folder that \`bundle\` has made`);
    const signed = read(folder, MANIFEST);
    const { manifest, digest: name } = readManifest(signed);
    const bound = Object.keys(manifest.files);
    const extra = names.find((file) => file !== MANIFEST && file !== APPROVALS && !bound.includes(file));
    if (extra !== undefined) throw new Refusal(`${extra} is in the bundle and not in its manifest; take it out`);
    const files = Object.fromEntries(
        bound.map((file) => {
            if (!names.includes(file)) throw new Refusal(`${file} is missing; ask for the bundle again`);
            const bytes = read(folder, file);
            if (digest(bytes) !== manifest.files[file])
                throw new Refusal(`${file} is not the file that the manifest binds; ask for the bundle again`);
            return [file, bytes.toString("utf8")];
        }),
    );
    const signatures = names.includes(APPROVALS) ? readSignatures(join(folder, APPROVALS)) : [];
    return { manifest, digest: name, signed, files, signatures };
}

function readSignatures(folder: string): Signature[] {
    return list(folder, APPROVALS).map((name) => {
        const [purpose] = Object.entries(ENDINGS).find(([, ending]) => name.endsWith(ending)) ?? [];
        if (!purpose)
            throw new Refusal(
                `${APPROVALS}/${name} is no approval; take it out or name it ${Object.values(ENDINGS)
                    .map((ending) => `*${ending}`)
                    .join(" or ")}`,
            );
        return {
            name: `${APPROVALS}/${name}`,
            purpose: purpose as Vote,
            text: read(folder, name).toString("latin1"),
        };
    });
}

function list(folder: string, called: string): string[] {
    try {
        return readdirSync(folder).sort();
    } catch {
        throw new Refusal(`${called} cannot be read; name a folder that \`bundle\` has made`);
    }
}

function read(folder: string, name: string): Buffer {
    // A link could be another file by the time that somebody else looks.
    if (!lstatSync(join(folder, name)).isFile())
        throw new Refusal(`${name} is not a regular file; ask for the bundle again`);
    return readFileSync(join(folder, name));
}
