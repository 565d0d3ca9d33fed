import { counter, gauge, histogram } from "./metric";

/** What agent servers have to emit; today they emit nothing. Values are those of their own success criteria. */
export const agents = {
    program: "agent and MCP servers",
    source: "requirements S4-10, S4-11 and S4-14",
    emitted: "contract",
    metrics: {
        cacheRequests: counter(
            "agents_cache_requests_total",
            "requests",
            "Look-ups in the cache; `result` is `hit` or `miss`",
            ["cache", "result"],
        ),
        rpcFailover: histogram(
            "agents_rpc_failover_duration_seconds",
            "seconds",
            "Time from a provider's first error until another answered",
            [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
            ["chain"],
        ),
        rpcRequests: counter(
            "agents_rpc_requests_total",
            "requests",
            "Requests to RPC providers; `result` is `ok` or `error`",
            ["chain", "provider", "result"],
        ),
        nonces: counter(
            "agents_nonce_reservations_total",
            "nonces",
            "Nonces reserved; `result` is `ok` or `collision`",
            ["chain", "result"],
        ),
        queryDuration: histogram(
            "agents_query_duration_seconds",
            "seconds",
            "Time that a query took",
            [0.1, 0.25, 0.5, 1, 2, 5, 10],
            ["server"],
        ),
        simulationDuration: histogram(
            "agents_simulation_duration_seconds",
            "seconds",
            "Time that a simulation took",
            [0.5, 1, 2, 5, 10, 30],
            ["chain"],
        ),
        broadcasts: counter(
            "agents_transactions_broadcast_total",
            "transactions",
            "Transactions sent; `simulated` is `true` or `false`",
            ["chain", "simulated"],
        ),
        webSocketUp: gauge("agents_websocket_connected", "0 or 1", "Whether a subscription is connected", [
            "chain",
            "provider",
        ]),
        redisUp: gauge("agents_redis_up", "0 or 1", "Whether Redis answered the last time that it was asked"),
    },
} as const;
