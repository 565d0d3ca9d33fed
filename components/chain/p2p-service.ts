import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../boundary/namespace";
import { P2P_PORT } from "./ports";

export interface P2pServiceArgs {
    namespace: Namespace;
    /** The one workload behind it. */
    app: string;
    /** Its address on the internet. */
    address: pulumi.Input<string>;
}

/**
 * What peers on the chain's network dial: one sentry, at an address of its own, because CometBFT keeps addresses and
 * forgets names. The load balancer passes packets on as they are, so a sentry sees and bans its peers by their own
 * addresses; GKE makes the firewall rule that lets them in to this port. @meets S1-15
 */
export const declareP2pService = (name: string, args: P2pServiceArgs, child: pulumi.CustomResourceOptions) =>
    new kubernetes.core.v1.Service(
        name,
        {
            metadata: {
                name: `${args.app}-p2p`,
                namespace: args.namespace.namespace,
                labels: { "app.kubernetes.io/part-of": args.namespace.namespace },
            },
            spec: {
                type: "LoadBalancer",
                loadBalancerClass: "networking.gke.io/l4-regional-external",
                loadBalancerIP: args.address,
                loadBalancerSourceRanges: ["0.0.0.0/0"],
                externalTrafficPolicy: "Local",
                allocateLoadBalancerNodePorts: false,
                selector: { "app.kubernetes.io/name": args.app },
                ports: [{ name: "p2p", port: P2P_PORT, targetPort: "p2p" }],
            },
        },
        child,
    );
