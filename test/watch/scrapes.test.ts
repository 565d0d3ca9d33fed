import { describe, expect, test } from "vitest";
import { byWorkload } from "../../components/watch/monitoring";
import { scrape } from "../../components/watch/scrape";
import { stack } from "../stack";

/** Connections that somebody who looks by hand takes. */
const BY_HAND = 1;

test("a workload is read in its own namespace, though another one has its name", () => {
    const at = (namespace: string, number: number) =>
        scrape({ pods: "api", namespace }, { port: `m${number}`, number, path: "/metrics" });
    const found = byWorkload([at("betting", 1), at("own", 2), at("betting", 3)]);
    expect(found.map(([{ namespace }, all]) => [namespace, all.map(({ number }) => number)])).toEqual([
        ["betting", [1, 3]],
        ["own", [2]],
    ]);
});

describe.each(["testnet", "mainnet"])("the scrapes of %s", (network) => {
    test("leave room under the most connections that CometBFT's metrics take, of which its default is 3", async () => {
        const { all } = await stack(network);
        const replicas = all("kubernetes:helm.sh/v3:Release")
            .filter(({ inputs }) => inputs.name === "monitoring")
            .map(({ inputs }) => inputs.values as { prometheus: { prometheusSpec: { replicas: number } } })
            .map(({ prometheus }) => prometheus.prometheusSpec.replicas);
        const texts = all("kubernetes:core/v1:ConfigMap").map(({ inputs }) => JSON.stringify(inputs.data ?? {}));
        const most = texts.flatMap((text) =>
            [...text.matchAll(/max_open_connections = (\d+)\\nnamespace/g)].map(([, n]) => Number(n)),
        );
        expect(most.length).toBeGreaterThan(3);
        for (const limit of most) expect(limit).toBeGreaterThanOrEqual(Math.max(...replicas) + BY_HAND);
    });

    test("happen twice in each of the shortest windows that alerts look at", async () => {
        const { all } = await stack(network);
        const monitors = all("kubernetes:monitoring.coreos.com/v1:ServiceMonitor");
        const intervals = monitors.flatMap(({ inputs }) =>
            (inputs.spec as { endpoints: { interval: string }[] }).endpoints.map(({ interval }) => interval),
        );
        const seconds = { s: 1, m: 60, h: 3600, d: 86400 };
        const rules = JSON.stringify(all("kubernetes:monitoring.coreos.com/v1:PrometheusRule"));
        const windows = [...rules.matchAll(/\[(\d+)([smhd])\]/g)].map(
            ([, n, unit]) => Number(n) * seconds[unit as keyof typeof seconds],
        );
        expect(windows.length).toBeGreaterThan(20);
        expect(intervals.length).toBeGreaterThan(5);
        for (const interval of intervals)
            expect(2 * Number.parseInt(interval, 10)).toBeLessThanOrEqual(Math.min(...windows));
    });
});
