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

const rulesIn = (spec: Json | undefined): Rules =>
    ((spec as { groups: { rules: Json[] }[] } | undefined)?.groups ?? []).flatMap(
        ({ rules }) => rules,
    ) as unknown as Rules;

const alertsIn = (spec: Json | undefined): string[] =>
    rulesIn(spec).flatMap((rule) => ("alert" in rule ? [rule.alert] : []));

/** The rules that a network declares for the active region's cluster, which comes first. */
async function declared(network: string): Promise<Rules> {
    const { all } = await stack(network);
    const [first] = all("kubernetes:monitoring.coreos.com/v1:PrometheusRule");
    return rulesIn(first?.inputs.spec);
}

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
