import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { alert } from "../../components/watch/alert";
import { broken, healthy, unseen } from "../../components/watch/case";
import { catalogues } from "../../components/watch/catalogue/catalogues";
import { COMETBFT_VERSIONS, cometbft } from "../../components/watch/catalogue/cometbft";
import { metricContracts } from "../../components/watch/catalogue/contracts";
import { hermes } from "../../components/watch/catalogue/hermes";
import { histogram } from "../../components/watch/catalogue/metric";
import { max, now, quantile, rate, shareAbove, sum } from "../../components/watch/query/functions";
import { objectiveAlerts } from "../../components/watch/slo";
import { ROOT } from "../stack";
import { ALERTS } from "./library";

const latency = histogram("latency_ms", "milliseconds", "Time", [100, 500, 1000], ["route"]);
const { backlogSize, wsEvents } = hermes.metrics;

describe("a query", () => {
    test("D4: of a quantile takes no threshold that it can never be above", () => {
        const p95 = quantile(0.95, latency, "5m", "route");
        expect(p95.above(999).text).toBe(
            "histogram_quantile(0.95, sum by (le, route) (rate(latency_ms_bucket[5m]))) > 999",
        );
        expect(() => p95.above(1000)).toThrow("is never above 1000: its highest bucket is 1000; use less than that");
        expect(() => p95.above(60000)).toThrow("its highest bucket is 1000");
        expect(p95.atLeast(1000).text).toContain(">= 1000");
        expect(() => p95.atLeast(1001)).toThrow("never reaches 1001");
    });

    test("of a share above a bound needs a bucket that ends there", () => {
        expect(shareAbove(500, latency, "5m").text).toContain('le=~"500|500.0"');
        expect(() => shareAbove(400, latency, "5m")).toThrow("has no bucket 400; use one of 100, 500, 1000");
    });

    test("knows the labels of its result", () => {
        const byChannel = max(now(backlogSize), "chain", "channel");
        const cases = [broken("", "1m", {}), healthy("", "1m", {}), unseen("", "1m")] as const;
        const common = { name: "A", severity: "warning", service: "ibc", for: "0m", summary: "", cases } as const;
        expect(alert({ ...common, when: byChannel, description: ({ label }) => label("channel") }).description).toBe(
            "{{ $labels.channel }}",
        );
        // @ts-expect-error The port was summed away.
        alert({ ...common, when: byChannel, description: ({ label }) => label("port") });
        // @ts-expect-error No series of it has such a label.
        sum(now(backlogSize), "height");
        // @ts-expect-error The same where series are chosen.
        now(backlogSize, { height: "1" });
        // @ts-expect-error A gauge has no rate.
        rate(backlogSize, "5m");
        // @ts-expect-error A counter has no quantile.
        expect(() => quantile(0.95, wsEvents, "5m")).toThrow();
        // @ts-expect-error Nobody emits it.
        hermes.metrics.clientExpiration;
        // @ts-expect-error Both sides need the labels that they are matched on.
        byChannel.and(now(wsEvents), { on: ["channel"] });
    });

    test("keeps the order of what it is made of", () => {
        const { text } = now(backlogSize)
            .plus(now(wsEvents), { on: ["chain"], many: "left" })
            .times(2)
            .above(3);
        expect(text).toBe("((backlog_size + on (chain) group_left () ws_events_total) * 2) > 3");
    });
});

describe("CometBFT's catalogue", () => {
    test("D5: takes its prefix from what config.toml gets", () => {
        for (const namespace of ["cometbft", "tendermint"])
            for (const { name } of Object.values(cometbft({ namespace, version: "0.38" }).metrics))
                expect(name.startsWith(`${namespace}_`)).toBe(true);
    });

    test("knows the names that each version has for catching up", () => {
        const names = COMETBFT_VERSIONS.map((version) =>
            cometbft({ namespace: "c", version }).syncing.map(({ name }) => name),
        );
        expect(names).toEqual([
            ["c_consensus_fast_syncing", "c_consensus_state_syncing"],
            ["c_consensus_block_syncing", "c_consensus_state_syncing"],
            ["c_blocksync_syncing", "c_statesync_syncing"],
            ["c_blocksync_syncing", "c_statesync_syncing"],
        ]);
    });
});

describe("the catalogues", () => {
    const all = catalogues({ namespace: "cometbft", version: "0.38" });
    const known = new Set(all.flatMap(({ metrics }) => Object.values(metrics).map(({ name }) => name)));

    test("name each metric once, say what it is and where that was read", () => {
        const metrics = all.flatMap(({ metrics }) => Object.values(metrics));
        expect(metrics.length).toBeGreaterThan(150);
        expect(known.size).toBe(metrics.length);
        for (const { name, unit, help, buckets } of metrics) {
            expect([name, unit.length > 0, help.length > 0]).toEqual([name, true, true]);
            expect([name, ...(buckets ?? [])]).toEqual([name, ...[...(buckets ?? [])].sort((a, b) => a - b)]);
        }
        for (const { source } of all) expect(source.length).toBeGreaterThan(10);
    });

    test("D1: have every metric of every alert", () => {
        for (const { name, query, recordings } of ALERTS) {
            const recorded = recordings.map(({ record }) => record);
            const strange = query.metrics.map((metric) => metric.name).filter((one) => !known.has(one));
            expect([name, ...strange.filter((one) => !recorded.includes(one))]).toEqual([name]);
        }
    });

    test("tell applications the values of labels that alerts choose by", () => {
        const contracts = all
            .filter(({ emitted }) => emitted === "contract")
            .flatMap(({ metrics }) => Object.values(metrics));
        const chosen = contracts.flatMap(({ name, help }) =>
            ALERTS.flatMap(({ query, recordings }) => [query, ...recordings.map((one) => one.query)])
                .flatMap(({ text }) => [...text.matchAll(new RegExp(`\\b${name}(?:_\\w+)?\\{([^}]*)\\}`, "g"))])
                .flatMap(([, matchers = ""]) => [...matchers.matchAll(/(\w+)="([^"]*)"/g)])
                .map(([, label, value]) => ({ name, label, value, told: help.includes(`\`${value}\``) })),
        );
        expect(chosen.length).toBeGreaterThan(5);
        expect(chosen.filter(({ told, label }) => !told && label !== "service")).toEqual([]);
    });

    test("say in docs/metric-contracts.md what applications have to emit", () => {
        expect(readFileSync(join(ROOT, "docs/metric-contracts.md"), "utf8")).toBe(metricContracts());
    });
});

test("an objective that cannot burn as fast as its alerts ask for is refused", () => {
    const worlds = { bad: {}, good: {}, idle: {} };
    const bad = () => sum(now(backlogSize));
    expect(() => objectiveAlerts({ name: "A", service: "rpc", promise: "b", target: 0.9, bad, worlds })).toThrow(
        "A cannot burn 14.4 times: 0.9 is too low a target",
    );
});
