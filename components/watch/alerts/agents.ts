import type { Alert } from "../alert";
import { alert } from "../alert";
import { broken, healthy, observing, series, unseen } from "../case";
import { agents } from "../catalogue/agents";
import type { Metric } from "../catalogue/metric";
import { absent, average, grew, increase, mean, meanObserved, now, quantile, sum } from "../query/functions";
import { type Objective, objectiveAlerts } from "../slo";

const { metrics } = agents;
const POD = { namespace: "agents", pod: "multichain-0" };
const ETH = { ...POD, chain: "ethereum" };

export interface AgentsAlertsArgs {
    /** Whether each transaction has to be simulated before it is sent. */
    simulationRequired: boolean;
}

/** Alerts of agent and MCP servers, with their own success criteria as thresholds. @meets S4-10, S4-14 */
export const agentsAlerts = ({ simulationRequired }: AgentsAlertsArgs): readonly Alert[] => [
    alert({
        name: "AgentsCacheHitLow",
        severity: "warning",
        service: "agents",
        when: sum(increase(metrics.cacheRequests, "30m", { result: "hit" }), "cache")
            .dividedBy(sum(increase(metrics.cacheRequests, "30m"), "cache"))
            .below(0.7),
        for: "15m",
        summary: "The cache answers less than 70 % of look-ups",
        description: ({ label, percent }) =>
            `${label("cache")} answers ${percent} of look-ups; the rest cost RPC requests.`,
        cases: [
            broken(
                "it answers half",
                "60m",
                {
                    [series(metrics.cacheRequests, { ...POD, cache: "balance", result: "hit" })]: "0+50x70",
                    [series(metrics.cacheRequests, { ...POD, cache: "balance", result: "miss" })]: "0+50x70",
                },
                [{ cache: "balance" }],
            ),
            healthy("it answers nine in ten", "60m", {
                [series(metrics.cacheRequests, { ...POD, cache: "balance", result: "hit" })]: "0+90x70",
                [series(metrics.cacheRequests, { ...POD, cache: "balance", result: "miss" })]: "0+10x70",
            }),
            unseen("nobody looks", "60m", {
                [series(metrics.cacheRequests, { ...POD, cache: "balance", result: "hit" })]: "0x70",
                [series(metrics.cacheRequests, { ...POD, cache: "balance", result: "miss" })]: "5x70",
            }),
        ],
    }),
    alert({
        name: "AgentsFailoverSlow",
        severity: "warning",
        service: "agents",
        when: quantile(0.95, metrics.rpcFailover, "15m", "chain").above(0.5),
        for: "5m",
        summary: "Going over to another RPC provider takes longer than 500 ms",
        description: ({ label, duration }) => `It takes ${duration} on ${label("chain")}, 95th percentile.`,
        cases: [
            broken(
                "it takes two seconds",
                "30m",
                observing(metrics.rpcFailover, { value: 2, perMinute: 2, minutes: 40 }, ETH),
                [{ chain: "ethereum" }],
            ),
            healthy(
                "it takes a tenth of a second",
                "30m",
                observing(metrics.rpcFailover, { value: 0.1, perMinute: 2, minutes: 40 }, ETH),
            ),
            unseen(
                "there was none",
                "30m",
                observing(metrics.rpcFailover, { value: 2, perMinute: 0, minutes: 40 }, ETH),
            ),
        ],
    }),
    alert({
        name: "AgentsRPCFailing",
        severity: "critical",
        service: "agents",
        when: sum(increase(metrics.rpcRequests, "5m", { result: "ok" }), "chain")
            .equals(0)
            .and(sum(increase(metrics.rpcRequests, "5m"), "chain").above(0)),
        for: "2m",
        summary: "No RPC provider of a chain answers",
        description: ({ label }) => `Every request to ${label("chain")} has failed for five minutes.`,
        cases: [
            broken(
                "all fail",
                "15m",
                {
                    [series(metrics.rpcRequests, { ...ETH, provider: "alchemy", result: "ok" })]: "9x20",
                    [series(metrics.rpcRequests, { ...ETH, provider: "alchemy", result: "error" })]: "0+9x20",
                },
                [{ chain: "ethereum" }],
            ),
            healthy("one provider of two answers", "15m", {
                [series(metrics.rpcRequests, { ...ETH, provider: "alchemy", result: "error" })]: "0+9x20",
                [series(metrics.rpcRequests, { ...ETH, provider: "infura", result: "ok" })]: "0+9x20",
            }),
            unseen("nobody asks", "15m", {
                [series(metrics.rpcRequests, { ...ETH, provider: "infura", result: "ok" })]: "9x20",
            }),
        ],
    }),
    alert({
        name: "AgentsNonceCollisions",
        severity: "critical",
        service: "agents",
        when: sum(increase(metrics.nonces, "30m", { result: "collision" }), "chain")
            .dividedBy(sum(increase(metrics.nonces, "30m"), "chain"))
            .above(0.001),
        for: "0m",
        summary: "Two transactions took one nonce",
        description: ({ label, percent }) => `${percent} of the nonces on ${label("chain")} collided; 0.1 % may.`,
        cases: [
            broken(
                "one in a hundred collides",
                "60m",
                {
                    [series(metrics.nonces, { ...ETH, result: "ok" })]: "0+99x70",
                    [series(metrics.nonces, { ...ETH, result: "collision" })]: "0+1x70",
                },
                [{ chain: "ethereum" }],
            ),
            healthy("none does", "60m", {
                [series(metrics.nonces, { ...ETH, result: "ok" })]: "0+99x70",
                [series(metrics.nonces, { ...ETH, result: "collision" })]: "0x70",
            }),
            unseen("none is reserved", "60m", { [series(metrics.nonces, { ...ETH, result: "ok" })]: "7x70" }),
        ],
    }),
    alert({
        name: "AgentsQueriesSlow",
        severity: "warning",
        service: "agents",
        when: meanObserved(metrics.queryDuration, "10m", "server").above(2),
        for: "10m",
        summary: "Queries take longer than 2 seconds",
        description: ({ label, duration }) => `A query of ${label("server")} takes ${duration} on average.`,
        cases: [
            broken(
                "each takes four",
                "30m",
                observing(metrics.queryDuration, { value: 4, perMinute: 10, minutes: 40 }, { server: "ethereum" }),
                [{ server: "ethereum" }],
            ),
            healthy(
                "each takes a quarter",
                "30m",
                observing(metrics.queryDuration, { value: 0.25, perMinute: 10, minutes: 40 }, { server: "ethereum" }),
            ),
            unseen(
                "nobody asks",
                "30m",
                observing(metrics.queryDuration, { value: 4, perMinute: 0, minutes: 40 }, { server: "ethereum" }),
            ),
        ],
    }),
    alert({
        name: "AgentsSimulationSlow",
        severity: "warning",
        service: "agents",
        when: quantile(0.95, metrics.simulationDuration, "10m", "chain").above(5),
        for: "10m",
        summary: "Simulations take longer than 5 seconds",
        description: ({ label, duration }) => `A simulation on ${label("chain")} takes ${duration}, 95th percentile.`,
        cases: [
            broken(
                "each takes twenty",
                "30m",
                observing(metrics.simulationDuration, { value: 20, perMinute: 5, minutes: 40 }, ETH),
                [{ chain: "ethereum" }],
            ),
            healthy(
                "each takes one",
                "30m",
                observing(metrics.simulationDuration, { value: 1, perMinute: 5, minutes: 40 }, ETH),
            ),
            unseen(
                "nothing is simulated",
                "30m",
                observing(metrics.simulationDuration, { value: 20, perMinute: 0, minutes: 40 }, ETH),
            ),
        ],
    }),
    alert({
        name: "AgentsWebSocketDown",
        severity: "warning",
        service: "agents",
        when: now(metrics.webSocketUp).equals(0),
        for: "5m",
        summary: "A subscription to a chain is not connected",
        description: ({ label }) => `${label("pod")} hears nothing of ${label("chain")} from ${label("provider")}.`,
        cases: [
            broken("it is not", "15m", { [series(metrics.webSocketUp, { ...ETH, provider: "alchemy" })]: "1x5 0x15" }, [
                { ...ETH, provider: "alchemy" },
            ]),
            healthy("it is", "15m", { [series(metrics.webSocketUp, { ...ETH, provider: "alchemy" })]: "1x20" }),
            unseen("the pod was replaced", "20m", {
                [series(metrics.webSocketUp, { ...ETH, provider: "alchemy" })]: "0x2 _x20",
            }),
        ],
    }),
    alert({
        name: "AgentsDown",
        activeOnly: true,
        severity: "critical",
        service: "agents",
        when: absent(metrics.webSocketUp),
        for: "5m",
        summary: "No agent server answers",
        description: "Prometheus has had nothing from any agent server for five minutes.",
        cases: [
            broken("all are gone", "20m", { [series(metrics.webSocketUp, ETH)]: "1x5 _x20" }),
            healthy("one answers", "20m", { [series(metrics.webSocketUp, ETH)]: "1x30" }),
            unseen("there never was one", "10m", {}, [{}]),
        ],
    }),
    ...(simulationRequired ? [unsimulated()] : []),
    ...uptime({
        name: "AgentsWebSocketUptime",
        promise: "subscriptions are connected",
        target: 0.995,
        metric: metrics.webSocketUp,
        of: ETH,
    }),
    ...uptime({
        name: "AgentsRedisAvailability",
        promise: "Redis answers the agents",
        target: 0.999,
        metric: metrics.redisUp,
        of: POD,
    }),
];

