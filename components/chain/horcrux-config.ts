import { stringify } from "yaml";
import type { ExternalCosigners } from "../ground/signing-key";
import { SECRETS_DIR } from "../workload/volumes";
import { HORCRUX_METRICS } from "./ports";

/** Horcrux 3's own figure; far below a block's time within a region. */
const TIMEOUT = "1000ms";

/** The configuration that all cosigners share; which of them one is, its shard says. */
export const horcruxConfig = ({ threshold, cosigners }: ExternalCosigners, nodes: readonly string[]): string =>
    stringify({
        // Shard and identity are files of the secret store and never written to the disk.
        keyDir: SECRETS_DIR,
        signMode: "threshold",
        thresholdMode: {
            threshold,
            cosigners: cosigners.map(({ endpoint }, i) => ({ shardID: i + 1, p2pAddr: `tcp://${endpoint}` })),
            grpcTimeout: TIMEOUT,
            raftTimeout: TIMEOUT,
        },
        chainNodes: nodes.map((node) => ({ privValAddr: `tcp://${node}` })),
        debugAddr: `0.0.0.0:${HORCRUX_METRICS.number}`,
        maxReadSize: 1_048_576,
    });
