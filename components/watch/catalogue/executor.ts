import { counter, gauge } from "./metric";

/** What an EVM executor has to emit; no public program does. */
export const executor = {
    program: "EVM executor",
    source: "requirements S2-05 to S2-13 and S2-19",
    emitted: "contract",
    metrics: {
        transactions: counter(
            "executor_transactions_total",
            "transactions",
            "Transactions sent; `status` is `succeeded` or `failed`",
            ["status"],
        ),
        guardFailures: counter("executor_guard_failures_total", "failures", "Guards that stopped a transaction", [
            "guard",
        ]),
        gasUsed: gauge("executor_tx_gas_used", "gas", "Gas that the last transaction of a strategy used", ["strategy"]),
        blockGasLimit: gauge("executor_block_gas_limit", "gas", "Gas limit of the latest block"),
        oracleUpdatedAt: gauge(
            "executor_oracle_updated_at_seconds",
            "Unix seconds",
            "updatedAt of the latest round of a price feed",
            ["feed"],
        ),
        oracleHeartbeat: gauge(
            "executor_oracle_heartbeat_seconds",
            "seconds",
            "Longest time between two updates that the feed promises",
            ["feed"],
        ),
        healthFactor: gauge("executor_position_health_factor", "ratio", "Health factor of a position", [
            "protocol",
            "position",
        ]),
        slippage: gauge(
            "executor_slippage_ratio",
            "ratio",
            "Expected over received, less one, of the last trade of a strategy",
            ["strategy"],
        ),
        nonceGap: gauge("executor_nonce_gap", "transactions", "Pending nonce less confirmed nonce of its account", [
            "account",
        ]),
        rpcRequests: counter(
            "executor_rpc_requests_total",
            "requests",
            "Requests to RPC providers; `result` is `ok` or `error`",
            ["provider", "result"],
        ),
        rpcLatestBlockAt: gauge(
            "executor_rpc_latest_block_timestamp_seconds",
            "Unix seconds",
            "Time of the latest block that a provider showed",
            ["provider"],
        ),
    },
} as const;
