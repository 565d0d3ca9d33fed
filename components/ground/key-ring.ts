import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Google } from "./google";
import { guarded } from "./guard";

const declared = new WeakMap<Google, Set<string>>();

/**
 * A ring of keys. It can never be deleted in Google Cloud, nor its name be used again in its location, so Pulumi never
 * lets go of it: a ring that exists, from an earlier stack or under another resource name, is imported, not declared anew.
 */
export function declareKeyRing(
    name: string,
    args: { google: Google; location: string },
    child: pulumi.CustomResourceOptions,
): gcp.kms.KeyRing {
    const { google, location } = args;
    const id = `projects/${google.project}/locations/${location}/keyRings/${name}`;
    const rings = declared.get(google) ?? new Set();
    if (rings.has(id))
        throw new pulumi.RunError(
            `the key ring ${name} in ${location} is declared twice, and Google makes a name once for all time; share ` +
                `the first, or give this one a name that was never used (one that exists: pulumi import ` +
                `gcp:kms/keyRing:KeyRing ${name} ${id})`,
        );
    declared.set(google, rings.add(id));
    return new gcp.kms.KeyRing(
        name,
        { name, location },
        { ...child, ...guarded.opts, retainOnDelete: true, dependsOn: google.ready },
    );
}
