import type { types } from "@pulumi/kubernetes";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { POOL_LABEL } from "../ground/node-pool";

/** Where a pod runs. */
export interface Placement {
    /** Node pool, default any that is not dedicated. */
    pool?: string | undefined;
    /** Zone, default any of the region's. For what must not share a zone with its like. */
    zone?: string | undefined;
    /** Never two on one node: a replica without a node of its own waits for one. */
    onePerNode?: boolean | undefined;
    /** Makes room for itself: nothing else can do its work meanwhile. */
    first?: boolean | undefined;
}

/** Name of the priority of single writers in every cluster. */
export const WRITER_PRIORITY = "slipway-writer";

/** Its value is above the default of 0 and far below the system's own, which begin at 2 billion. */
export const declareWriterPriority = (name: string, child: pulumi.CustomResourceOptions) =>
    new kubernetes.scheduling.v1.PriorityClass(
        name,
        {
            metadata: { name: WRITER_PRIORITY },
            value: 1_000_000,
            globalDefault: false,
            description: "What runs exactly once and so has no other replica to take over.",
        },
        child,
    );

/** Spread over zones and nodes, on the right pool, and nobody's neighbour where that is asked. */
export function placement(
    app: string,
    { pool, zone, onePerNode, first }: Placement,
): Pick<
    types.input.core.v1.PodSpec,
    "topologySpreadConstraints" | "affinity" | "nodeSelector" | "tolerations" | "priorityClassName"
> {
    const labelSelector = { matchLabels: { "app.kubernetes.io/name": app } };
    return {
        topologySpreadConstraints: ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
            topologyKey,
            maxSkew: 1,
            // A hard constraint would make a drain wait for room that is only there after the drain.
            whenUnsatisfiable: "ScheduleAnyway",
            labelSelector,
        })),
        ...(onePerNode && {
            affinity: {
                podAntiAffinity: {
                    requiredDuringSchedulingIgnoredDuringExecution: [
                        { topologyKey: "kubernetes.io/hostname", labelSelector },
                    ],
                },
            },
        }),
        ...((pool || zone) && {
            nodeSelector: { ...(pool && { [POOL_LABEL]: pool }), ...(zone && { "topology.kubernetes.io/zone": zone }) },
        }),
        ...(pool && {
            tolerations: [{ key: POOL_LABEL, operator: "Equal", value: pool, effect: "NoSchedule" }],
        }),
        ...(first && { priorityClassName: WRITER_PRIORITY }),
    };
}
