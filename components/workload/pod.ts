import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Bare } from "./container";
import { hardened } from "./container";
import type { Placement } from "./placement";
import { placement } from "./placement";
import type { VolumeArgs } from "./volumes";
import { volumes } from "./volumes";

export interface PodArgs extends Placement, VolumeArgs {
    /** Name of its service account, and its label `app.kubernetes.io/name`. */
    app: string;
    main: Bare;
    /** Run beside the main container: started before it and stopped after it. */
    sidecars: readonly Extra[];
    /** Run one after the other before the main container. */
    init: readonly Extra[];
    /** Whether every container has its cores to itself. */
    pinned: boolean;
    /** From the request to stop to the end, seconds. */
    graceSeconds: number;
}

/** A container besides the main one, and the volumes that it sees. */
export interface Extra {
    container: Bare;
    sees: readonly string[];
}

/** Nobody on the node and in no image has this id. */
const USER = 10001;

/** The one shape of pod that is deployed. @meets S1-18 */
export function podSpec(args: PodArgs): types.input.core.v1.PodSpec {
    const { volumes: found, mounts } = volumes(args);
    const harden = (container: Bare, volumeMounts: typeof mounts) =>
        hardened({ ...container, volumeMounts }, args.pinned);
    const extra = ({ container, sees }: Extra) => {
        const unknown = sees.filter((volume) => !mounts.some(({ name }) => name === volume));
        if (unknown.length > 0)
            throw new pulumi.RunError(
                `${args.app}/${container.name} sees ${unknown.join(", ")}; use ${mounts.map(({ name }) => name).join(", ")}`,
            );
        return harden(
            container,
            mounts.filter(({ name }) => sees.includes(name)),
        );
    };
    return {
        serviceAccountName: args.app,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        terminationGracePeriodSeconds: args.graceSeconds,
        securityContext: {
            runAsNonRoot: true,
            runAsUser: USER,
            runAsGroup: USER,
            fsGroup: USER,
            fsGroupChangePolicy: "OnRootMismatch",
            seccompProfile: { type: "RuntimeDefault" },
        },
        ...placement(args.app, args),
        initContainers: [
            // Before the others, which may need what they offer.
            ...args.sidecars.map((sidecar) => ({ ...extra(sidecar), restartPolicy: "Always" })),
            ...args.init.map(extra),
        ],
        containers: [harden(args.main, mounts)],
        volumes: found,
    };
}
