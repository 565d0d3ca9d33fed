import type { Alert } from "../alert";
import { alert } from "../alert";
import { broken, healthy, series, unseen } from "../case";
import { executor } from "../catalogue/executor";
import { scrapes } from "../catalogue/monitoring";
import { absent, average, grew, increase, max, mean, now, rate, since, sum } from "../query/functions";
import { objectiveAlerts } from "../slo";
import { balanceAlerts, rpcAlerts } from "./evm";

const { metrics } = executor;
const POD = { namespace: "executor", pod: "executor-0" };
const FAILED = { ...POD, status: "failed" };
const DONE = { ...POD, status: "succeeded" };

export interface ExecutorAlertsArgs {
    /** Health factor under which a position is too close to liquidation. Default 1.1. */
    healthFactor?: number;
    /** Share of the price that a trade may lose. Default 0.01. */
    slippage?: number;
    /** Workload of the executor. */
    workload: string;
    /** Most transactions an hour that its strategies send when all is well. Default: not watched. */
    transactionsPerHour?: number | undefined;
    /** Whether balances are read from outside. */
    balances: boolean;
}

const failureRatio = () =>
    sum(increase(metrics.transactions, "10m", { status: "failed" })).dividedBy(
        sum(increase(metrics.transactions, "10m")),
    );

