import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Json } from "./plan";
import { runtime } from "./sdk";

type Wire = { readonly [key: string]: unknown };

/** True for the SDK's marks of a file, a text or an archive. */
export function isAsset(signature: string): boolean {
    return signature === runtime.specialAssetSig || signature === runtime.specialArchiveSig;
}

/** An asset as a plan holds it: its kind and the digest of its bytes, never the bytes nor a path on this machine. */
export function describeAsset(wire: Wire, directory: string): Json {
    const archive = wire[runtime.specialSigKey] === runtime.specialArchiveSig;
    if (isRecord(wire.assets)) {
        const assets = Object.entries(wire.assets).map(([name, asset]) => [
            name,
            describeAsset(asset as Wire, directory),
        ]);
        return { $asset: { kind: "archive", assets: Object.fromEntries(assets) } };
    }
    if (typeof wire.path === "string") {
        const sha256 = hashPath(resolve(directory, wire.path));
        return { $asset: { kind: archive ? "archive file" : "file", sha256 } };
    }
    if (typeof wire.uri === "string") return { $asset: { kind: archive ? "remote archive" : "remote", uri: wire.uri } };
    return { $asset: { kind: "text", sha256: hash(String(wire.text ?? "")) } };
}

/** A folder is named by the names and digests of what is in it, in one order on every machine. */
function hashPath(path: string): string {
    if (!statSync(path).isDirectory()) return hash(readFileSync(path));
    const entries = readdirSync(path).sort();
    return hash(entries.map((entry) => `${hashPath(resolve(path, entry))} ${entry}\n`).join(""));
}

function hash(bytes: string | Buffer): string {
    return createHash("sha256").update(bytes).digest("hex");
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
    return typeof value === "object" && value !== null;
}
