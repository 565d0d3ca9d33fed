import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Google } from "./google";
import { guarded } from "./guard";
import type { Identity } from "./identity";
import type { Keys } from "./keys";

/** Algorithms that Cloud KMS holds in an HSM and that chains accept for accounts. */
export type SigningAlgorithm = "EC_SIGN_SECP256K1_SHA256";

export interface SigningKeyArgs {
    google: Google;
    keys: Keys;
    algorithm: SigningAlgorithm;
    /** The one workload that may sign. */
    signer: Identity;
}

/** An account key that never leaves the HSM: workloads get its name and the right to sign, never the key. */
export class SigningKey extends pulumi.ComponentResource {
    /** Full name of version 1. A new version is a new address on the chain, so the version is part of the reference. */
    readonly version: pulumi.Output<string>;

    constructor(name: string, args: SigningKeyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:SigningKey", name, {}, opts);
        if (args.algorithm !== "EC_SIGN_SECP256K1_SHA256")
            throw new pulumi.RunError(
                `${name} asks for ${String(args.algorithm)}; an HSM of Cloud KMS holds EC_SIGN_SECP256K1_SHA256 for account ` +
                    "keys. Ed25519 consensus keys belong to external cosigners.",
            );
        const child = { parent: this, provider: args.google.provider };

        const key = new gcp.kms.CryptoKey(
            name,
            {
                name,
                keyRing: args.keys.ring.id,
                purpose: "ASYMMETRIC_SIGN",
                versionTemplate: { algorithm: args.algorithm, protectionLevel: "HSM" },
                // Longest time to undo a scheduled destruction that needs no support case; cannot be changed later.
                destroyScheduledDuration: `${30 * 86400}s`,
                ...guarded.policy,
            },
            { ...child, ...guarded.opts },
        );
        new gcp.kms.CryptoKeyIAMMember(
            `${name}-signer`,
            { cryptoKeyId: key.id, role: "roles/cloudkms.signerVerifier", member: args.signer.member },
            child,
        );
        this.version = pulumi.interpolate`${key.id}/cryptoKeyVersions/1`;
        this.registerOutputs({ version: this.version });
    }
}
