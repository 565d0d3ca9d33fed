import { stringify } from "smol-toml";
import type { Intents } from "../components/settings/intents";
import type { Metrics } from "../components/workload/metrics";

export const COORDINATOR_PORTS = { http: 8080 } as const;
export const COORDINATOR_METRICS: Metrics = { port: "metrics", number: 9090, path: "/metrics" };

/** The coordinator's configuration file. Addresses and limits only: secrets come as files of their own. */
export function intentsConfig(network: string, settings: Intents): string {
    const { chains, channels, settlement, solvers, oracle, relayer, fees } = settings;
    return stringify({
        network: {
            environment: network,
            log_level: settings.logLevel,
            metrics_enabled: true,
            metrics_port: COORDINATOR_METRICS.number,
        },
        chains: Object.fromEntries(
            chains.map((chain) => [
                chain.name,
                {
                    chain_id: chain.id,
                    rpc_urls: chain.rpc,
                    grpc_urls: chain.grpc,
                    address_prefix: chain.prefix,
                    gas_price: chain.gasPrice,
                },
            ]),
        ),
        solvers: {
            min_profit_bps: solvers.minProfitBps,
            max_slippage_bps: solvers.maxSlippageBps,
            quote_timeout_ms: solvers.quoteTimeoutMs,
            max_concurrent_solvers: solvers.maxConcurrent,
        },
        settlement: {
            contract_address: settlement.contract,
            timeout_secs: settlement.timeoutSeconds,
            max_batch_size: settlement.maxBatchSize,
            min_confirmations: settlement.minConfirmations,
        },
        oracle: {
            endpoint: oracle.endpoints[0] ?? "",
            fallback_endpoints: oracle.endpoints.slice(1),
            update_interval_secs: oracle.updateSeconds,
            staleness_threshold_secs: oracle.stalenessSeconds,
        },
        relayer: {
            packet_timeout_secs: relayer.packetTimeoutSeconds,
            relay_interval_ms: relayer.intervalMs,
            channels: Object.fromEntries(
                channels.map(({ from, to, channel, counterparty }) => [
                    `${from}_${to}`,
                    {
                        source_chain: from,
                        destination_chain: to,
                        channel_id: channel,
                        counterparty_channel_id: counterparty,
                        port_id: "transfer",
                    },
                ]),
            ),
        },
        fees: {
            protocol_fee_bps: fees.protocolBps,
            solver_fee_bps: fees.solverBps,
            fee_recipient: fees.recipient,
        },
    });
}
