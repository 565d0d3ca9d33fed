import { counter, gauge } from "./metric";

/**
 * Balances of accounts. Each endpoint has series of its own, and a gauge keeps its last value while its endpoint fails.
 * Exporters that ask RPC providers themselves put their addresses, and the keys in them, into labels: `path` here, `url` in
 * smartcontractkit/Blockchain-RPC-Exporter. So this one asks endpoints without keys, and the executor tells about its own.
 * Source: pkg/exporter/jobs/account.go and pkg/exporter/api/metrics.go of the release 1.1.0.
 */
export const ethAddress = {
    program: "ethereum-address-metrics-exporter 1.1",
    source: "github.com/ethpandaops/ethereum-address-metrics-exporter pkg/exporter at v1.1.0",
    emitted: "yes",
    metrics: {
        balance: gauge("eth_address_account_balance", "wei", "Balance of an account", ["name", "address", "execution"]),
        errors: counter("eth_address_account_errors_total", "reads", "Reads of a balance that failed", [
            "name",
            "address",
            "execution",
        ]),
        requests: counter("eth_address_http_request_count", "requests", "Requests to endpoints", [
            "method",
            "path",
            "api_method",
            "execution",
        ]),
    },
} as const;
