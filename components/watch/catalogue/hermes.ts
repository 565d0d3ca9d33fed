import { counter, gauge, histogram } from "./metric";

const PATH = ["chain", "counterparty", "channel", "port"] as const;
const CLIENT = ["src_chain", "dst_chain", "client"] as const;

/**
 * Telemetry of the Hermes relayer, off by default, port 3001. Names have no prefix unless `telemetry.prefix` says one.
 * The bounds of its histograms come from `telemetry.buckets` in its configuration; these are what its guide shows. There
 * is no metric that says when a client expires (informalsystems/hermes#3541). Source: crates/telemetry/src/state.rs and
 * guide/src/documentation/telemetry/operators.md of github.com/informalsystems/hermes v1.13.
 */
export const hermes = {
    program: "Hermes 1.13",
    source: "github.com/informalsystems/hermes crates/telemetry/src/state.rs",
    emitted: "yes",
    metrics: {
        workers: gauge("workers", "workers", "Workers that run", ["type"]),
        clientUpdatesSubmitted: counter(
            "client_updates_submitted_total",
            "messages",
            "Updates of a client submitted",
            CLIENT,
        ),
        clientUpdatesSkipped: counter(
            "client_updates_skipped_total",
            "messages",
            "Updates of a client left out, because somebody else made them",
            CLIENT,
        ),
        clientMisbehavioursSubmitted: counter(
            "client_misbehaviours_submitted_total",
            "messages",
            "Misbehaviour of a chain submitted",
            CLIENT,
        ),
        walletBalance: gauge("wallet_balance", "smallest denomination", "Balance of the relayer's wallet", [
            "chain",
            "account",
            "denom",
        ]),
        sendPacketEvents: counter("send_packet_events_total", "packets", "Packets seen sent", PATH),
        timeoutEvents: counter("timeout_events_total", "packets", "Packets seen timing out", PATH),
        backlogSize: gauge("backlog_size", "packets", "Packets sent and not yet acknowledged", PATH),
        backlogOldestSequence: gauge("backlog_oldest_sequence", "sequence", "Oldest packet of the backlog", PATH),
        backlogLatestUpdate: gauge(
            "backlog_latest_update_timestamp",
            "Unix seconds",
            "When the numbers of the backlog were last brought up to date",
            PATH,
        ),
        messagesSubmitted: counter("messages_submitted_total", "messages", "Messages submitted to a chain", ["chain"]),
        broadcastErrors: counter("broadcast_errors_total", "errors", "Transactions that a chain refused", [
            "account",
            "error_code",
            "error_description",
        ]),
        wsReconnect: counter("ws_reconnect_total", "connections", "Reconnections to a chain's events", ["chain"]),
        wsEvents: counter("ws_events_total", "events", "IBC events received from a chain", ["chain"]),
        txLatencySubmitted: histogram(
            "tx_latency_submitted",
            "milliseconds",
            "Time from a batch of events until its transactions were submitted",
            [200, 500, 1000, 2000, 5000, 10000],
            PATH,
        ),
        /** Only with `tx_confirmation = true`, which is not the default. */
        txLatencyConfirmed: histogram(
            "tx_latency_confirmed",
            "milliseconds",
            "Time from a batch of events until its transactions were confirmed",
            [1000, 5000, 9000, 13000, 17000, 20000],
            PATH,
        ),
    },
} as const;
