import { stringify } from "smol-toml";
import { COMETBFT_NAMESPACE } from "../workload/metrics";
import { SECRETS_DIR } from "../workload/volumes";
import { COMETBFT_METRICS, P2P_PORT, PRIVVAL_PORT, RPC_PORT } from "./ports";

/** Where a node gets its state if its disk is empty. */
export interface StateSync {
    rpc: readonly string[];
    trustHeight: number;
    /** `sha256:<hex>`. */
    trustHash: string;
    trustPeriodHours: number;
}

export interface CometConfig {
    moniker: string;
    /** Waits for a remote signer. A node that does not has a key of its own, which no validator set knows. */
    signed: boolean;
    /** Its node key comes as a file; otherwise it makes one on its disk and keeps it. */
    knownByKey: boolean;
    /** Tells peers of peers. A node that is hidden must not. */
    pex: boolean;
    /** `<node id>@<host>:<port>` each. */
    seeds?: readonly string[];
    persistentPeers?: readonly string[];
    /** Node ids that are told to nobody, and always let in. */
    privatePeers?: readonly string[];
    stateSync?: StateSync | undefined;
}

/**
 * CometBFT 0.38's config.toml, as far as it differs from the defaults. A key that signs is never on a node: even the one
 * that CometBFT makes for itself when it starts lies in `/tmp`, on no disk and in no backup.
 */
export const cometConfig = (config: CometConfig): string =>
    stringify({
        moniker: config.moniker,
        db_backend: "goleveldb",
        log_format: "json",
        genesis_file: "config/genesis.json",
        priv_validator_key_file: "/tmp/priv_validator_key.json",
        priv_validator_state_file: "/tmp/priv_validator_state.json",
        priv_validator_laddr: config.signed ? `tcp://0.0.0.0:${PRIVVAL_PORT}` : "",
        node_key_file: config.knownByKey ? `${SECRETS_DIR}/node_key.json` : "config/node_key.json",
        rpc: { laddr: `tcp://0.0.0.0:${RPC_PORT}`, unsafe: false, pprof_laddr: "" },
        p2p: {
            laddr: `tcp://0.0.0.0:${P2P_PORT}`,
            // The first line of the node's own script writes the address here, which is only known after the update.
            external_address: "",
            seeds: (config.seeds ?? []).join(","),
            persistent_peers: (config.persistentPeers ?? []).join(","),
            private_peer_ids: (config.privatePeers ?? []).join(","),
            unconditional_peer_ids: (config.privatePeers ?? []).join(","),
            // Peers inside the cluster have private addresses, which a strict book does not keep.
            addr_book_strict: false,
            pex: config.pex,
        },
        statesync: config.stateSync
            ? {
                  enable: true,
                  rpc_servers: config.stateSync.rpc.map((url) => `${url}:443`).join(","),
                  trust_height: config.stateSync.trustHeight,
                  trust_hash: config.stateSync.trustHash.replace("sha256:", ""),
                  trust_period: `${config.stateSync.trustPeriodHours}h0m0s`,
              }
            : { enable: false },
        // Several nodes offer blocks to one signer, which decides; each of them would find the others' signatures.
        consensus: { double_sign_check_height: 0 },
        instrumentation: {
            prometheus: true,
            prometheus_listen_addr: `:${COMETBFT_METRICS.number}`,
            // Two Prometheus servers and whoever looks; the default of 3 is soon full.
            max_open_connections: 10,
            namespace: COMETBFT_NAMESPACE,
        },
    });
