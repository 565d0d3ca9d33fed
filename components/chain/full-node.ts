import * as pulumi from "@pulumi/pulumi";
import type { AppConfig } from "./app-config";
import type { NodeArgs } from "./node";
import { Node } from "./node";

export interface FullNodeArgs extends NodeArgs {
    members: number;
    /** Keeps every state since genesis. Such a node offers no snapshots, which it would have to prune around. */
    archive?: true;
    snapshots: NonNullable<AppConfig["snapshots"]>;
    /** `<node id>@<host>:<port>` of the sentries that it follows. */
    sentries: readonly string[];
}

/** Nodes that answer questions and sign nothing. Nobody knows them by their node ids, so they make their own. */
export class FullNode extends pulumi.ComponentResource {
    constructor(name: string, args: FullNodeArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:chain:FullNode", name, {}, opts);
        const { archive, chain, members, sentries, snapshots } = args;
        new Node(
            name,
            {
                ...args,
                role: archive ? "archive-node" : "full-node",
                scale: (storage) => ({ members, storage }),
                comet: { signed: false, pex: false, persistentPeers: sentries },
                sdk: { grpc: true, ...(!archive && { pruning: chain.pruning, snapshots }) },
            },
            { parent: this },
        );
        this.registerOutputs();
    }
}
