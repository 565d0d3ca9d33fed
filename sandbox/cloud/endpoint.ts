import { createHash } from "node:crypto";

/**
 * Host name of a simulated cluster's control plane, made of the cluster's name alone, so that whoever stands in for the
 * control plane can be told before the cluster is made. The real ones are `gke-<id>-<project number>.<region>.gke.goog`.
 */
export const clusterEndpoint = (cluster: string): string => `gke-${digest(cluster).slice(0, 32)}.sandbox.gke.goog`;

/** Hexadecimal digits that are the same for the same text. */
export const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A private address within 10.0.0.0/8, the same for the same text. */
export function address(text: string): string {
    const [a = 0, b = 0, c = 0] = Buffer.from(digest(text), "hex");
    return `10.${a}.${b}.${1 + (c % 254)}`;
}
