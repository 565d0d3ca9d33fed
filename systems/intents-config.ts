import { stringify } from "smol-toml";
import type { Intents } from "../components/settings/intents";
import { COORDINATOR_METRICS, ORACLE, ORACLE_PORT, url } from "./intents-shape";

/**
 * The coordinator's configuration file, with every field that its reader demands (atom-intents,
 * crates/config/src/config.rs at 2ade034); it takes one endpoint of a chain, and ignores the lists that hold the others
 * too. Addresses and limits only: secrets come as files of their own.
 */
export function intentsConfig(network: string, settings: Intents): string {
    const { chains, channels, settlement, solvers, oracle, relayer, fees } = settings;
    const [endpoint = "", ...fallbacks] = [...(oracle.sidecar ? [url(ORACLE, ORACLE_PORT)] : []), ...oracle.endpoints];
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
                    rpc_url: chain.rpc[0] ?? "",
                    rpc_urls: chain.rpc,
                    grpc_url: chain.grpc[0] ?? "",
                    grpc_urls: chain.grpc,
                    address_prefix: chain.prefix,
                    gas_price: chain.gasPrice,
                    fee_denom: chain.gasPrice.replace(/^[0-9.]+/, ""),
                    gas_adjustment: settings.gasAdjustment,
                },
            ]),
        ),
        solvers: {
            enabled_solvers: solvers.backends.map(({ name }) => name),
            solver_endpoints: Object.fromEntries(solvers.backends.map(({ name, endpoint }) => [name, endpoint])),
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
            provider: "slinky",
            endpoint,
            fallback_endpoints: fallbacks,
            update_interval_secs: oracle.updateSeconds,
            staleness_threshold_secs: oracle.stalenessSeconds,
        },
        relayer: {
            packet_timeout_secs: relayer.packetTimeoutSeconds,
            relay_interval_ms: relayer.intervalMs,
            // Two that relay one channel both pay for each packet.
            auto_relay_enabled: relayer.hermes === undefined,
            channels: Object.fromEntries(
                channels.map(({ from, to, channel, counterparty, connection }) => [
                    `${from}_${to}`,
                    {
                        source_chain: from,
                        destination_chain: to,
                        channel_id: channel,
                        counterparty_channel_id: counterparty,
                        connection_id: connection,
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
