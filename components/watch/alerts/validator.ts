import { alert } from "../alert";
import { broken, healthy, series, unseen } from "../case";
import type { CometBft } from "../catalogue/cometbft";
import { horcrux } from "../catalogue/horcrux";
import { absent, changes, count, increase, now, sum } from "../query/functions";
import type { Duration } from "../query/query";

/** What x/slashing takes as reason to jail. */
export interface Slashing {
    /** Blocks that it looks back on. */
    windowBlocks: number;
    /** Share of them that a validator must sign, 0 to 1. */
    minSigned: number;
}

export interface ValidatorArgs {
    metrics: CometBft;
    /** Workload whose nodes sign for the validator: those that the signer dials. */
    workload: string;
    /** How many nodes sign with the one key: one, or as many as a threshold signer dials. */
    signingNodes: number;
    slashing: Slashing;
    /** Mean seconds between blocks. */
    blockSeconds: number;
}

const HALT = { alert: "BlockProductionStopped", sharing: ["chain_id"] };

/** What matters to whoever runs the validator. */
export const validatorAlerts = ({ metrics, workload, signingNodes, slashing, blockSeconds }: ValidatorArgs) => {
    const { validatorLastSignedHeight: signed, latestBlockHeight: latest, validatorMissedBlocks: missed } = metrics;
    const node = { chain_id: "paw-1", namespace: "paw", pod: "validator-0", service: workload };
    const mine = { ...node, validator_address: "AB" };
    const allowed = slashing.windowBlocks * (1 - slashing.minSigned);
    const minutes = Math.ceil((slashing.windowBlocks * blockSeconds) / 60);
    const window: Duration = `${minutes}m`;
    const lookAt = minutes + 5;
    return [
        alert({
            name: "ValidatorNotSigning",
            severity: "critical",
            service: "validator",
            // A jailed validator keeps its last values and a restarted one has none: both are "not among those that signed".
            when: now(latest, { service: workload }).unless(
                now(signed).exceeds(now(latest).minus(10), { on: ["chain_id", "pod"], many: "left" }),
                { on: ["chain_id", "pod"] },
            ),
            for: "1m",
            summary: "The validator does not sign",
            description: ({ label, value }) =>
                `${label("pod")} has signed none of the ten blocks up to ${label("chain_id")} height ${value}.`,
            symptomOf: [HALT],
            cases: [
                broken(
                    "it signed last long ago",
                    "20m",
                    { [series(latest, node)]: "100+10x30", [series(signed, mine)]: "100+10x5 150x30" },
                    [node],
                ),
                healthy("it signs", "20m", {
                    [series(latest, node)]: "100+10x30",
                    [series(signed, mine)]: "99+10x30",
                }),
                unseen(
                    "it was jailed before its node started, so it never signed",
                    "20m",
                    { [series(latest, node)]: "100+10x30" },
                    [node],
                ),
                unseen("there is a node that is no validator's", "20m", {
                    [series(latest, { ...node, service: "archive" })]: "100+10x30",
                }),
            ],
        }),
        alert({
            name: "ValidatorMissedBlocks",
            severity: "warning",
            service: "validator",
            when: increase(missed, "10m").above(5),
            for: "1m",
            summary: "The validator misses blocks",
            description: ({ label, value }) =>
                `${label("validator_address")} on ${label("chain_id")} missed ${value} blocks in ten minutes.`,
            symptomOf: [HALT, { alert: "ValidatorNotSigning", sharing: ["chain_id", "pod"] }],
            cases: [
                broken("it misses one a minute", "20m", { [series(missed, mine)]: "0+1x30" }, [mine]),
                healthy("it misses one in ten minutes", "20m", { [series(missed, mine)]: "0x9 1x9 2x12" }),
                unseen("its node started again, and the count with it", "20m", {
                    [series(missed, mine)]: "900x14 0x20",
                }),
            ],
        }),
        alert({
            name: "ValidatorJailingRisk",
            severity: "critical",
            service: "validator",
            when: increase(missed, window).above(allowed / 2),
            for: "0m",
            summary: "The validator has used half of the misses after which it is jailed",
            description: ({ label, value }) =>
                `${label("validator_address")} missed ${value} of the last ${slashing.windowBlocks} blocks of ` +
                `${label("chain_id")}; at ${allowed} it is jailed.`,
            cases: [
                broken(
                    "it misses three in four of what is allowed",
                    `${lookAt}m`,
                    { [series(missed, mine)]: `0+${(0.75 * allowed) / minutes}x${lookAt + 5}` },
                    [mine],
                ),
                healthy("it misses a quarter of what is allowed", `${lookAt}m`, {
                    [series(missed, mine)]: `0+${(0.25 * allowed) / minutes}x${lookAt + 5}`,
                }),
                unseen("it has never missed one, so there is no count", `${lookAt}m`, {
                    [series(signed, mine)]: `1+1x${lookAt + 5}`,
                }),
            ],
        }),
        alert({
            name: "ConsensusKeyInTwoPlaces",
            severity: "critical",
            service: "validator",
            when: count(changes(signed, "5m").above(0), "chain_id", "validator_address").above(signingNodes),
            for: "0m",
            summary: "More nodes sign with the validator's key than may: it can sign twice",
            description: ({ label, value }) =>
                `${value} nodes see ${label("validator_address")} of ${label("chain_id")} as their own; ` +
                `${signingNodes} may. Signing twice is slashed for ever.`,
            cases: [
                broken(
                    "one node more than may signs",
                    "10m",
                    Object.fromEntries(
                        Array.from({ length: signingNodes + 1 }, (_, i) => [
                            series(signed, { ...mine, pod: `validator-${i}` }),
                            "100+10x20",
                        ]),
                    ),
                    [{ chain_id: "paw-1", validator_address: "AB" }],
                ),
                healthy(
                    "as many sign as may",
                    "10m",
                    Object.fromEntries(
                        Array.from({ length: signingNodes }, (_, i) => [
                            series(signed, { ...mine, pod: `validator-${i}` }),
                            "100+10x20",
                        ]),
                    ),
                ),
                unseen("a node that stopped signing still shows its last height", "20m", {
                    [series(signed, mine)]: "100+10x30",
                    [series(signed, { ...mine, pod: "validator-9" })]: "100x30",
                }),
            ],
        }),
        alert({
            name: "ByzantineValidators",
            severity: "critical",
            service: "validator",
            when: sum(now(metrics.byzantineValidators), "chain_id").above(0),
            for: "0m",
            summary: "A block holds evidence that a validator signed twice",
            description: ({ label }) =>
                `${label("chain_id")} has evidence of double signing. Find out whether it is ours.`,
            cases: [
                broken("a block holds evidence", "10m", { [series(metrics.byzantineValidators, node)]: "0x9 1x5" }, [
                    { chain_id: "paw-1" },
                ]),
                healthy("no block does", "10m", { [series(metrics.byzantineValidators, node)]: "0x20" }),
                unseen("nobody answers", "10m"),
            ],
        }),
    ];
};

