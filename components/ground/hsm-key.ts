import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { guarded } from "./guard";
import type { Identity } from "./identity";
import { pinned, refuse } from "./refuse";
import type { CloudKmsKey } from "./signing-key";
import { refuseAlgorithm } from "./signing-key";
import type { SigningRing } from "./signing-ring";

export interface HsmKeyArgs {
    ring: SigningRing;
    /** The one algorithm that Cloud HSM holds and that chains accept for accounts. */
    algorithm: CloudKmsKey["algorithm"];
    /** Version that signs, from 1. A new version is a new address on the chain, so it is never the newest by itself. */
    version: number;
    /** The one workload that may sign. */
    signer: Identity;
    /** Asymmetric keys do not rotate: Cloud KMS refuses it, and a new version is a new address. */
    rotationPeriod?: never;
}

/**
 * An account key that never leaves the HSM: workloads get its name and the right to sign, never the key.
 * @meets S0-07, S2-01
 */
export class HsmKey extends pulumi.ComponentResource implements CloudKmsKey {
    readonly custody = "cloud-kms";
    readonly algorithm = "EC_SIGN_SECP256K1_SHA256";
    readonly version: pulumi.Output<string>;

    constructor(name: string, args: HsmKeyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:HsmKey", name, {}, opts);
        refuseAlgorithm(name, "cloud-kms", args.algorithm);
        const version = pinned(name, args.version);
        if (args.rotationPeriod !== undefined)
            refuse(
                name,
                "has a rotation period, which Cloud KMS takes for ENCRYPT_DECRYPT keys only",
                "make another version, move the funds to its address, and pin it",
            );
        const child = { parent: this, provider: args.ring.google.provider };

        const key = new gcp.kms.CryptoKey(
            name,
            {
                name,
                keyRing: args.ring.ring.id,
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
        this.version = pulumi.interpolate`${key.id}/cryptoKeyVersions/${version}`;
        this.registerOutputs({ version: this.version });
    }
}
