import { createHash } from "node:crypto";

/** Longest name that Google Cloud takes for what is made here. */
const LONGEST = 63;

/**
 * A name for what belongs to a host. Dots become hyphens and hyphens become two, so that no two hosts share a name; what
 * gets too long ends in a hash of the whole.
 */
export function googleName(prefix: string, host: string): string {
    const name = `${prefix}-${host.replaceAll("-", "--").replaceAll(".", "-")}`;
    if (name.length <= LONGEST) return name;
    const hash = createHash("sha256").update(host).digest("hex").slice(0, 12);
    return `${name.slice(0, LONGEST - 13)}-${hash}`;
}
