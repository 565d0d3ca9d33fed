import * as pulumi from "@pulumi/pulumi";
import type { Metric, Target } from "./metric";
import { counter, DEFAULT_BUCKETS, gauge, histogram, tally } from "./metric";

/** Releases whose metrics.gen.go files the names were read in. */
export const COMETBFT_VERSIONS = ["0.34", "0.37", "0.38", "1.0"] as const;
export type CometBftVersion = (typeof COMETBFT_VERSIONS)[number];

export interface CometBftArgs {
    /** What config.toml says under `instrumentation.namespace`: the prefix of every name. */
    namespace: string;
    version: CometBftVersion;
}

/** Bounds of ExponentialBucketsRange(0.1, 100, 8), seconds. */
const STEPS = [0.1, 0.268, 0.72, 1.931, 5.179, 13.895, 37.276, 100] as const;

/**
 * What a CometBFT node emits on its instrumentation port. Each series carries `chain_id`. Source: metrics.gen.go of
 * consensus, p2p, mempool, state, blocksync and statesync, v0.34.27 to v1.0.1.
 */
export function cometbft({ namespace, version }: CometBftArgs) {
    const name = (part: string) => `${namespace}_${part}`;
    const on = ["chain_id"] as const;
    const own = ["chain_id", "validator_address"] as const;
    const all = {
        height: gauge(name("consensus_height"), "blocks", "Height that consensus works on", on),
        latestBlockHeight: gauge(name("consensus_latest_block_height"), "blocks", "Height of the last block kept", on),
        rounds: gauge(name("consensus_rounds"), "rounds", "Rounds that the present height has taken", on),
        validators: gauge(name("consensus_validators"), "validators", "Validators in the set", on),
        validatorsPower: gauge(name("consensus_validators_power"), "power", "Voting power of all validators", on),
        missingValidators: gauge(
            name("consensus_missing_validators"),
            "validators",
            "Validators that did not sign the last block",
            on,
        ),
        missingValidatorsPower: gauge(
            name("consensus_missing_validators_power"),
            "power",
            "Voting power of the validators that did not sign the last block",
            on,
        ),
        byzantineValidators: gauge(
            name("consensus_byzantine_validators"),
            "validators",
            "Validators that the last block holds evidence against",
            on,
        ),
        byzantineValidatorsPower: gauge(
            name("consensus_byzantine_validators_power"),
            "power",
            "Voting power of the validators that the last block holds evidence against",
            on,
        ),
        // Only a node with a validator's key has these three, and only while that validator is in the set: a validator
        // that is jailed keeps its last values.
        validatorPower: gauge(name("consensus_validator_power"), "power", "Voting power of this validator", own),
        validatorLastSignedHeight: gauge(
            name("consensus_validator_last_signed_height"),
            "blocks",
            "Last height that this validator signed",
            own,
        ),
        validatorMissedBlocks: tally(
            name("consensus_validator_missed_blocks"),
            "blocks",
            "Blocks that this validator did not sign since the node started",
            own,
        ),
        blockInterval: histogram(
            name("consensus_block_interval_seconds"),
            "seconds",
            "Time between a block and the one before",
            DEFAULT_BUCKETS,
            on,
        ),
        roundDuration: histogram(
            name("consensus_round_duration_seconds"),
            "seconds",
            "Time that a round took",
            STEPS,
            on,
            { since: "0.37" },
        ),
        stepDuration: histogram(
            name("consensus_step_duration_seconds"),
            "seconds",
            "Time that a step of a round took",
            STEPS,
            [...on, "step"],
            { since: "0.37" },
        ),
        blockSize: gauge(name("consensus_block_size_bytes"), "bytes", "Size of the last block", on),
        totalTxs: gauge(name("consensus_total_txs"), "transactions", "Transactions since the node started", on),
        numTxs: gauge(name("consensus_num_txs"), "transactions", "Transactions in the last block", on),
        blockParts: counter(name("consensus_block_parts"), "parts", "Block parts sent by each peer", [
            ...on,
            "peer_id",
        ]),
        lateVotes: counter(name("consensus_late_votes"), "votes", "Votes for heights and rounds gone by", [
            ...on,
            "vote_type",
        ]),
        peers: gauge(name("p2p_peers"), "peers", "Peers that the node is connected to", on),
        peerReceiveBytes: counter(
            name("p2p_peer_receive_bytes_total"),
            "bytes",
            "Bytes received from a peer",
            [...on, "peer_id", "chID"],
            { until: "0.38" },
        ),
        peerSendBytes: counter(
            name("p2p_peer_send_bytes_total"),
            "bytes",
            "Bytes sent to a peer",
            [...on, "peer_id", "chID"],
            { until: "0.38" },
        ),
        mempoolSize: gauge(name("mempool_size"), "transactions", "Transactions waiting", on),
        mempoolFailedTxs: counter(name("mempool_failed_txs"), "transactions", "Transactions that were refused", on),
        mempoolEvictedTxs: counter(name("mempool_evicted_txs"), "transactions", "Transactions pushed out", on),
        blockProcessingTime: histogram(
            name("state_block_processing_time"),
            "milliseconds",
            "Time that the application took for a block",
            [1, 11, 21, 31, 41, 51, 61, 71, 81, 91],
            on,
        ),
        fastSyncing: gauge(name("consensus_fast_syncing"), "0 or 1", "Whether it syncs blocks", on, { until: "0.34" }),
        consensusBlockSyncing: gauge(name("consensus_block_syncing"), "0 or 1", "Whether it syncs blocks", on, {
            since: "0.37",
            until: "0.37",
        }),
        consensusStateSyncing: gauge(name("consensus_state_syncing"), "0 or 1", "Whether it syncs state", on, {
            until: "0.37",
        }),
        blockSyncing: gauge(name("blocksync_syncing"), "0 or 1", "Whether it syncs blocks", on, { since: "0.38" }),
        stateSyncing: gauge(name("statesync_syncing"), "0 or 1", "Whether it syncs state", on, { since: "0.38" }),
    } as const;
    const place = (release: string) => COMETBFT_VERSIONS.indexOf(release as CometBftVersion);
    const has = ({ since = "0.34", until = "1.0" }: Metric) =>
        place(version) >= place(since) && place(version) <= place(until);
    const syncing = [
        all.fastSyncing,
        all.consensusBlockSyncing,
        all.consensusStateSyncing,
        all.blockSyncing,
        all.stateSyncing,
    ].filter(has);
    const [blocks, state] = syncing;
    if (!blocks || !state)
        throw new pulumi.RunError(`CometBFT ${version} is not known; use ${COMETBFT_VERSIONS.join(", ")}`);
    return {
        program: `CometBFT ${version}`,
        source: "github.com/cometbft/cometbft, metrics.gen.go",
        emitted: "yes" as const,
        metrics: all,
        /** The names that this version has for whether a node still catches up, by blocks and by state. */
        syncing: [blocks, state] as const,
        /** Whether this version has a metric. */
        has: (metric: Metric<"chain_id" | Target | string>) => has(metric),
    };
}

export type CometBft = ReturnType<typeof cometbft>["metrics"];
