import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../ground/cluster";
import type { Google } from "../ground/google";
import type { Network } from "../ground/network";
import { P2P_PORT } from "./ports";

export interface P2pFirewallArgs {
    google: Google;
    network: Network;
    cluster: Cluster;
}

/** Lets a cluster's nodes out to peers, which network policies leave to sentries. The way in comes with their load balancers. */
export class P2pFirewall extends pulumi.ComponentResource {
    constructor(name: string, args: P2pFirewallArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:chain:P2pFirewall", name, {}, opts);
        new gcp.compute.Firewall(
            name,
            {
                name,
                network: args.network.network.id,
                description: "peers on the chain's network; network policies decide which pods",
                direction: "EGRESS",
                priority: 2000,
                destinationRanges: ["0.0.0.0/0"],
                targetServiceAccounts: [args.cluster.nodes.email],
                allows: [{ protocol: "tcp", ports: [String(P2P_PORT)] }],
            },
            { parent: this, provider: args.google.provider },
        );
        this.registerOutputs();
    }
}
