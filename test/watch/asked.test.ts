import { describe, expect, test } from "vitest";
import { stack } from "../stack";
import { CANDIDATES, ELSEWHERE, UNSCRAPED } from "./candidates";
import { ALERTS } from "./library";
import { alertsIn } from "./rules";

/** What the documents of the five systems ask to be told of: requirement, their words, the alert, and their value in it. */
const ASKED: readonly [string, string, string, string][] = [
    ["S0-17", "Settlement completion under 5 seconds (P95)", "SettlementP95AboveSLO", "> 5000"],
    ["S0-18", "solver dropout", "NoActiveSolvers", "== 0"],
    ["S0-18", "oracle", "OracleStale", ">= 300"],
    ["S0-18", "relayer", "IBCRelayerDown", "== 0"],
    ["S0-19", "RPO (Recovery Point Objective): target < 1 minute", "PostgresReplicaLagBreaksRPO", "> 60"],
    ["S0-26", "failure rates", "HighSettlementFailureRate", "> 0.05"],
    ["S1-25", "BlockProductionStopped", "BlockProductionStopped", "== 0"],
    ["S1-25", "LowPeerCount", "LowPeerCount", "< 3"],
    ["S1-25", "HighBlockTime", "HighBlockTime", "> 10"],
    ["S1-25", "CPU alerts", "HighCPUUsage", "> 0.8"],
    ["S1-25", "disk alerts", "HighDiskUsage", "> 0.85"],
    ["S1-29", "uptime", "ChainUptimeBurnsInHours", "> 0.0144"],
    ["S1-29", "Block time", "BlockTimeBurnsInHours", "> 0.144"],
    ["S1-29", "participation", "ValidatorParticipationBurnsInHours", "> 0.144"],
    ["S1-29", "latency", "RelayLatencyBurnsInHours", "> 0.72"],
    ["S2-05", "Alert on > 5% failure rate", "ExecutorTxFailureRate", "> 0.05"],
    ["S2-06", "Alert on any guard failure", "ExecutorGuardFailure", "> 0"],
    ["S2-07", "Alert on gas > 80% of block limit", "ExecutorGasAbove80PctBlock", "> 0.8"],
    ["S2-08", "Alert on stale prices", "ExecutorOracleStale", "executor_oracle_heartbeat_seconds"],
    ["S2-09", "Alert on HF < 1.1", "ExecutorHealthFactorLow", "< 1.1"],
    ["S2-10", "Alert on connection failures", "RPCProviderDown", "> 0.5"],
    ["S2-11", "Alert on slippage > 1%", "ExecutorHighSlippage", "> 0.01"],
    ["S2-12", "Alert on unexpected patterns", "ExecutorUnusualActivity", "> 60"],
    ["S2-13", "Alert on executor balance changes", "ExecutorBalanceChanged", "> 0"],
    ["S2-19", "Uptime: Target 99.9%", "ExecutorUptimeBurnsInHours", "> 0.0144"],
    ["S2-19", "Success Rate: Target > 95%", "ExecutorSuccessBurnsInHours", "> 0.72"],
    ["S4-10", "Cache hit rate >70% for repeated queries", "AgentsCacheHitLow", "< 0.7"],
    ["S4-10", "RPC failover <500ms", "AgentsFailoverSlow", "> 0.5"],
    ["S4-10", "Nonce collision rate <0.1%", "AgentsNonceCollisions", "> 0.001"],
    ["S4-10", "Average response time <2s for queries", "AgentsQueriesSlow", "> 2"],
    ["S4-10", "Transaction simulation <5s", "AgentsSimulationSlow", "> 5"],
    ["S4-11", "WebSocket uptime >99.5%", "AgentsWebSocketUptimeBurnsInHours", "> 0.072"],
    ["S4-11", "Redis availability >99.9%", "AgentsRedisAvailabilityBurnsInHours", "> 0.0144"],
];

describe("every alert that was asked for", () => {
    const names = ALERTS.map(({ name }) => name);

    test.each(ASKED)("%s: %s is %s, with the value that the document states", (_, words, name, value) => {
        const found = ALERTS.find((alert) => alert.name === name);
        expect([words, name, found?.query.text]).toEqual([words, name, expect.stringContaining(value)]);
    });

    test("settles each candidate rule once", () => {
        const rules = CANDIDATES.map(({ rule }) => rule);
        expect(rules).toHaveLength(53);
        expect(new Set(rules).size).toBe(53);
    });

    test.each(CANDIDATES)("$rule is $here, over the metric it asks for or another for a reason", (settled) => {
        const { metric, here, because } = settled;
        const found = ALERTS.find(({ name }) => name === here);
        const seen = (found?.query.metrics ?? []).map(({ name }) => name);
        expect(found).toBeDefined();
        if (because === undefined) expect(seen).toEqual(metric === "" ? [] : expect.arrayContaining([metric]));
        else expect(seen).not.toContain(metric);
    });

    test.each(Object.entries(ELSEWHERE))(
        "%s of others' rules has its place here or a reason why not",
        (name, place) => {
            expect(names).not.toContain(name);
            if ("here" in place) expect(names).toContain(place.here);
        },
    );

    test.each(UNSCRAPED)("$program runs nowhere, and no alert waits for it", async ({ image, metrics }) => {
        for (const network of ["testnet", "mainnet"]) {
            const { plan } = await stack(network);
            const text = JSON.stringify(plan.resources.map(({ inputs }) => inputs));
            const used = [...text.matchAll(/"(?:image|repository)":"([^"]+)"/g)].map(([, name = ""]) => name);
            expect(used.length).toBeGreaterThan(20);
            expect(used.filter((name) => image.test(name))).toEqual([]);
        }
        const asked = ALERTS.flatMap(({ query }) => query.metrics.map(({ name }) => name));
        expect(asked.filter((name) => name.startsWith(metrics))).toEqual([]);
    });

    test("is declared on mainnet, and reaches somebody there", async () => {
        const { all } = await stack("mainnet");
        const declared = [
            ...all("kubernetes:monitoring.coreos.com/v1:PrometheusRule").flatMap(({ inputs }) => alertsIn(inputs.spec)),
            ...all("gcp:monitoring/alertPolicy:AlertPolicy").map(({ inputs }) => inputs.displayName),
        ];
        expect(ASKED.map(([, , name]) => name).filter((name) => !declared.includes(name))).toEqual([]);
    });
});
