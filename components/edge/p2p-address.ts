import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Google } from "../ground/google";
import { guarded } from "../ground/guard";

/** The address that a sentry's peers know it by. It is in their address books, so it must outlive pods and clusters. */
export class P2pAddress extends pulumi.ComponentResource {
    /** For the sentry's `external_address` and its Service's `loadBalancerIP`. */
    readonly address: pulumi.Output<string>;

    constructor(name: string, args: { google: Google; region: string }, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:edge:P2pAddress", name, {}, opts);
        const address = new gcp.compute.Address(
            name,
            {
                name,
                region: args.region,
                addressType: "EXTERNAL",
                networkTier: "PREMIUM",
                description: "Peers on the chain's network know this address",
                ...guarded.policy,
            },
            { parent: this, provider: args.google.provider, dependsOn: args.google.ready, ...guarded.opts },
        );
        this.address = address.address;
        this.registerOutputs({ address: this.address });
    }
}
