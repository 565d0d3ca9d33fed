import type { Alert } from "../alert";
import { alert } from "../alert";
import { broken, healthy, observing, series, unseen } from "../case";
import { intents, intentsContract } from "../catalogue/intents";
import { absent, increase, now, quantile, rate, shareAbove, since, sum } from "../query/functions";
import { objectiveAlerts } from "../slo";

const { metrics } = intents;
const { drainStarted } = intentsContract.metrics;
const POD = { namespace: "intents", pod: "coordinator-0" };

const failed = (window: "5m") =>
    sum(rate(metrics.settlementsFailed, window)).dividedBy(
        sum(rate(metrics.settlementsFailed, window)).plus(sum(rate(metrics.settlementsCompleted, window))),
    );

export interface IntentsAlertsArgs {
    /** Age at which a price is no longer used, seconds. */
    stalenessSeconds: number;
    /** Longest time that a drain may take, seconds. */
    drainSeconds: number;
}

/** Alerts of the intents solver. @meets S0-17, S0-18, S0-26 */
export const intentsAlerts = ({ stalenessSeconds, drainSeconds }: IntentsAlertsArgs): readonly Alert[] => [
    alert({
        name: "HighSettlementFailureRate",
        severity: "critical",
        service: "settlement",
        when: failed("5m").above(0.05),
        for: "5m",
        summary: "More than 5 % of settlements fail",
        description: ({ percent }) => `${percent} of the settlements of the last 5 minutes failed.`,
        cases: [
            broken("half of the settlements fail", "15m", {
                [series(metrics.settlementsCompleted, POD)]: "0+30x20",
                [series(metrics.settlementsFailed, POD)]: "0+30x20",
            }),
            healthy("one settlement in a hundred fails", "15m", {
                [series(metrics.settlementsCompleted, POD)]: "0+99x20",
                [series(metrics.settlementsFailed, POD)]: "0+1x20",
            }),
            unseen("nobody answers", "15m"),
            healthy("nothing is settled at all", "15m", {
                [series(metrics.settlementsCompleted, POD)]: "5x20",
                [series(metrics.settlementsFailed, POD)]: "5x20",
            }),
        ],
    }),
    alert({
        name: "SettlementP95AboveSLO",
        severity: "warning",
        service: "settlement",
        when: quantile(0.95, metrics.settlementDuration, "5m").above(5000),
        for: "5m",
        summary: "Settlements take longer than 5 seconds",
        description: ({ value }) => `The 95th percentile of the last 5 minutes is ${value} ms; 5000 was promised.`,
        cases: [
            broken(
                "each takes longer than the highest bucket",
                "15m",
                observing(metrics.settlementDuration, { value: 90000, perMinute: 10, minutes: 20 }, POD),
            ),
            healthy(
                "each takes half a second",
                "15m",
                observing(metrics.settlementDuration, { value: 500, perMinute: 10, minutes: 20 }, POD),
            ),
            unseen(
                "nothing is settled",
                "15m",
                observing(metrics.settlementDuration, { value: 90000, perMinute: 0, minutes: 20 }, POD),
            ),
        ],
    }),
    alert({
        name: "SettlementsStuck",
        severity: "critical",
        service: "settlement",
        when: sum(now(metrics.settlementsActive))
            .above(0)
            .and(sum(increase(metrics.settlementsCompleted, "15m")).equals(0))
            .and(sum(increase(metrics.settlementsFailed, "15m")).equals(0)),
        for: "5m",
        summary: "Settlements are under way and none ends",
        description: ({ value }) => `${value} settlements are under way; for 15 minutes none has ended, well or badly.`,
        cases: [
            broken("three never end", "30m", {
                [series(metrics.settlementsActive, POD)]: "3x40",
                [series(metrics.settlementsCompleted, POD)]: "90x40",
                [series(metrics.settlementsFailed, POD)]: "0x40",
            }),
            healthy("three are under way and others end", "30m", {
                [series(metrics.settlementsActive, POD)]: "3x40",
                [series(metrics.settlementsCompleted, POD)]: "90+2x40",
                [series(metrics.settlementsFailed, POD)]: "0x40",
            }),
            unseen("the coordinator has just started", "4m", {
                [series(metrics.settlementsActive, POD)]: "3x10",
                [series(metrics.settlementsCompleted, POD)]: "0x10",
                [series(metrics.settlementsFailed, POD)]: "0x10",
            }),
        ],
    }),
    alert({
        name: "NoActiveSolvers",
        severity: "critical",
        service: "solver",
        when: sum(now(metrics.solversActive)).equals(0),
        for: "1m",
        summary: "No solver takes part: no intent is matched",
        description: "The coordinator counts no active solver.",
        cases: [
            broken("the last one left", "10m", { [series(metrics.solversActive, POD)]: "2x5 0x10" }),
            healthy("two take part", "10m", { [series(metrics.solversActive, POD)]: "2x20" }),
            unseen("the coordinator is gone, which another alert says", "20m", {
                [series(metrics.solversActive, POD)]: "2x3 _x20",
            }),
        ],
    }),
    alert({
        name: "SolverUnhealthy",
        severity: "warning",
        service: "solver",
        when: now(metrics.solverHealth).equals(0),
        for: "10m",
        summary: "A solver is not healthy",
        description: ({ label }) => `${label("solver_id")} has not been healthy for ten minutes.`,
        symptomOf: [{ alert: "NoActiveSolvers", sharing: [] }],
        cases: [
            broken("one is not", "20m", { [series(metrics.solverHealth, { solver_id: "cex" })]: "0x30" }, [
                { solver_id: "cex" },
            ]),
            healthy("it is", "20m", { [series(metrics.solverHealth, { solver_id: "cex" })]: "1x30" }),
            unseen("it was taken off the list", "20m", {
                [series(metrics.solverHealth, { solver_id: "cex" })]: "0x3 _x30",
            }),
        ],
    }),
    alert({
        name: "OracleStale",
        severity: "critical",
        service: "oracle",
        when: quantile(0.95, metrics.oracleStaleness, "5m", "source").atLeast(stalenessSeconds),
        for: "5m",
        summary: "Prices are too old to trade on",
        description: ({ label, duration }) =>
            `Prices of ${label("source")} are ${duration} old; at ${stalenessSeconds} s they are no longer used.`,
        cases: [
            broken(
                "prices are older than any bucket",
                "15m",
                observing(metrics.oracleStaleness, { value: 900, perMinute: 10, minutes: 20 }, { source: "slinky" }),
                [{ source: "slinky" }],
            ),
            healthy(
                "prices are ten seconds old",
                "15m",
                observing(metrics.oracleStaleness, { value: 10, perMinute: 10, minutes: 20 }, { source: "slinky" }),
            ),
            unseen("no price is asked for", "15m"),
        ],
    }),
    alert({
        name: "OracleFailing",
        severity: "warning",
        service: "oracle",
        when: sum(rate(metrics.oracleFailures, "5m"))
            .dividedBy(sum(rate(metrics.oracleQueries, "5m")))
            .above(0.05),
        for: "5m",
        summary: "More than 5 % of prices are not had",
        description: ({ percent }) => `${percent} of the prices asked for in 5 minutes were not had.`,
        symptomOf: [{ alert: "OracleStale", sharing: [] }],
        cases: [
            broken("one in four is not", "15m", {
                [series(metrics.oracleQueries, POD)]: "0+40x20",
                [series(metrics.oracleFailures, POD)]: "0+10x20",
            }),
            healthy("one in a hundred is not", "15m", {
                [series(metrics.oracleQueries, POD)]: "0+100x20",
                [series(metrics.oracleFailures, POD)]: "0+1x20",
            }),
            unseen("none is asked for", "15m", { [series(metrics.oracleQueries, POD)]: "7x20" }),
        ],
    }),
    alert({
        name: "IntentsIBCTimeouts",
        severity: "warning",
        service: "ibc",
        when: sum(increase(metrics.ibcTimeouts, "15m")).above(3),
        for: "0m",
        summary: "Settlements' IBC packets time out",
        description: ({ value }) => `${value} packets timed out in 15 minutes. A channel or its relayer may be down.`,
        cases: [
            broken("one a minute does", "30m", { [series(metrics.ibcTimeouts, POD)]: "0+1x40" }),
            healthy("one in a quarter of an hour does", "30m", {
                [series(metrics.ibcTimeouts, POD)]: "0x14 1x14 2x12",
            }),
            unseen("the coordinator started again, and its count with it", "30m", {
                [series(metrics.ibcTimeouts, POD)]: "80x20 0x20",
            }),
        ],
    }),
    alert({
        name: "CoordinatorDown",
        activeOnly: true,
        severity: "critical",
        service: "coordinator",
        when: absent(metrics.uptime),
        for: "5m",
        summary: "The coordinator does not answer",
        description: "Prometheus has had nothing from the coordinator for five minutes; there is only one.",
        cases: [
            broken("it is gone", "20m", { [series(metrics.uptime, POD)]: "0+60x5 _x20" }),
            healthy("it answers", "20m", { [series(metrics.uptime, POD)]: "0+60x30" }),
            unseen("it is replaced within the time that takes", "12m", {
                [series(metrics.uptime, POD)]: "0+60x5 _x6 0+60x10",
            }),
        ],
    }),
    alert({
        name: "DrainStuck",
        severity: "warning",
        service: "coordinator",
        when: since(now(drainStarted).above(0))
            .above(drainSeconds)
            .and(sum(now(metrics.settlementsActive), "namespace", "pod").above(0), { on: ["namespace", "pod"] }),
        for: "0m",
        summary: "A drain does not end",
        description: ({ label, duration }) => `${label("pod")} has drained for ${duration} and still settles.`,
        cases: [
            broken(
                "it has drained for longer than it may and something is under way",
                `${Math.ceil(drainSeconds / 60) + 10}m`,
                {
                    [series(drainStarted, POD)]: `60x${Math.ceil(drainSeconds / 60) + 20}`,
                    [series(metrics.settlementsActive, POD)]: `1x${Math.ceil(drainSeconds / 60) + 20}`,
                },
                [POD],
            ),
            healthy("it does not drain", "30m", {
                [series(drainStarted, POD)]: "0x40",
                [series(metrics.settlementsActive, POD)]: "1x40",
            }),
            unseen("it does not say whether it drains", "30m", { [series(metrics.settlementsActive, POD)]: "1x40" }),
        ],
    }),
    ...objectiveAlerts({
        name: "SettlementLatency",
        service: "settlement",
        promise: "a settlement completes within 5 seconds",
        target: 0.95,
        bad: (window) => shareAbove(5000, metrics.settlementDuration, window),
        worlds: {
            bad: observing(metrics.settlementDuration, { value: 30000, perMinute: 10, minutes: 120 }, POD),
            good: observing(metrics.settlementDuration, { value: 500, perMinute: 10, minutes: 120 }, POD),
            idle: observing(metrics.settlementDuration, { value: 30000, perMinute: 0, minutes: 120 }, POD),
        },
    }),
];
