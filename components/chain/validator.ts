import * as pulumi from "@pulumi/pulumi";
import type { Secret } from "../ground/secret";
import type { NodeArgs } from "./node";
import { Node } from "./node";

export interface ValidatorArgs extends NodeArgs {
    nodeKey: Secret;
    /** `<node id>@<host>:<port>` of its sentries, the only nodes that it ever talks to. */
    sentries: readonly string[];
}

/**
 * The node that proposes blocks. There is no argument by which it could get a consensus key: it waits for a signer, which
 * dials it, and runs in the active site alone.
 */
export class Validator extends pulumi.ComponentResource {
    constructor(name: string, args: ValidatorArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:chain:Validator", name, {}, opts);
        new Node(
            name,
            {
                ...args,
                role: "validator",
                scale: (storage) => ({ writer: "one", storage }),
                comet: { signed: true, pex: false, persistentPeers: args.sentries },
                sdk: { pruning: args.chain.pruning, grpc: false },
            },
            { parent: this },
        );
        this.registerOutputs();
    }
}
