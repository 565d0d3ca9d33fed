import type { Intents } from "../components/settings/intents";
import type { Metrics } from "../components/workload/metrics";

export const NAMESPACE = "intents";
export const COORDINATOR = { pods: "coordinator", namespace: NAMESPACE };
export const WEB = { pods: "web", namespace: NAMESPACE };
/** A release of the web UI that is tried beside the present one. */
export const CANDIDATE = { pods: "web-candidate", namespace: NAMESPACE };
/** Connect, which prices what is traded. */
export const ORACLE = { pods: "oracle", namespace: NAMESPACE };
/** Hermes, which carries the packets of settlements. */
export const RELAYER = { pods: "relayer", namespace: NAMESPACE };

export const COORDINATOR_PORTS = { http: 8080 } as const;
export const COORDINATOR_METRICS: Metrics = { port: "metrics", number: 9090, path: "/metrics" };
export const WEB_PORT = 8080;
export const ORACLE_PORT = 8080;
/** Connect's own default. */
export const ORACLE_METRICS: Metrics = { port: "metrics", number: 8002, path: "/metrics" };

/** Address inside the cluster. */
export const url = ({ pods, namespace }: { pods: string; namespace: string }, port: number) =>
    `http://${pods}.${namespace}.svc:${port}`;

/** What serves pages, with its image. */
export const websOf = ({ images, web: { candidate } }: Intents) => [
    { ...WEB, image: images.web },
    ...(candidate ? [{ ...CANDIDATE, image: candidate.image }] : []),
];
