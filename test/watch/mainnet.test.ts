import { describe, expect, test } from "vitest";
import { Ground } from "../../components/ground/ground";
import { Settings } from "../../components/settings/settings";
import type { Alert } from "../../components/watch/alert";
import { groundAlerts } from "../../components/watch/ground";
import { EXTERNAL_SECRETS } from "../../components/watch/scrape";
import { declareSites } from "../../components/workload/site";
import { declareProgram } from "../../preview/capture";
import type { Json } from "../../preview/plan";
import { declareSystems } from "../../systems/systems";
import { settingsOf } from "../settings/yaml";
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

/** The alerts that a network's systems and ground give, with the cases that prove them. */
async function alertsOf(network: string): Promise<Alert[]> {
    const settings = Settings.parse(settingsOf(network));
    let alerts: Alert[] = [];
    await declareProgram(() => {
        const ground = new Ground("ground", { network, google: settings.google, ...settings.ground });
        const systems = declareSystems(ground, declareSites(ground), settings);
        alerts = [...groundAlerts(ground), ...systems.flatMap((system) => system.alerts)];
    });
    return alerts;
}

describe.each(["testnet", "mainnet"])("the rules of %s", (network) => {
    test.skipIf(missing("promtool"))("fire and stay silent as the cases of each alert say", async () => {
        const rules = await declared(network);
        const alerts = await alertsOf(network);
        expect(alerts.map(({ name }) => name).sort()).toEqual(
            rules.flatMap((rule) => ("alert" in rule ? [rule.alert] : [])).sort(),
        );
        expect(judge(alerts, rules)).toBe("");
    });
});
