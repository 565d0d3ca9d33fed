import type { Alert } from "../alert";
import { alert } from "../alert";
import { broken, healthy, observing, series, unseen } from "../case";
import { betting, bettingContract } from "../catalogue/betting";
import { absent, max, now, quantile, rate, sum } from "../query/functions";
import type { Duration } from "../query/query";
import { objectiveAlerts } from "../slo";

const { metrics } = betting;
const contract = bettingContract.metrics;
const POD = { namespace: "betting", pod: "api-0" };

export interface BettingAlertsArgs {
    /** Workload of the API: its metrics have common names, which others may have as well. */
    api: string;
    /** Fewest keepers that must be at work. Default 3. */
    keepers?: number;
}

/** Alerts of the betting platform, with the thresholds of its own monitoring script. @meets S3-09 */
export function bettingAlerts({ api, keepers = 3 }: BettingAlertsArgs): readonly Alert[] {
    const pod = { ...POD, service: api };
    const ok = { ...POD, route: "/api/orders", status: "2xx" };
    const wrong = { ...ok, status: "5xx" };
    const errors = (window: Duration) =>
        sum(rate(contract.requests, window, { status: "5xx" })).dividedBy(sum(rate(contract.requests, window)));
    return [
        alert({
            name: "BettingApiErrors",
            severity: "critical",
            service: "betting-api",
            when: errors("5m").above(0.01),
            for: "5m",
            summary: "More than 1 % of requests end in an error",
            description: ({ percent }) => `${percent} of the requests of the last 5 minutes ended in an error of ours.`,
            cases: [
                broken("one in ten does", "15m", {
                    [series(contract.requests, wrong)]: "0+10x20",
                    [series(contract.requests, ok)]: "0+90x20",
                }),
                healthy("one in a thousand does", "15m", {
                    [series(contract.requests, wrong)]: "0+1x20",
                    [series(contract.requests, ok)]: "0+999x20",
                }),
                unseen("nobody asks", "15m", { [series(contract.requests, ok)]: "5x20" }),
            ],
        }),
        alert({
            name: "BettingApiP99",
            severity: "warning",
            service: "betting-api",
            when: quantile(0.99, contract.requestDuration, "5m").above(1),
            for: "5m",
            summary: "One request in a hundred takes longer than a second",
            description: ({ duration }) => `The 99th percentile of the last 5 minutes is ${duration}.`,
            cases: [
                broken(
                    "each takes ten seconds",
                    "15m",
                    observing(contract.requestDuration, { value: 10, perMinute: 10, minutes: 20 }, POD),
                ),
                healthy(
                    "each takes a tenth of a second",
                    "15m",
                    observing(contract.requestDuration, { value: 0.1, perMinute: 10, minutes: 20 }, POD),
                ),
                unseen(
                    "nobody asks",
                    "15m",
                    observing(contract.requestDuration, { value: 10, perMinute: 0, minutes: 20 }, POD),
                ),
            ],
        }),
        alert({
            name: "BettingUnhealthy",
            severity: "critical",
            service: "betting-api",
            when: max(now(metrics.healthStatus, { service: api }), "namespace", "pod").atLeast(2),
            for: "5m",
            summary: "The API calls itself unhealthy",
            description: ({ label }) => `${label("pod")} reports health_status 2: a component that it needs is down.`,
            cases: [
                broken("it is", "15m", { [series(metrics.healthStatus, pod)]: "2x20" }, [POD]),
                healthy("it is degraded, which the next alert says", "15m", {
                    [series(metrics.healthStatus, pod)]: "1x20",
                }),
                unseen("something else has a metric of that name", "15m", {
                    [series(metrics.healthStatus, { ...POD, service: "other" })]: "2x20",
                }),
            ],
        }),
        alert({
            name: "BettingDegraded",
            severity: "warning",
            service: "betting-api",
            when: max(now(metrics.healthStatus, { service: api }), "namespace", "pod").equals(1),
            for: "10m",
            summary: "The API calls itself degraded",
            description: ({ label }) =>
                `${label("pod")} reports health_status 1, for example a database in fallback mode.`,
            cases: [
                broken("it is", "20m", { [series(metrics.healthStatus, pod)]: "1x30" }, [POD]),
                healthy("it is not", "20m", { [series(metrics.healthStatus, pod)]: "0x30" }),
                unseen("it has just started", "8m", { [series(metrics.healthStatus, pod)]: "1x20" }),
            ],
        }),
        alert({
            name: "BettingApiDown",
            severity: "critical",
            service: "betting-api",
            when: absent(metrics.healthStatus, { service: api }),
            for: "5m",
            summary: "The API does not answer",
            description: "Prometheus has had nothing from any pod of the API for five minutes.",
            cases: [
                broken("all pods are gone", "20m", { [series(metrics.healthStatus, pod)]: "0x5 _x20" }, [
                    { service: api },
                ]),
                healthy("one of two is gone", "20m", {
                    [series(metrics.healthStatus, pod)]: "0x5 _x20",
                    [series(metrics.healthStatus, { ...pod, pod: "api-1" })]: "0x30",
                }),
                unseen("there never was one", "10m", {}, [{ service: api }]),
            ],
        }),
        alert({
            name: "BettingKeepersLow",
            severity: "critical",
            service: "betting-keepers",
            when: sum(now(contract.keepersActive)).below(keepers),
            for: "5m",
            summary: `Fewer than ${keepers} keepers are at work`,
            description: ({ value }) => `${value} keepers finished a round in the last minute; ${keepers} are needed.`,
            cases: [
                broken("one is missing", "15m", { [series(contract.keepersActive, POD)]: `${keepers - 1}x20` }),
                healthy("all are there", "15m", { [series(contract.keepersActive, POD)]: `${keepers}x20` }),
                unseen("they have just started", "3m", { [series(contract.keepersActive, POD)]: "0x20" }),
            ],
        }),
        alert({
            name: "BettingOracleDivergence",
            severity: "critical",
            service: "betting-oracle",
            when: max(now(contract.oracleDivergence), "market").above(0.1),
            for: "2m",
            summary: "Two price sources of a market differ by more than 10 %",
            description: ({ label, percent }) => `The sources of ${label("market")} differ by ${percent}.`,
            cases: [
                broken(
                    "they differ by a fifth",
                    "10m",
                    { [series(contract.oracleDivergence, { ...POD, market: "m1" })]: "0.2x20" },
                    [{ market: "m1" }],
                ),
                healthy("they differ by a hundredth", "10m", {
                    [series(contract.oracleDivergence, { ...POD, market: "m1" })]: "0.01x20",
                }),
                unseen("the market is closed", "20m", {
                    [series(contract.oracleDivergence, { ...POD, market: "m1" })]: "0.2x1 _x20",
                }),
            ],
        }),
        alert({
            name: "BettingLiquidationCascade",
            severity: "critical",
            service: "betting-api",
            when: max(now(contract.liquidatedShare)).above(0.3),
            for: "0m",
            summary: "More than 30 % of open interest was liquidated in an hour",
            description: ({ percent }) => `${percent} of open interest was liquidated in the last hour.`,
            cases: [
                broken("half was", "10m", { [series(contract.liquidatedShare, POD)]: "0x5 0.5x10" }),
                healthy("a tenth was", "10m", { [series(contract.liquidatedShare, POD)]: "0.1x20" }),
                unseen("nobody answers", "10m"),
            ],
        }),
        ...objectiveAlerts({
            name: "BettingAvailability",
            service: "betting-api",
            promise: "a request does not end in an error of ours",
            target: 0.99,
            bad: errors,
            worlds: {
                bad: { [series(contract.requests, wrong)]: "0+9x120", [series(contract.requests, ok)]: "0+1x120" },
                good: { [series(contract.requests, wrong)]: "0x120", [series(contract.requests, ok)]: "0+9x120" },
                idle: { [series(contract.requests, wrong)]: "9x120", [series(contract.requests, ok)]: "1x120" },
            },
        }),
    ];
}
