import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Google } from "./google";
import { declareKeyRing } from "./key-ring";

export interface SigningRingArgs {
    google: Google;
    /** Multi-region or region whose HSMs hold the keys. Another one is another ring, other keys and other addresses. */
    location: string;
    /** Google group that administers the keys. Default nobody but the project's owners. */
    administrators?: string | undefined;
}

/**
 * The ring of all keys that sign. It stays where it is when the active region moves: a key of another region would be
 * another address on the chain. Who administers it may not sign: the role `cloudkms.admin` holds no right to use a key.
 */
export class SigningRing extends pulumi.ComponentResource {
    readonly google: Google;
    readonly ring: gcp.kms.KeyRing;

    constructor(name: string, args: SigningRingArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:SigningRing", name, {}, opts);
        const child = { parent: this, provider: args.google.provider };
        this.google = args.google;
        this.ring = declareKeyRing(name, args, child);
        if (args.administrators)
            new gcp.kms.KeyRingIAMMember(
                `${name}-administrators`,
                { keyRingId: this.ring.id, role: "roles/cloudkms.admin", member: `group:${args.administrators}` },
                child,
            );
        this.registerOutputs({ ring: this.ring.id });
    }
}
