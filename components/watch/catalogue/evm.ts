import { gauge } from "./metric";

/** Source: README of github.com/blockscout/eth-rpc-exporter, port 8000. */
export const ethRpc = {
    program: "eth-rpc-exporter",
    source: "github.com/blockscout/eth-rpc-exporter",
    emitted: "yes",
    metrics: {
        up: gauge("eth_rpc_up", "0 or 1", "Whether an endpoint answers", ["name"]),
        latestBlockTimestamp: gauge("eth_rpc_latest_block_timestamp", "Unix seconds", "Time of its latest block", [
            "name",
        ]),
    },
} as const;

/** Source: pkg/exporter/jobs/account.go of github.com/ethpandaops/ethereum-address-metrics-exporter. */
export const ethAddress = {
    program: "ethereum-address-metrics-exporter",
    source: "github.com/ethpandaops/ethereum-address-metrics-exporter",
    emitted: "yes",
    metrics: {
        balance: gauge("eth_address_account_balance", "wei", "Balance of an address", ["name", "address", "role"]),
    },
} as const;
