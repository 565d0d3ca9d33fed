import { describe, expect, test } from "vitest";
import { EXTERNAL_SECRETS } from "../../components/watch/scrape";
import type { Json } from "../../preview/plan";
import { stack } from "../stack";
import { ALERTS } from "./library";
import { missing } from "./programs";
import { judge } from "./promtool";

type Rules = Parameters<typeof judge>[1];

/** The rules that a network declares for one cluster. */
async function declared(network: string): Promise<Rules> {
    const { all } = await stack(network);
    const [first] = all("kubernetes:monitoring.coreos.com/v1:PrometheusRule");
    const spec = first?.inputs.spec as { groups: { rules: Json[] }[] } | undefined;
    return (spec?.groups ?? []).flatMap(({ rules }) => rules) as unknown as Rules;
}

describe.each(["testnet", "mainnet"])("the rules of %s", (network) => {
    test("are alerts of the library, and the same in every cluster", async () => {
        const { all } = await stack(network);
        const rules = await declared(network);
        const names = rules.flatMap((rule) => ("alert" in rule ? [rule.alert] : []));
        expect(names.length).toBeGreaterThan(10);
        expect(names.filter((name) => !ALERTS.some((alert) => alert.name === name))).toEqual([]);
        const specs = all("kubernetes:monitoring.coreos.com/v1:PrometheusRule").map(({ inputs }) => inputs.spec);
        for (const spec of specs) expect(spec).toEqual(specs[0]);
    });
});

test("D2: the operator of secrets listens where it is scraped", async () => {
    const { all } = await stack("mainnet");
    const releases = all("kubernetes:helm.sh/v3:Release").filter(({ inputs }) => inputs.name === "external-secrets");
    expect(releases).toHaveLength(2);
    for (const { inputs } of releases)
        expect(inputs.values).toMatchObject({ metrics: { service: { enabled: true, port: EXTERNAL_SECRETS.number } } });
});

describe("the rules of mainnet", () => {
    test.skipIf(missing("promtool"))("fire and stay silent as the cases of each alert say", async () => {
        const rules = await declared("mainnet");
        const alerts = ALERTS.filter(({ name }) => rules.some((rule) => "alert" in rule && rule.alert === name));
        expect(judge(alerts, rules)).toBe("");
    });
});
