import type { Alert } from "../alert";
import type { CometBftVersion } from "../catalogue/cometbft";
import { cometbft } from "../catalogue/cometbft";
import { chainAlerts } from "./chain";
import { chainObjectives, participationObjective } from "./chain-objectives";
import type { Slashing } from "./validator";
import { signerAlerts, validatorAlerts } from "./validator";

export interface PawAlertsArgs {
    /** What config.toml gets under `instrumentation.namespace`. */
    namespace: string;
    version: CometBftVersion;
    /** Fewest peers that a node of a workload needs. */
    peers: readonly { workload: string; atLeast: number }[];
    /** The validator, if there is one: the workload whose nodes its signer dials, and how many those are. */
    validator?: { workload: string; signingNodes: number; slashing: Slashing } | undefined;
    /** Whether a threshold signer signs. */
    horcrux: boolean;
    /** Mean seconds between blocks when all is well. */
    blockSeconds: number;
    /** Mean seconds between blocks that people should look at. */
    slowBlockSeconds: number;
    /** What config.toml says under `mempool.size`. Default 5000, as CometBFT's. */
    mempoolSize?: number;
}

/** Alerts of a Cosmos SDK chain, its validator and signer. @meets S1-25, S1-28 */
export function pawAlerts(args: PawAlertsArgs): readonly Alert[] {
    const { peers, blockSeconds, slowBlockSeconds, mempoolSize = 5000 } = args;
    const { metrics, syncing } = cometbft(args);
    return [
        ...chainAlerts({ metrics, syncing, peers, slowBlockSeconds, mempoolSize }),
        ...chainObjectives(metrics, blockSeconds),
        ...(args.validator
            ? [
                  ...validatorAlerts({ metrics, blockSeconds, ...args.validator }),
                  ...participationObjective(metrics, blockSeconds),
              ]
            : []),
        ...(args.horcrux ? signerAlerts() : []),
    ];
}