/** Alerts of the EVM executor. @meets S2-05, S2-06, S2-07, S2-08, S2-09, S2-10, S2-11, S2-12, S2-13 */
export const executorAlerts = ({
    healthFactor = 1.1,
    slippage = 0.01,
    workload,
    transactionsPerHour,
    balances,
}: ExecutorAlertsArgs): readonly Alert[] => [
    alert({
        name: "ExecutorTxFailureRate",
        severity: "critical",
        service: "executor",
        when: failureRatio().above(0.05),
        for: "2m",
        summary: "More than 5 % of the executor's transactions fail",
        description: ({ percent }) => `${percent} of the transactions of the last 10 minutes failed.`,
        cases: [
            broken("one in five fails", "20m", {
                [series(metrics.transactions, FAILED)]: "0+2x30",
                [series(metrics.transactions, DONE)]: "0+8x30",
            }),
            healthy("one in fifty fails", "20m", {
                [series(metrics.transactions, FAILED)]: "0+1x30",
                [series(metrics.transactions, DONE)]: "0+49x30",
            }),
            unseen("nothing is sent", "20m", {
                [series(metrics.transactions, FAILED)]: "3x30",
                [series(metrics.transactions, DONE)]: "90x30",
            }),
        ],
    }),
    alert({
        name: "ExecutorGuardFailure",
        severity: "critical",
        service: "executor",
        when: grew(metrics.guardFailures, "5m"),
        for: "0m",
        summary: "A guard stopped a transaction",
        description: ({ label }) => `The guard ${label("guard")} stopped a transaction of ${label("pod")}.`,
        cases: [
            broken(
                "the first failure makes the series",
                "8m",
                { [series(metrics.guardFailures, { ...POD, guard: "slippage" })]: "_x6 1x20" },
                [{ ...POD, guard: "slippage" }],
            ),
            healthy("there was one long ago", "30m", {
                [series(metrics.guardFailures, { ...POD, guard: "slippage" })]: "1x40",
            }),
            unseen("there was never one", "10m"),
        ],
    }),
    alert({
        name: "ExecutorGasAbove80PctBlock",
        severity: "critical",
        service: "executor",
        when: max(now(metrics.gasUsed), "namespace", "strategy")
            .dividedBy(max(now(metrics.blockGasLimit), "namespace"), { on: ["namespace"], many: "left" })
            .above(0.8),
        for: "0m",
        summary: "A transaction used more than 80 % of a block's gas",
        description: ({ label, percent }) => `A transaction of ${label("strategy")} used ${percent} of a block's gas.`,
        cases: [
            broken(
                "it used nine tenths",
                "10m",
                {
                    [series(metrics.gasUsed, { ...POD, strategy: "loop" })]: "27000000x20",
                    [series(metrics.blockGasLimit, POD)]: "30000000x20",
                },
                [{ namespace: "executor", strategy: "loop" }],
            ),
            healthy("it used a tenth", "10m", {
                [series(metrics.gasUsed, { ...POD, strategy: "loop" })]: "3000000x20",
                [series(metrics.blockGasLimit, POD)]: "30000000x20",
            }),
            unseen("the limit is not known yet", "10m", {
                [series(metrics.gasUsed, { ...POD, strategy: "loop" })]: "27000000x20",
            }),
        ],
    }),
    alert({
        name: "ExecutorOracleStale",
        severity: "critical",
        service: "executor",
        when: since(max(now(metrics.oracleUpdatedAt), "feed")).exceeds(max(now(metrics.oracleHeartbeat), "feed")),
        for: "0m",
        summary: "A price feed is older than it promises",
        description: ({ label, duration }) => `The feed ${label("feed")} was last updated ${duration} ago.`,
        cases: [
            broken(
                "two hours on a heartbeat of one",
                "120m",
                {
                    [series(metrics.oracleUpdatedAt, { ...POD, feed: "ETH/USD" })]: "0x130",
                    [series(metrics.oracleHeartbeat, { ...POD, feed: "ETH/USD" })]: "3600x130",
                },
                [{ feed: "ETH/USD" }],
            ),
            healthy("it is updated each minute", "120m", {
                [series(metrics.oracleUpdatedAt, { ...POD, feed: "ETH/USD" })]: "0+60x130",
                [series(metrics.oracleHeartbeat, { ...POD, feed: "ETH/USD" })]: "3600x130",
            }),
            unseen("its heartbeat is not known", "120m", {
                [series(metrics.oracleUpdatedAt, { ...POD, feed: "ETH/USD" })]: "0x130",
            }),
        ],
    }),
    alert({
        name: "ExecutorHealthFactorLow",
        severity: "critical",
        service: "executor",
        when: now(metrics.healthFactor).below(healthFactor),
        for: "0m",
        summary: `The health factor of a position is under ${healthFactor}`,
        description: ({ label, value }) =>
            `${label("position")} on ${label("protocol")} has a health factor of ${value}; at 1 it is liquidated.`,
        cases: [
            broken(
                "it falls",
                "10m",
                {
                    [series(metrics.healthFactor, {
                        ...POD,
                        protocol: "aave",
                        position: "1",
                    })]: `${healthFactor + 0.5}x5 ${healthFactor - 0.05}x10`,
                },
                [{ ...POD, protocol: "aave", position: "1" }],
            ),
            healthy("it is one and a half", "10m", {
                [series(metrics.healthFactor, { ...POD, protocol: "aave", position: "1" })]: `${healthFactor + 0.5}x20`,
            }),
            unseen("the position is closed", "20m", {
                [series(metrics.healthFactor, { ...POD, protocol: "aave", position: "1" })]: "1.05x3 _x20",
            }),
        ],
    }),
    alert({
        name: "ExecutorHighSlippage",
        severity: "warning",
        service: "executor",
        when: now(metrics.slippage).above(slippage),
        for: "0m",
        summary: `A trade lost more than ${slippage * 100} % to slippage`,
        description: ({ label, percent }) => `The last trade of ${label("strategy")} lost ${percent}.`,
        cases: [
            broken(
                "it lost twice as much",
                "10m",
                { [series(metrics.slippage, { ...POD, strategy: "arb" })]: `${slippage * 2}x20` },
                [{ ...POD, strategy: "arb" }],
            ),
            healthy("it lost half as much", "10m", {
                [series(metrics.slippage, { ...POD, strategy: "arb" })]: `${slippage / 2}x20`,
            }),
            unseen("nothing was traded", "10m"),
        ],
    }),
    alert({
        name: "ExecutorNonceGap",
        severity: "critical",
        service: "executor",
        when: now(metrics.nonceGap).above(3),
        for: "5m",
        summary: "Transactions wait behind one that is not mined",
        description: ({ label, value }) => `${value} transactions of ${label("account")} have waited for five minutes.`,
        cases: [
            broken("five wait", "15m", { [series(metrics.nonceGap, { ...POD, account: "0xab" })]: "5x20" }, [
                { ...POD, account: "0xab" },
            ]),
            healthy("one is on its way", "15m", { [series(metrics.nonceGap, { ...POD, account: "0xab" })]: "1x20" }),
            unseen("many have just been sent", "3m", {
                [series(metrics.nonceGap, { ...POD, account: "0xab" })]: "0x1 9x20",
            }),
        ],
    }),
    alert({
        name: "ExecutorDown",
        activeOnly: true,
        severity: "critical",
        service: "executor",
        when: absent(metrics.blockGasLimit),
        for: "5m",
        summary: "The executor does not answer",
        description: "Prometheus has had nothing from the executor for five minutes; there is only one.",
        cases: [
            broken("it is gone", "20m", { [series(metrics.blockGasLimit, POD)]: "30000000x5 _x20" }),
            healthy("it answers", "20m", { [series(metrics.blockGasLimit, POD)]: "30000000x30" }),
            unseen("there never was one", "10m", {}, [{}]),
        ],
    }),
    ...(transactionsPerHour === undefined ? [] : [unusualActivity(transactionsPerHour)]),
    ...(balances ? balanceAlerts() : []),
    ...rpcAlerts(),
    ...objectiveAlerts({
        name: "ExecutorSuccess",
        service: "executor",
        promise: "a transaction succeeds",
        target: 0.95,
        bad: (window) =>
            sum(rate(metrics.transactions, window, { status: "failed" })).dividedBy(
                sum(rate(metrics.transactions, window)),
            ),
        worlds: {
            bad: { [series(metrics.transactions, FAILED)]: "0+9x120", [series(metrics.transactions, DONE)]: "0+1x120" },
            good: { [series(metrics.transactions, FAILED)]: "0x120", [series(metrics.transactions, DONE)]: "0+9x120" },
            idle: { [series(metrics.transactions, FAILED)]: "9x120", [series(metrics.transactions, DONE)]: "1x120" },
        },
    }),
    ...objectiveAlerts({
        name: "ExecutorUptime",
        service: "executor",
        promise: "the executor answers",
        target: 0.999,
        bad: (window) =>
            average(mean(scrapes.metrics.up, window, { service: workload }))
                .times(-1)
                .plus(1),
        worlds: {
            bad: { [series(scrapes.metrics.up, { ...POD, service: workload })]: "0x120" },
            good: { [series(scrapes.metrics.up, { ...POD, service: workload })]: "1x120" },
            idle: {},
        },
    }),
];

const unusualActivity = (perHour: number) =>
    alert({
        name: "ExecutorUnusualActivity",
        severity: "warning",
        service: "executor",
        when: sum(increase(metrics.transactions, "1h")).above(perHour),
        for: "0m",
        summary: "The executor sends more transactions than it ever should",
        description: ({ value }) => `It sent ${value} transactions in an hour; ${perHour} are the most expected.`,
        cases: [
            broken("it sends twice as many", "90m", { [series(metrics.transactions, DONE)]: `0+${perHour / 30}x100` }),
            healthy("it sends half as many", "90m", { [series(metrics.transactions, DONE)]: `0+${perHour / 120}x100` }),
            unseen("it started again, and its count with it", "90m", {
                [series(metrics.transactions, DONE)]: `${perHour * 9}x80 0x20`,
            }),
        ],
    });
