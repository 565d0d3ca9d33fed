import type { Alert, Recording } from "../alert";
import { observing, series } from "../case";
import type { CometBft } from "../catalogue/cometbft";
import { hermes } from "../catalogue/hermes";
import { ago, changes, max, mean, rate, shareAbove } from "../query/functions";
import { objectiveAlerts, recorded } from "../slo";

const NODE = { chain_id: "paw-1", namespace: "paw", pod: "sentry-0", service: "sentry" };

const HALT = { alert: "BlockProductionStopped", sharing: [] };

/** Seconds after which a block is slow: the top bucket of CometBFT's histogram. A chain that is slower has no such promise. */
const SLOW_BLOCK_SECONDS = 10;

/** What a chain promises: it goes on, and its blocks come in time. @meets S1-29 */
export function chainObjectives({ height, blockInterval }: CometBft, blockSeconds: number): readonly Alert[] {
    const halted: Recording = {
        record: "slo:ChainUptime:halted",
        // A node that has just started has seen no change yet.
        query: max(changes(height, "2m"))
            .is(0)
            .and(max(ago(height, "2m"))),
    };
    return [
        ...objectiveAlerts({
            name: "ChainUptime",
            service: "consensus",
            promise: "the chain makes blocks",
            target: 0.999,
            symptomOf: [HALT],
            recordings: [halted],
            bad: (window) =>
                mean(recorded(halted, "0 or 1", "Whether no node has seen a new block for two minutes"), window),
            worlds: {
                bad: { [series(height, NODE)]: "100x120" },
                good: { [series(height, NODE)]: "100+10x120" },
                idle: {},
            },
        }),
        ...(blockSeconds < SLOW_BLOCK_SECONDS ? blockTime(blockInterval) : []),
    ];
}

const blockTime = (blockInterval: CometBft["blockInterval"]) =>
    objectiveAlerts({
        name: "BlockTime",
        service: "consensus",
        promise: `a block comes within ${SLOW_BLOCK_SECONDS} seconds of the one before`,
        target: 0.99,
        symptomOf: [HALT],
        bad: (window) => shareAbove(SLOW_BLOCK_SECONDS, blockInterval, window),
        worlds: {
            bad: observing(blockInterval, { value: 15, perMinute: 4, minutes: 120 }, NODE),
            good: observing(blockInterval, { value: 4, perMinute: 15, minutes: 120 }, NODE),
            idle: observing(blockInterval, { value: 15, perMinute: 0, minutes: 120 }, NODE),
        },
    });

/** What a validator promises: it signs. Misses are counted, so seconds between blocks make them a share. @meets S1-29 */
export const participationObjective = (
    { validatorMissedBlocks: missed }: CometBft,
    blockSeconds: number,
): readonly Alert[] => {
    const mine = { ...NODE, validator_address: "AB" };
    return objectiveAlerts({
        name: "ValidatorParticipation",
        service: "validator",
        promise: "the validator signs a block",
        target: 0.99,
        symptomOf: [HALT, { alert: "ValidatorNotSigning", sharing: [] }],
        // Each node that signs for it counts the same misses.
        bad: (window) => max(rate(missed, window)).times(blockSeconds),
        worlds: {
            bad: { [series(missed, mine)]: `0+${60 / blockSeconds}x120` },
            good: { [series(missed, mine)]: "7x120" },
            idle: {},
        },
    });
};

/** What a relayer promises. Its highest bucket is 20 seconds. @meets S1-29 */
export const relayLatencyObjective = (): readonly Alert[] => {
    const { txLatencyConfirmed } = hermes.metrics;
    const path = { chain: "paw-1", counterparty: "osmosis-1", channel: "channel-7", port: "transfer" };
    return objectiveAlerts({
        name: "RelayLatency",
        service: "ibc",
        promise: "a packet is confirmed within 20 seconds",
        target: 0.95,
        symptomOf: [HALT, { alert: "IBCRelayerDown", sharing: [] }],
        bad: (window) => shareAbove(20000, txLatencyConfirmed, window),
        worlds: {
            bad: observing(txLatencyConfirmed, { value: 60000, perMinute: 10, minutes: 120 }, path),
            good: observing(txLatencyConfirmed, { value: 5000, perMinute: 10, minutes: 120 }, path),
            idle: observing(txLatencyConfirmed, { value: 60000, perMinute: 0, minutes: 120 }, path),
        },
    });
};
