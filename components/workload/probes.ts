import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** Ports of a container by name. */
export type Ports = Readonly<Record<string, number>>;

/** A question to a container; ports are the names of its own. A string is the path of an HTTP GET on its port `http`. */
export type Probe =
    | string
    | { http: string; port: string }
    | { tcp: string }
    /** The gRPC health protocol, for one service of several if it is named. */
    | { grpc: string; service?: string }
    | { exec: readonly string[] };

/** What is asked of a container, each for its own purpose. @meets S1-09 */
export interface Probes {
    /** Whether it has started; the others wait for it. */
    startup: Probe;
    /** Whether it can serve now. A pod that must be found while it cannot, as a sentry by its signer, says why. */
    readiness: Probe | { none: string };
    /** Whether it lives; it is restarted if not. */
    liveness: Probe;
    /** Longest time to start, seconds. Default 300. */
    startupSeconds?: number;
}

const STARTUP_PERIOD = 5;

/** The three probes of a container. */
export function probes(name: string, { startup, readiness, liveness, startupSeconds = 300 }: Probes, ports: Ports) {
    const ask = (probe: Probe) => handler(name, probe, ports);
    return {
        startupProbe: {
            ...ask(startup),
            periodSeconds: STARTUP_PERIOD,
            failureThreshold: Math.ceil(startupSeconds / STARTUP_PERIOD),
        },
        ...(isProbe(readiness) && { readinessProbe: { ...ask(readiness), periodSeconds: 5, failureThreshold: 3 } }),
        livenessProbe: { ...ask(liveness), periodSeconds: 20, failureThreshold: 3 },
    };
}

/** Why a container has no readiness probe, if it has none. */
export const unprobed = ({ readiness }: Probes): string | undefined =>
    isProbe(readiness) ? undefined : readiness.none;

const isProbe = (probe: Probe | { none: string }): probe is Probe => typeof probe === "string" || !("none" in probe);

/** How the kubelet asks. */
export function handler(
    name: string,
    probe: Probe,
    ports: Ports,
): Pick<types.input.core.v1.Probe, "httpGet" | "tcpSocket" | "grpc" | "exec"> {
    if (typeof probe === "string") return { httpGet: { path: probe, port: named(name, "http", ports).name } };
    if ("http" in probe) return { httpGet: { path: probe.http, port: named(name, probe.port, ports).name } };
    if ("tcp" in probe) return { tcpSocket: { port: named(name, probe.tcp, ports).name } };
    // The kubelet takes no names here.
    if ("grpc" in probe) {
        const { number } = named(name, probe.grpc, ports);
        return { grpc: { port: number, ...(probe.service !== undefined && { service: probe.service }) } };
    }
    return { exec: { command: [...probe.exec] } };
}

function named(workload: string, port: string, ports: Ports): { name: string; number: number } {
    const number = ports[port];
    if (number === undefined)
        throw new pulumi.RunError(
            `${workload} asks its port ${port}, which it does not have; use ${Object.keys(ports).join(", ") || "exec"}`,
        );
    return { name: port, number };
}
