import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Ports, Probe } from "./probes";
import { handler } from "./probes";

/** How a container is told to take no new work, before it is asked to stop. */
export type DrainCall = Extract<Probe, string | { http: string } | { exec: readonly string[] }>;

/** How a pod ends what it has begun. @meets S0-27, S1-06 */
export interface Drain {
    /** Longest time to finish work in flight after the request to stop, seconds. Default 30. */
    drainSeconds?: number;
    /** A path of its port `http`, a path and a port, or a command. Default: only wait for the load balancers. */
    drainCall?: DrainCall;
}

/** Seconds for load balancers to notice that a stopping pod takes no more requests. */
const DEREGISTRATION_SECONDS = 10;

/**
 * What GKE waits for at most, whatever a pod asks: an hour when it upgrades or repairs a node, ten minutes when the
 * autoscaler takes a node away (Google's documentation of node upgrades and of the cluster autoscaler).
 */
const UPGRADE_SECONDS = 3600;
const SCALE_DOWN_SECONDS = 600;

/** From the request to stop to the end, seconds; refused if GKE would not wait that long. */
export function graceSeconds(name: string, { drainSeconds = 30 }: Drain): number {
    const grace = DEREGISTRATION_SECONDS + drainSeconds;
    if (drainSeconds < 1) throw new pulumi.RunError(`${name} drains for ${drainSeconds} s; give it 1 s at least`);
    if (grace > UPGRADE_SECONDS)
        throw new pulumi.RunError(
            `${name} drains for ${drainSeconds} s; a node upgrade waits ${UPGRADE_SECONDS - DEREGISTRATION_SECONDS} s ` +
                "at most: drain the rest by a call before the rollout",
        );
    return grace;
}

/** Whether the autoscaler would cut the drain short, and so must leave the pod's node alone. */
export const outlastsScaleDown = (grace: number): boolean => grace > SCALE_DOWN_SECONDS;

/** What runs before the request to stop; the time it takes counts as grace. */
export function lifecycle(name: string, { drainCall }: Drain, ports: Ports): types.input.core.v1.Lifecycle {
    if (drainCall === undefined) return { preStop: { sleep: { seconds: DEREGISTRATION_SECONDS } } };
    return { preStop: handler(name, drainCall, ports) };
}
