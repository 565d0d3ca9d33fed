import * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../boundary/namespace";
import type { Secret } from "../ground/secret";
import { declareBudget } from "../workload/elasticity";
import type { NodeArgs } from "./node";
import { Node, ROLE } from "./node";
import { declareP2pService } from "./p2p-service";

export interface SentryArgs extends NodeArgs {
    nodeKey: Secret;
    /** The address that its peers know it by. It must outlive the sentry. */
    address: pulumi.Input<string>;
    /** Whether the signer is in this site. Without it, a node that waits for one never starts. */
    signed: boolean;
    seeds: readonly string[];
    /** `<node id>@<host>:<port>` of nodes to stay with: other sentries, and other people's. */
    peers: readonly string[];
    /** Node ids that it tells nobody. */
    hidden: readonly string[];
}

/** A node that faces the chain's network, so that the validator need not. */
export class Sentry extends pulumi.ComponentResource {
    constructor(name: string, args: SentryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:chain:Sentry", name, {}, opts);
        const { app, chain, namespace } = args;
        new Node(
            name,
            {
                ...args,
                role: "sentry",
                scale: (storage) => ({ members: 1, storage }),
                comet: {
                    signed: args.signed,
                    pex: true,
                    seeds: args.seeds,
                    persistentPeers: args.peers,
                    privatePeers: args.hidden,
                },
                sdk: { pruning: chain.pruning, grpc: false },
            },
            { parent: this },
        );
        declareP2pService(
            `${name}-p2p`,
            { namespace, app, address: args.address },
            { ...namespace.child, parent: this },
        );
        this.registerOutputs();
    }
}

/** Of a site's sentries, one may be away: each is a set of one, and the validator needs another. */
export const declareSentryBudget = (name: string, namespace: Namespace, sentries: number, parent: pulumi.Resource) =>
    declareBudget(
        name,
        {
            metadata: { name: "sentry", namespace: namespace.namespace },
            selector: { [ROLE]: "sentry" },
            setsOfOne: sentries,
        },
        { ...namespace.child, parent },
    );
