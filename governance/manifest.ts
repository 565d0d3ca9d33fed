import { z } from "zod";
import { canonical, digest } from "../preview/canonical";
import type { Json } from "../preview/plan";
import { Refusal } from "./refusal";
import { CLASSES } from "./risk";

const sha256 = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const commit = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/);
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/);
const count = z.int().min(0);

/** A moment, to the second, in UTC. */
const moment = z.iso.datetime({ precision: 0 });

/** What is signed. Everything else of a bundle is bound by its SHA-256. */
export const Manifest = z.strictObject({
    schema: z.literal("slipway.manifest/v1"),
    /** As the stack file calls it: a bundle for one network says nothing of another. */
    network: name,
    project: name,
    stack: name,
    /** Which change of this stack it is, from 1. */
    sequence: z.int().min(1),
    /** Digest of the manifest that was applied before; null for the first. */
    previous: sha256.nullable(),
    /** Digest of the state that the change before it left, as its receipt says; null for the first. */
    state: sha256.nullable(),
    /** The revision that is applied now: what the change is compared with, and whose approvers decide. */
    base: z.strictObject({ commit, approvers: sha256 }),
    source: z.strictObject({
        commit,
        tree: commit,
        /** Of the names, modes and contents of all files of the commit: Git's own ids are SHA-1. */
        content: sha256,
        /** E-mail addresses of who wrote or committed anything after the base, sorted. */
        authors: z.array(z.string()),
    }),
    stackFile: sha256,
    lockfile: sha256,
    toolchain: z.strictObject({ node: z.string(), pulumi: z.string(), slipway: z.string(), preview: sha256 }),
    policyPack: z.strictObject({ name: z.string(), version: z.string(), digest: sha256 }),
    /** Computed from the bundle's files, and again by whoever verifies. */
    summary: z.strictObject({
        plan: sha256,
        resources: count,
        /** Values that are not known before the update. */
        unknowns: count,
        violations: count,
        advisory: count,
        undetermined: count,
        risk: z.enum(CLASSES),
    }),
    validity: z.strictObject({ notBefore: moment, expires: moment }),
    /** Every other file of the bundle. */
    files: z.record(name, sha256),
});
export type Manifest = z.infer<typeof Manifest>;

/** The one text of a manifest (RFC 8785). */
export function manifestText(manifest: Manifest): string {
    return canonical(manifest as unknown as { [key: string]: Json });
}

/** Reads a manifest that is spelled in its one way, and its digest. */
export function readManifest(bytes: Buffer): { manifest: Manifest; digest: string } {
    const text = bytes.toString("utf8");
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        throw new Refusal("manifest.json is not JSON; ask for the bundle again");
    }
    const { data, error } = Manifest.safeParse(value);
    if (!data) {
        const [issue] = error.issues;
        const where = issue?.path.length ? ` at ${issue.path.join(".")}` : "";
        throw new Refusal(
            `manifest.json is not a manifest of the schema slipway.manifest/v1${where}: ${issue?.message}`,
        );
    }
    // What the schema passed over, or JSON spells in two ways, would be signed unseen.
    if (!bytes.equals(Buffer.from(spelled(data), "utf8")))
        throw new Refusal("manifest.json is not in the canonical form of RFC 8785; ask for the bundle again");
    return { manifest: data, digest: digest(text) };
}

function spelled(manifest: Manifest): string {
    try {
        return manifestText(manifest);
    } catch {
        return "";
    }
}
