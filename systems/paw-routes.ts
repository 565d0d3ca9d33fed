import { REST_PORT, RPC_PORT } from "../components/chain/ports";
import type { Backend, Route } from "../components/edge/route";
import type { PublicName } from "../components/settings/paw";
import { publicName } from "../components/settings/paw";
import { EXPLORER, EXPLORER_PORT, FULL_NODE } from "./paw-shape";

/** What answers under each first part of a host name. */
const BACKENDS: Readonly<Record<PublicName, Omit<Backend, "candidate">>> = {
    rest: {
        namespace: FULL_NODE.namespace,
        workload: "rest",
        port: REST_PORT,
        readiness: "/cosmos/base/tendermint/v1beta1/node_info",
    },
    // People stay on a WebSocket for the next block.
    rpc: {
        namespace: FULL_NODE.namespace,
        workload: "rpc",
        port: RPC_PORT,
        readiness: "/health",
        timeoutSeconds: 3600,
    },
    explorer: {
        namespace: EXPLORER.namespace,
        workload: EXPLORER.pods,
        port: EXPLORER_PORT,
        readiness: "/health",
        timeoutSeconds: 3600,
    },
};

/**
 * Paths that are for everybody. JSON-RPC goes to `/`; CometBFT answers its unsafe methods nowhere, since they are off.
 * REST: the modules of the SDK, of IBC and of PAW; `/metrics` is on the same port and for Prometheus alone.
 */
const PATHS: Readonly<Record<PublicName, Pick<Route, "exact" | "prefixes">>> = {
    rest: { prefixes: ["/cosmos", "/ibc", "/paw"] },
    rpc: {
        exact: ["/", "/websocket"],
        prefixes: [
            ...["/health", "/status", "/net_info", "/genesis_chunked", "/abci_info", "/abci_query"],
            ...["/block", "/block_by_hash", "/block_results", "/block_search", "/blockchain", "/commit", "/header"],
            ...["/validators", "/consensus_params", "/tx", "/tx_search", "/unconfirmed_txs", "/num_unconfirmed_txs"],
            ...["/check_tx", "/broadcast_tx_async", "/broadcast_tx_sync", "/broadcast_evidence"],
        ],
    },
    explorer: { exact: ["/health", "/ws"], prefixes: ["/api/v1"] },
};

/** Who is behind a Service that the load balancer knows. */
const podsBehind = ({ workload }: Backend) => (workload === EXPLORER.pods ? EXPLORER : FULL_NODE);

/** Pods that the load balancer reaches. */
export const exposedPods = (routes: readonly Route[]) => routes.map(({ to }) => ({ ...podsBehind(to), port: to.port }));

/** Services of full nodes that are only there for the load balancer. */
export const answersOf = (routes: readonly Route[]) =>
    routes
        .map(({ to }) => ({ name: to.workload, pods: podsBehind(to).pods, port: to.port }))
        .filter(({ name, pods }) => name !== pods);

/** What the chain answers on its hosts. */
export const pawRoutes = (hosts: readonly string[]): Route[] =>
    hosts.flatMap((host) => {
        const name = publicName(host);
        return name ? [{ host, ...PATHS[name], to: BACKENDS[name] }] : [];
    });
