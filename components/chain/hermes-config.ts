import { stringify } from "smol-toml";
import { HERMES_METRICS } from "./ports";

/** Where the keys lie, `<chain id>/keyring-test/<KEY_NAME>.json` each. */
export const KEYS_DIR = "/keys";
export const KEY_NAME = "relayer";

/** A chain as Hermes sees it. */
export interface RelayedChain {
    id: string;
    rpc: string;
    /** WebSocket address for events. */
    events: string;
    grpc: string;
    /** Our own node, whose headers need no proof. */
    trusted: boolean;
    prefix: string;
    /** Such as `0.025upaw`. */
    gasPrice: string;
    trustingDays: number;
    maxBlockSeconds: number;
    /** Port and channel on this chain. */
    channels: readonly (readonly [port: string, channel: string])[];
}

/** A chain that others run: asked over TLS, at hosts that speak it on port 443. */
export const outsideChain = (chain: Omit<RelayedChain, "events" | "trusted">): RelayedChain => ({
    ...chain,
    rpc: `${chain.rpc}:443`,
    events: `${chain.rpc.replace("https:", "wss:")}:443/websocket`,
    grpc: `${chain.grpc}:443`,
    trusted: false,
});

/**
 * The kinds of key store that Hermes 1.13 has (`enum Store` in crates/relayer/src/keyring.rs). Both are plain: `Test`
 * reads files, `Memory` forgets. There is none of an operating system's, and a configuration that asks for it is refused.
 */
type KeyStore = "Test" | "Memory";
const KEY_STORE: KeyStore = "Test";

/** Hermes' config.toml. */
export const hermesConfig = (chains: readonly RelayedChain[]): string =>
    stringify({
        global: { log_level: "info" },
        mode: {
            clients: { enabled: true, refresh: true, misbehaviour: true },
            // Connections and channels are made once, by people; a relayer that opens them pays for strangers' attempts.
            connections: { enabled: false },
            channels: { enabled: false },
            packets: { enabled: true, clear_interval: 100, clear_on_start: true, tx_confirmation: true },
        },
        rest: { enabled: false, host: "127.0.0.1", port: 3000 },
        // On every address: Prometheus comes from another pod, and network policies let nobody else in.
        telemetry: { enabled: true, host: "0.0.0.0", port: HERMES_METRICS.number },
        chains: chains.map(hermesChain),
    });

const hermesChain = (chain: RelayedChain) => ({
    id: chain.id,
    type: "CosmosSdk",
    rpc_addr: chain.rpc,
    grpc_addr: chain.grpc,
    event_source: { mode: "push", url: chain.events, batch_delay: "500ms" },
    rpc_timeout: "10s",
    trusted_node: chain.trusted,
    account_prefix: chain.prefix,
    key_name: KEY_NAME,
    key_store_type: KEY_STORE,
    key_store_folder: KEYS_DIR,
    address_type: { derivation: "cosmos" },
    store_prefix: "ibc",
    default_gas: 100_000,
    max_gas: 4_000_000,
    gas_price: gasPrice(chain.gasPrice),
    gas_multiplier: 1.1,
    max_msg_num: 30,
    max_tx_size: 2_097_152,
    clock_drift: "5s",
    max_block_time: `${chain.maxBlockSeconds}s`,
    trusting_period: `${chain.trustingDays}days`,
    trust_threshold: "2/3",
    packet_filter: { policy: "allow", list: chain.channels.map(([port, channel]) => [port, channel]) },
});

function gasPrice(text: string): { price: number; denom: string } {
    const [, price = "0", denom = ""] = /^([0-9.]+)([a-z]+)$/.exec(text) ?? [];
    return { price: Number(price), denom };
}
