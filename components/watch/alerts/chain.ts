import { alert } from "../alert";
import { broken, healthy, observing, series, unseen } from "../case";
import type { CometBft } from "../catalogue/cometbft";
import type { Gauge, Target } from "../catalogue/metric";
import { absent, changes, max, meanObserved, now } from "../query/functions";

export interface ChainArgs {
    metrics: CometBft;
    /** Whether a node catches up, by blocks and by state. */
    syncing: readonly [Gauge<"chain_id" | Target>, Gauge<"chain_id" | Target>];
    /** Fewest peers that a node of a workload needs. A validator has its sentries and nobody else. */
    peers: readonly { workload: string; atLeast: number }[];
    /** Mean seconds between blocks that people should look at. */
    slowBlockSeconds: number;
    /** What config.toml says under `mempool.size`. */
    mempoolSize: number;
}

const CHAIN = { chain_id: "paw-1" };
const NODE = { ...CHAIN, namespace: "paw", pod: "sentry-0", service: "sentry" };
const HALT = { alert: "BlockProductionStopped", sharing: ["chain_id"] };

/** What all nodes of a chain say about it. */
export const chainAlerts = ({ metrics, syncing, peers, slowBlockSeconds, mempoolSize }: ChainArgs) => {
    const { height } = metrics;
    const moving = (minutes: `${number}m`) => max(changes(height, minutes), "chain_id");
    const [first, ...others] = peers.map(({ workload, atLeast }) =>
        now(metrics.peers, { service: workload }).below(atLeast),
    );
    const fewPeers = others.reduce((all, one) => all.or(one), first ?? now(metrics.peers).below(1));
    const node = { ...NODE, service: peers[0]?.workload ?? NODE.service };
    const enough = peers[0]?.atLeast ?? 1;
    return [
        alert({
            name: "BlockProductionStopped",
            severity: "critical",
            service: "consensus",
            when: moving("2m").equals(0),
            for: "1m",
            summary: "The chain makes no blocks",
            description: ({ label }) => `No node of ${label("chain_id")} has seen a new block for three minutes.`,
            cases: [
                broken("all nodes stand at one height", "10m", { [series(height, NODE)]: "100x20" }, [CHAIN]),
                healthy("one node lags on a chain that goes on", "10m", {
                    [series(height, NODE)]: "100+10x20",
                    [series(height, { ...NODE, pod: "sentry-1" })]: "90x20",
                }),
                unseen("every node is gone, which is the next alert's", "18m", {
                    [series(height, NODE)]: "100+10x8 _x20",
                }),
            ],
        }),
        alert({
            name: "ChainMetricsAbsent",
            activeOnly: true,
            severity: "critical",
            service: "consensus",
            when: absent(height),
            for: "2m",
            summary: "No node of the chain tells its height",
            description:
                "Prometheus has had no height from any node for two minutes: whether the chain lives is unknown.",
            cases: [
                broken("every node is gone", "18m", { [series(height, NODE)]: "100+10x8 _x20" }),
                healthy("one of two is gone", "18m", {
                    [series(height, NODE)]: "100+10x30",
                    [series(height, { ...NODE, pod: "sentry-1" })]: "100+10x8 _x20",
                }),
                unseen("there never was one", "10m", {}, [{}]),
            ],
        }),
        alert({
            name: "NodeStalled",
            severity: "warning",
            service: "consensus",
            when: changes(height, "5m")
                .equals(0)
                .and(moving("5m").atLeast(1), { on: ["chain_id"] }),
            for: "5m",
            summary: "A node stands still while the chain goes on",
            description: ({ label }) => `${label("pod")} has seen no block of ${label("chain_id")} for ten minutes.`,
            cases: [
                broken(
                    "one node lags",
                    "20m",
                    {
                        [series(height, { ...NODE, pod: "sentry-1" })]: "100+10x30",
                        [series(height, NODE)]: "90x30",
                    },
                    [NODE],
                ),
                healthy("the whole chain stands, which another alert says", "20m", { [series(height, NODE)]: "90x30" }),
                unseen("a node has just started", "3m", {
                    [series(height, { ...NODE, pod: "sentry-1" })]: "100+10x30",
                    [series(height, NODE)]: "_x2 1+50x30",
                }),
            ],
        }),
        alert({
            name: "HighBlockTime",
            severity: "warning",
            service: "consensus",
            // The histogram ends at ten seconds, so its quantiles do too; the mean does not.
            when: meanObserved(metrics.blockInterval, "5m", "chain_id").above(slowBlockSeconds),
            for: "10m",
            summary: `Blocks take longer than ${slowBlockSeconds} seconds`,
            description: ({ label, duration }) => `A block of ${label("chain_id")} takes ${duration} on average.`,
            symptomOf: [HALT],
            cases: [
                broken(
                    "blocks take half as long again",
                    "30m",
                    observing(
                        metrics.blockInterval,
                        { value: slowBlockSeconds * 1.5, perMinute: 4, minutes: 40 },
                        NODE,
                    ),
                    [CHAIN],
                ),
                healthy(
                    "blocks take half as long",
                    "30m",
                    observing(metrics.blockInterval, { value: slowBlockSeconds / 2, perMinute: 12, minutes: 40 }, NODE),
                ),
                unseen("no block has been made since the node started", "30m", {
                    [`${metrics.blockInterval.name}_count{chain_id="paw-1"}`]: "0x40",
                    [`${metrics.blockInterval.name}_sum{chain_id="paw-1"}`]: "0x40",
                }),
            ],
        }),
        alert({
            name: "LowPeerCount",
            severity: "warning",
            service: "p2p",
            when: fewPeers,
            for: "5m",
            summary: "A node has too few peers",
            description: ({ label, value }) => `${label("pod")} of ${label("service")} has ${value} peers.`,
            symptomOf: [{ alert: "NoPeers", sharing: ["namespace", "pod"] }],
            cases: [
                broken("a node has one peer too few", "15m", { [series(metrics.peers, node)]: `${enough - 1}x20` }, [
                    node,
                ]),
                healthy("a node has just enough", "15m", { [series(metrics.peers, node)]: `${enough}x20` }),
                unseen("a node has just started", "3m", { [series(metrics.peers, node)]: "0x20" }),
            ],
        }),
        alert({
            name: "NoPeers",
            severity: "critical",
            service: "p2p",
            when: now(metrics.peers).equals(0),
            for: "2m",
            summary: "A node has no peers",
            description: ({ label }) => `${label("pod")} of ${label("service")} is connected to nobody.`,
            cases: [
                broken("a node has lost its peers", "15m", { [series(metrics.peers, NODE)]: "5x5 0x20" }, [NODE]),
                healthy("a node has one", "15m", { [series(metrics.peers, NODE)]: "1x20" }),
                unseen("the node itself is gone", "15m", { [series(metrics.peers, NODE)]: "0x1 _x20" }),
            ],
        }),
        alert({
            name: "QuorumAtRisk",
            severity: "critical",
            service: "consensus",
            when: max(
                now(metrics.missingValidatorsPower)
                    .plus(now(metrics.byzantineValidatorsPower))
                    .dividedBy(now(metrics.validatorsPower)),
                "chain_id",
            ).above(0.25),
            for: "2m",
            summary: "A quarter of the voting power is missing; the chain halts at a third",
            description: ({ label, percent }) =>
                `${percent} of the voting power of ${label("chain_id")} does not sign.`,
            cases: [
                broken(
                    "three of ten do not sign",
                    "10m",
                    {
                        [series(metrics.missingValidatorsPower, NODE)]: "30x20",
                        [series(metrics.byzantineValidatorsPower, NODE)]: "0x20",
                        [series(metrics.validatorsPower, NODE)]: "100x20",
                    },
                    [CHAIN],
                ),
                healthy("two of ten do not", "10m", {
                    [series(metrics.missingValidatorsPower, NODE)]: "20x20",
                    [series(metrics.byzantineValidatorsPower, NODE)]: "0x20",
                    [series(metrics.validatorsPower, NODE)]: "100x20",
                }),
                unseen("a node has not seen a block yet", "10m", { [series(metrics.validatorsPower, NODE)]: "0x20" }),
            ],
        }),
        alert({
            name: "ConsensusRounds",
            severity: "warning",
            service: "consensus",
            when: max(now(metrics.rounds), "chain_id").above(2),
            for: "2m",
            summary: "Validators need many rounds to agree",
            description: ({ label, value }) => `${label("chain_id")} is in round ${value} of one height.`,
            symptomOf: [HALT],
            cases: [
                broken("a height is in its fourth round", "10m", { [series(metrics.rounds, NODE)]: "3x20" }, [CHAIN]),
                healthy("heights take one round", "10m", { [series(metrics.rounds, NODE)]: "0x20" }),
                unseen("a round too many has just begun", "3m", { [series(metrics.rounds, NODE)]: "0x2 3x20" }),
            ],
        }),
        alert({
            name: "MempoolFilling",
            severity: "warning",
            service: "mempool",
            when: now(metrics.mempoolSize).above(0.8 * mempoolSize),
            for: "10m",
            summary: "A node's mempool is more than 80 % full",
            description: ({ label, value }) =>
                `${value} transactions wait in ${label("pod")} of ${mempoolSize} at most.`,
            cases: [
                broken(
                    "it is nine tenths full",
                    "20m",
                    { [series(metrics.mempoolSize, NODE)]: `${0.9 * mempoolSize}x30` },
                    [NODE],
                ),
                healthy("it is half full", "20m", { [series(metrics.mempoolSize, NODE)]: `${0.5 * mempoolSize}x30` }),
                unseen("the node is gone", "20m", { [series(metrics.mempoolSize, NODE)]: `${mempoolSize}x2 _x30` }),
            ],
        }),
        alert({
            name: "NodeSyncing",
            severity: "warning",
            service: "consensus",
            when: now(syncing[0]).equals(1).or(now(syncing[1]).equals(1)),
            for: "30m",
            summary: "A node has been catching up for half an hour",
            description: ({ label }) =>
                `${label("pod")} still catches up with ${label("chain_id")} and answers old state.`,
            cases: [
                broken("a node catches up by blocks", "45m", { [series(syncing[0], NODE)]: "1x60" }, [NODE]),
                healthy("a node has caught up", "45m", {
                    [series(syncing[0], NODE)]: "1x10 0x50",
                    [series(syncing[1], NODE)]: "0x60",
                }),
                unseen("the node is gone", "45m", { [series(syncing[1], NODE)]: "1x10 _x50" }),
            ],
        }),
    ];
};
