import { stringify } from "smol-toml";
import { GRPC_PORT, REST_PORT } from "./ports";

export interface AppConfig {
    minGasPrices: string;
    /** Default every state is kept. */
    pruning?: { keepRecent: number; interval: number; minRetainBlocks: number };
    /** State-sync snapshots. Default none. */
    snapshots?: { interval: number; keepRecent: number };
    /** gRPC, for relayers and indexers. */
    grpc: boolean;
    haltHeight?: number | undefined;
}

/** Seconds that a series stays after its last change; without it the SDK serves none to Prometheus. */
const TELEMETRY_SECONDS = 600;

/**
 * Cosmos SDK 0.50's app.toml, as far as it differs from the defaults. REST is on everywhere, because telemetry is served
 * there; network policies say who gets to it. Telemetry has no service name, which would stand before every metric.
 */
export const appConfig = (config: AppConfig): string =>
    stringify({
        "minimum-gas-prices": config.minGasPrices,
        ...(config.pruning
            ? {
                  pruning: "custom",
                  "pruning-keep-recent": String(config.pruning.keepRecent),
                  "pruning-interval": String(config.pruning.interval),
                  "min-retain-blocks": config.pruning.minRetainBlocks,
              }
            : { pruning: "nothing", "min-retain-blocks": 0 }),
        "halt-height": config.haltHeight ?? 0,
        // Read without a default: left out, there is no cache and another mempool.
        "iavl-cache-size": 781_250,
        mempool: { "max-txs": -1 },
        telemetry: { enabled: true, "service-name": "", "prometheus-retention-time": TELEMETRY_SECONDS },
        api: { enable: true, swagger: false, address: `tcp://0.0.0.0:${REST_PORT}`, "enabled-unsafe-cors": false },
        grpc: { enable: config.grpc, address: `0.0.0.0:${GRPC_PORT}` },
        "grpc-web": { enable: false },
        "state-sync": {
            "snapshot-interval": config.snapshots?.interval ?? 0,
            "snapshot-keep-recent": config.snapshots?.keepRecent ?? 0,
        },
    });
