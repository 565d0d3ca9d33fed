import { describe, expect, test } from "vitest";
import { EXTERNAL_SECRETS } from "../../components/watch/scrape";
import { stack } from "../stack";
import { ALERTS } from "./library";
import { alertsIn, declared } from "./rules";

describe.each(["testnet", "mainnet"])("the rules of %s", (network) => {
    test("are alerts of the library, the same in every cluster but for what runs in the active region alone", async () => {
        const { all } = await stack(network);
        const rules = await declared(network);
        const names = rules.flatMap((rule) => ("alert" in rule ? [rule.alert] : []));
        expect(names.length).toBeGreaterThan(10);
        expect(names.filter((name) => !ALERTS.some((alert) => alert.name === name))).toEqual([]);
        const only = ALERTS.filter(({ activeOnly }) => activeOnly).map(({ name }) => name);
        expect(names.filter((name) => only.includes(name)).length).toBeGreaterThan(0);
        for (const { inputs } of all("kubernetes:monitoring.coreos.com/v1:PrometheusRule").slice(1))
            expect(alertsIn(inputs.spec)).toEqual(names.filter((name) => !only.includes(name)));
    });
});

test("D2: the operator of secrets listens where it is scraped", async () => {
    const { all } = await stack("mainnet");
    const releases = all("kubernetes:helm.sh/v3:Release").filter(({ inputs }) => inputs.name === "external-secrets");
    expect(releases).toHaveLength(2);
    for (const { inputs } of releases)
        expect(inputs.values).toMatchObject({ metrics: { service: { enabled: true, port: EXTERNAL_SECRETS.number } } });
});
