import { counter, gauge } from "./metric";

/**
 * Threshold signer horcrux, port 6001. Seconds since something hold on the leader alone. Source: signer/metrics.go of
 * horcrux v3.3.2 (github.com/strangelove-ventures/horcrux, now under amygdala-labs).
 */
export const horcrux = {
    program: "horcrux 3.3",
    source: "github.com/strangelove-ventures/horcrux signer/metrics.go",
    emitted: "yes",
    metrics: {
        lastPrecommitHeight: gauge("signer_last_precommit_height", "blocks", "Last height whose precommit it signed"),
        lastPrevoteHeight: gauge("signer_last_prevote_height", "blocks", "Last height whose prevote it signed"),
        secondsSinceLastPrecommit: gauge(
            "signer_seconds_since_last_precommit",
            "seconds",
            "Time since the last precommit",
        ),
        missedPrecommits: gauge("signer_missed_precommits", "precommits", "Precommits missed in a row"),
        totalMissedPrecommits: counter("signer_total_missed_precommits", "precommits", "Precommits missed"),
        totalMissedPrevotes: counter("signer_total_missed_prevotes", "prevotes", "Prevotes missed"),
        totalPrecommitsSigned: counter("signer_total_precommits_signed", "precommits", "Precommits signed"),
        missedShares: gauge("signer_missed_ephemeral_shares", "shares", "Shares that a cosigner missed in a row", [
            "peerid",
        ]),
        sentryConnectTries: gauge(
            "signer_sentry_connect_tries",
            "tries",
            "Tries in a row to connect to a sentry; zero once connected",
        ),
        totalSentryConnectTries: counter("signer_total_sentry_connect_tries", "tries", "Tries to connect to a sentry"),
        failedSignVote: counter("signer_total_failed_sign_vote", "votes", "Votes it could not sign"),
        beyondBlockErrors: counter(
            "signer_total_beyond_block_errors",
            "requests",
            "Requests for a height and round that was signed already",
        ),
        leaderElectionTimeouts: counter(
            "signer_total_raft_leader_election_timeout",
            "elections",
            "Elections without a result",
        ),
        invalidSignatures: counter(
            "signer_error_total_invalid_signatures",
            "signatures",
            "Combined signatures that were not valid",
        ),
        insufficientCosigners: counter(
            "signer_error_total_insufficient_cosigners",
            "signatures",
            "Times that too few cosigners answered",
        ),
    },
} as const;
