import type { Pods } from "../components/boundary/paths";
import { REST_PORT, RPC_PORT } from "../components/chain/ports";
import type { Backend, Route } from "../components/edge/route";
import type { PublicName } from "../components/settings/paw-public";
import { publicName } from "../components/settings/paw-public";
import { EXPLORER, FAUCET_PAGES, FULL_NODE, STATUS, WEB_PORT } from "./paw-shape";

const pages = ({ pods, namespace }: Required<Pods>, readiness: string, timeoutSeconds = 30) => ({
    namespace,
    workload: pods,
    port: WEB_PORT,
    readiness,
    timeoutSeconds,
});

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
    explorer: pages(EXPLORER, "/health", 3600),
    faucet: pages(FAUCET_PAGES, "/health"),
    status: pages(STATUS, "/healthz"),
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
    explorer: { exact: ["/", "/health", "/ws"], prefixes: ["/api/v1", "/assets"] },
    faucet: {
        exact: ["/", "/index.html", "/app.js", "/styles.css", "/health", "/api/v1/health"],
        prefixes: ["/api/v1/faucet"],
    },
    status: { exact: ["/", "/healthz", "/api/status"], prefixes: [] },
};

/** Who is behind a Service that the load balancer knows. */
const podsBehind = ({ workload }: Backend) =>
    [EXPLORER, FAUCET_PAGES, STATUS].find(({ pods }) => pods === workload) ?? FULL_NODE;

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
