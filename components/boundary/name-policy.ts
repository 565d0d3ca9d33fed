import type * as pulumi from "@pulumi/pulumi";
import { customResource } from "./custom/custom-resource";
import type { Namespace } from "./namespace";

export interface NamePolicyArgs {
    namespace: Namespace;
    /** Pods by the value of their label `app.kubernetes.io/name`. */
    workload: string;
    /** Exact name. */
    host: string;
    /** TCP ports; `udp` adds the same ports over UDP. */
    ports: readonly number[];
    udp?: boolean;
    why: string;
}

/**
 * Lets pods out to one host by its name. GKE watches what the cluster's DNS answers and allows those addresses for as
 * long as they live; it adds to what network policies allow. One name in each policy, because a policy may come to 50
 * addresses at most (cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies).
 */
export const declareNamePolicy = (
    name: string,
    { namespace, workload, host, ports, udp, why }: NamePolicyArgs,
    parent: pulumi.Resource,
) =>
    customResource(
        "FQDNNetworkPolicy",
        `${name}-${host}`,
        {
            metadata: {
                name: `${workload}-${host}`,
                namespace: namespace.namespace,
                annotations: { "slipway.dev/why": `${workload} to ${host}: ${why}` },
            },
            spec: {
                podSelector: { matchLabels: { "app.kubernetes.io/name": workload } },
                egress: [
                    {
                        matches: [{ name: host }],
                        ports: (udp ? (["UDP", "TCP"] as const) : (["TCP"] as const)).flatMap((protocol) =>
                            ports.map((port) => ({ protocol, port })),
                        ),
                    },
                ],
            },
        },
        { ...namespace.child, parent },
    );
