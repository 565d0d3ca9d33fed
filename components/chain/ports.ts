import type { Metrics } from "../workload/metrics";

/** Ports of a CometBFT node and of what stands around it. Container, Service, probe and path take them from here. */
export const P2P_PORT = 26656;
export const RPC_PORT = 26657;
export const REST_PORT = 1317;
export const GRPC_PORT = 9090;
/** Where a node waits for its signer, which dials it. */
export const PRIVVAL_PORT = 1234;
/** Where cosigners talk to each other. */
export const COSIGNER_PORT = 2222;

export const COMETBFT_METRICS: Metrics = { port: "metrics", number: 26660, path: "/metrics" };

/** Cosmos SDK telemetry is part of the REST server, and speaks Prometheus' language only if asked to. @meets S1-28 */
export const SDK_METRICS: Metrics = {
    port: "rest",
    number: REST_PORT,
    path: "/metrics",
    params: { format: "prometheus" },
};

/** Horcrux's debug server. */
export const HORCRUX_METRICS: Metrics = { port: "metrics", number: 6001, path: "/metrics" };

export const HERMES_METRICS: Metrics = { port: "metrics", number: 3001, path: "/metrics" };
