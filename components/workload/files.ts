import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { SecretSource } from "./secret-files";

/** File name to content. */
export type TextFiles = Readonly<Record<string, pulumi.Input<string>>>;
/** File name to content in base64. */
export type BinaryFiles = Readonly<Record<string, string>>;

/** Files out of secrets: each one as it is, and others composed of them. */
export interface SecretFileArgs {
    /** File name to the secret that it holds. */
    files: Record<string, SecretSource>;
    /** Files made from those: `{{ .name }}` stands for the content of the file `name`. */
    composed?: Record<string, pulumi.Input<string>>;
}

/** What etcd takes of a ConfigMap. */
const LARGEST = 1024 * 1024;

/** Of plain data, in hex. */
export const digest = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");

/** Changes with files; it is plain where they are, so that a preview shows it. @meets S1-19 */
export function checksum(...maps: readonly TextFiles[]): pulumi.Input<string> {
    const plain = maps.every((map) => Object.values(map).every((content) => typeof content === "string"));
    return plain ? digest(maps) : pulumi.output(maps).apply(digest);
}

/** Refuses files that no ConfigMap holds; those that other resources render are measured once they are known. */
export function checkSize(name: string, text: TextFiles, binary: BinaryFiles): void {
    const plain = [...Object.values(text), ...Object.values(binary)].filter((content) => typeof content === "string");
    const size = plain.reduce((sum, content) => sum + Buffer.byteLength(content), 0);
    if (size > LARGEST)
        throw new pulumi.RunError(
            `${name} has ${size} bytes of config; a ConfigMap holds ${LARGEST}: put the rest into the image or a bucket`,
        );
}

/** Which version of what is in each file. */
export const versions = (files: SecretFileArgs["files"]) =>
    Object.entries(files).map(([file, secret]) => {
        const id = secret.source === "vault" ? secret.path : secret.secretId;
        return [file, secret.source, id, secret.version] as const;
    });

/**
 * Name of a Kubernetes secret, another one for other versions. Pods of the new version wait until it is there, and those
 * of the old one keep theirs until they are gone: nothing starts with half of a change.
 */
export const versioned = (app: string, files: SecretFileArgs["files"]): string =>
    `${app}-${digest(versions(files)).slice(0, 8)}`;