interface Uptime extends Pick<Objective, "name" | "promise" | "target"> {
    /** Is 1 while it is up. */
    metric: Metric;
    /** Labels of one series, for the cases. */
    of: Record<string, string>;
}

const uptime = ({ metric, of, ...objective }: Uptime) =>
    objectiveAlerts({
        ...objective,
        service: "agents",
        bad: (window) => average(mean(metric, window)).times(-1).plus(1),
        worlds: { bad: { [series(metric, of)]: "0x120" }, good: { [series(metric, of)]: "1x120" }, idle: {} },
    });

const unsimulated = () =>
    alert({
        name: "AgentsUnsimulatedTransaction",
        severity: "critical",
        service: "agents",
        when: grew(metrics.broadcasts, "10m", { simulated: "false" }),
        for: "0m",
        summary: "A transaction was sent that nobody had simulated",
        description: ({ label }) => `${label("pod")} sent one on ${label("chain")}. Each has to be simulated first.`,
        cases: [
            broken(
                "the first one makes the series",
                "15m",
                { [series(metrics.broadcasts, { ...ETH, simulated: "false" })]: "_x10 1x20" },
                [{ ...ETH, simulated: "false" }],
            ),
            healthy("all were simulated", "15m", {
                [series(metrics.broadcasts, { ...ETH, simulated: "true" })]: "0+5x20",
            }),
            unseen("nothing was sent", "15m"),
        ],
    });
