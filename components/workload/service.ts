import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Ports } from "./probes";

export interface ServiceArgs {
    metadata: { name: string; namespace: string; labels: Record<string, string> };
    selector: Record<string, string>;
    ports: Ports;
    /** A name for each pod instead of one address for all, and before they are ready: members look for each other. */
    headless?: true;
    /** Found before it is ready, because it only gets ready once it was found. */
    early?: true;
    /** Nothing runs behind it here, so nobody may wait for its first endpoint. */
    empty?: boolean;
}

/** Pods under one name, inside the cluster; what the internet reaches is the edge's. */
export const declareService = (
    name: string,
    { metadata, selector, ports, headless, early, empty }: ServiceArgs,
    child: pulumi.CustomResourceOptions,
) =>
    new kubernetes.core.v1.Service(
        name,
        {
            metadata: { ...metadata, ...(empty && { annotations: { "pulumi.com/skipAwait": "true" } }) },
            spec: {
                type: "ClusterIP",
                ...(headless && { clusterIP: "None" }),
                ...((headless || early) && { publishNotReadyAddresses: true }),
                selector,
                ports: Object.entries(ports).map(([port, number]) => ({ name: port, port: number, targetPort: port })),
            },
        },
        child,
    );