const SIGNER = { namespace: "paw", pod: "cosigner-1", service: "cosigner" };

/** What a threshold signer says about itself. */
export const signerAlerts = () => {
    const { insufficientCosigners, invalidSignatures, sentryConnectTries, totalMissedPrecommits, lastPrecommitHeight } =
        horcrux.metrics;
    return [
        alert({
            name: "SignerInsufficientCosigners",
            severity: "critical",
            service: "signer",
            when: increase(insufficientCosigners, "5m").above(0),
            for: "0m",
            summary: "Too few cosigners answer: blocks are not signed",
            description: ({ label, value }) =>
                `${label("pod")} found too few cosigners ${value} times in five minutes.`,
            symptomOf: [{ alert: "BlockProductionStopped", sharing: [] }],
            cases: [
                broken("it happens each minute", "10m", { [series(insufficientCosigners, SIGNER)]: "0+1x20" }, [
                    SIGNER,
                ]),
                healthy("it happened once, long ago", "20m", {
                    [series(insufficientCosigners, SIGNER)]: "0x2 1x30",
                }),
                unseen("nobody answers", "10m"),
            ],
        }),
        alert({
            name: "SignerInvalidSignatures",
            severity: "critical",
            service: "signer",
            when: increase(invalidSignatures, "5m").above(0),
            for: "0m",
            summary: "Cosigners' parts do not make a valid signature",
            description: ({ label, value }) => `${label("pod")} made ${value} invalid signatures in five minutes.`,
            cases: [
                broken("a shard is not of this key", "10m", { [series(invalidSignatures, SIGNER)]: "0+2x20" }, [
                    SIGNER,
                ]),
                healthy("all are valid", "10m", { [series(invalidSignatures, SIGNER)]: "0x20" }),
                unseen("nobody answers", "10m"),
            ],
        }),
        alert({
            name: "SignerSentryUnreachable",
            severity: "warning",
            service: "signer",
            when: now(sentryConnectTries).above(5),
            for: "2m",
            summary: "A signer does not reach its sentry",
            description: ({ label, value }) => `${label("pod")} has tried ${value} times in a row.`,
            cases: [
                broken("it tries again and again", "10m", { [series(sentryConnectTries, SIGNER)]: "0+5x20" }, [SIGNER]),
                healthy("it is connected", "10m", { [series(sentryConnectTries, SIGNER)]: "0x20" }),
                unseen("it has just started and tries for the first time", "1m", {
                    [series(sentryConnectTries, SIGNER)]: "1x20",
                }),
            ],
        }),
        alert({
            name: "SignerMissedPrecommits",
            severity: "warning",
            service: "signer",
            when: increase(totalMissedPrecommits, "10m").above(5),
            for: "0m",
            summary: "The signer misses precommits",
            description: ({ label, value }) => `${label("pod")} missed ${value} precommits in ten minutes.`,
            cases: [
                broken("it misses one a minute", "20m", { [series(totalMissedPrecommits, SIGNER)]: "0+1x30" }, [
                    SIGNER,
                ]),
                healthy("it misses one in ten minutes", "20m", {
                    [series(totalMissedPrecommits, SIGNER)]: "0x9 1x9 2x12",
                }),
                unseen("it started again, and its count with it", "20m", {
                    [series(totalMissedPrecommits, SIGNER)]: "900x14 0x20",
                }),
            ],
        }),
        alert({
            name: "SignerMetricsAbsent",
            activeOnly: true,
            severity: "critical",
            service: "signer",
            when: absent(lastPrecommitHeight),
            for: "2m",
            summary: "No signer tells what it signed",
            description: "Prometheus has had nothing from any cosigner for two minutes.",
            cases: [
                broken("all of them are gone", "18m", { [series(lastPrecommitHeight, SIGNER)]: "100+10x8 _x20" }),
                healthy("one of them answers", "18m", { [series(lastPrecommitHeight, SIGNER)]: "100+10x30" }),
                unseen("there never was one", "10m", {}, [{}]),
            ],
        }),
    ];
};
