import { counter, gauge, histogram } from "./metric";

const SETTLEMENT = [100, 500, 1000, 5000, 10000, 30000, 60000] as const;
const QUOTE = [10, 50, 100, 250, 500, 1000, 2000] as const;
const TRANSFER = [1000, 5000, 10000, 30000, 60000, 120000, 300000] as const;
const ORACLE = [10, 50, 100, 250, 500, 1000, 5000] as const;

/** What the intents coordinator emits. */
export const intents = {
    program: "ATOM Intents coordinator",
    source: "github.com/iqlusioninc/atom-intents crates/metrics/src/metrics.rs at 06e08e24",
    emitted: "yes",
    metrics: {
        intentsReceived: counter("atom_intents_intents_received_total", "intents", "Intents received"),
        intentsMatched: counter("atom_intents_intents_matched_total", "intents", "Intents matched"),
        intentsFailed: counter("atom_intents_intents_failed_total", "intents", "Intents that failed"),
        intentStatus: counter("atom_intents_intent_status_total", "intents", "Intents by what became of them", [
            "status",
        ]),
        intentsActive: gauge("atom_intents_intents_active", "intents", "Intents that are under way"),
        settlementsStarted: counter("atom_intents_settlements_started_total", "settlements", "Settlements begun"),
        settlementsCompleted: counter(
            "atom_intents_settlements_completed_total",
            "settlements",
            "Settlements that ended well",
        ),
        settlementsFailed: counter("atom_intents_settlements_failed_total", "settlements", "Settlements that failed"),
        settlementStatus: counter(
            "atom_intents_settlement_status_total",
            "settlements",
            "Settlements by what became of them",
            ["status"],
        ),
        settlementsActive: gauge("atom_intents_settlements_active", "settlements", "Settlements that are under way"),
        settlementDuration: histogram(
            "atom_intents_settlement_duration_ms",
            "milliseconds",
            "Time that a settlement took",
            SETTLEMENT,
        ),
        settlementPhaseDuration: histogram(
            "atom_intents_settlement_phase_duration_ms",
            "milliseconds",
            "Time that a phase of a settlement took",
            SETTLEMENT.slice(0, -1),
            ["phase"],
        ),
        quotesRequested: counter("atom_intents_solver_quotes_requested_total", "quotes", "Quotes asked for"),
        quotesReceived: counter("atom_intents_solver_quotes_received_total", "quotes", "Quotes received"),
        quoteLatency: histogram(
            "atom_intents_solver_quote_latency_ms",
            "milliseconds",
            "Time that solvers took to quote",
            QUOTE,
        ),
        quoteLatencyPerSolver: histogram(
            "atom_intents_solver_quote_latency_per_solver_ms",
            "milliseconds",
            "Time that a solver took to quote",
            QUOTE,
            ["solver_id"],
        ),
        solversActive: gauge("atom_intents_solvers_active", "solvers", "Solvers that take part"),
        solverHealth: gauge("atom_intents_solver_health", "0 or 1", "Whether a solver is healthy", ["solver_id"]),
        quoteSuccess: counter("atom_intents_solver_quote_success_total", "quotes", "Quotes that a solver gave", [
            "solver_id",
        ]),
        quoteFailures: counter(
            "atom_intents_solver_quote_failures_total",
            "quotes",
            "Quotes that a solver did not give",
            ["solver_id", "reason"],
        ),
        packetsSent: counter("atom_intents_ibc_packets_sent_total", "packets", "IBC packets sent"),
        packetsReceived: counter("atom_intents_ibc_packets_received_total", "packets", "IBC packets received"),
        packetsAcked: counter("atom_intents_ibc_packets_acked_total", "packets", "IBC packets acknowledged"),
        ibcTimeouts: counter("atom_intents_ibc_timeouts_total", "packets", "IBC packets that timed out"),
        ibcTransferLatency: histogram(
            "atom_intents_ibc_transfer_latency_ms",
            "milliseconds",
            "Time that an IBC transfer took",
            TRANSFER,
        ),
        ibcTransferLatencyPerChannel: histogram(
            "atom_intents_ibc_transfer_latency_per_channel_ms",
            "milliseconds",
            "Time that an IBC transfer over a channel took",
            TRANSFER.slice(0, -1),
            ["channel_id"],
        ),
        ibcErrors: counter("atom_intents_ibc_errors_total", "errors", "IBC errors", ["error_type"]),
        oracleQueries: counter("atom_intents_oracle_queries_total", "queries", "Prices asked for"),
        oracleFailures: counter("atom_intents_oracle_failures_total", "queries", "Prices that were not had"),
        oracleLatency: histogram("atom_intents_oracle_latency_ms", "milliseconds", "Time that a price took", ORACLE),
        oracleLatencyPerSource: histogram(
            "atom_intents_oracle_latency_per_source_ms",
            "milliseconds",
            "Time that a source took for a price",
            ORACLE,
            ["source"],
        ),
        oracleStaleness: histogram(
            "atom_intents_oracle_staleness_secs",
            "seconds",
            "Age of a price when it was used",
            [1, 5, 10, 30, 60, 300, 600],
            ["source"],
        ),
        matchingAttempts: counter("atom_intents_matching_attempts_total", "attempts", "Tries to match"),
        matchingSuccess: counter("atom_intents_matching_success_total", "attempts", "Tries that matched"),
        matchingLatency: histogram(
            "atom_intents_matching_latency_ms",
            "milliseconds",
            "Time that a match took",
            [1, 5, 10, 50, 100, 250, 500],
        ),
        matchingQueueSize: gauge("atom_intents_matching_queue_size", "intents", "Intents that wait to be matched"),
        uptime: counter("atom_intents_system_uptime_seconds", "seconds", "Time since the coordinator started"),
        totalValueLocked: gauge("atom_intents_total_value_locked", "smallest denomination", "Value in escrow", [
            "denom",
        ]),
    },
} as const;

/** What it is asked to emit as well, so that a drain that does not end is seen. */
export const intentsContract = {
    program: "ATOM Intents coordinator",
    source: "requirement S0-27: a drain waits for what is under way",
    emitted: "contract",
    metrics: {
        drainStarted: gauge(
            "atom_intents_drain_started_timestamp_seconds",
            "Unix seconds",
            "When the present drain began; 0 when it does not drain",
        ),
    },
} as const;
