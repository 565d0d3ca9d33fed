import * as pulumi from "@pulumi/pulumi";

/** Ends construction with one sentence, and no stack trace: what is wrong with `name`, and what to do instead. */
export function refuse(name: string, wrong: string, instead: string): never {
    throw new pulumi.RunError(`${name} ${wrong}; ${instead}`);
}

/** A version that is pinned, from 1: the newest by itself would change what signs without anybody's decision. */
export function pinned(name: string, version: number): number {
    if (Number.isInteger(version) && version > 0) return version;
    return refuse(name, `has the version ${String(version)}`, "pin a version number from 1");
}
