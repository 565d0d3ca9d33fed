import { describe, expect, test } from "vitest";
import { Ground } from "../../components/ground/ground";
import { Settings } from "../../components/settings/settings";
import type { Alert } from "../../components/watch/alert";
import { groundAlerts } from "../../components/watch/ground";
import { declareSites } from "../../components/workload/site";
import { declareProgram } from "../../preview/capture";
import { declareSystems } from "../../systems/systems";
import { settingsOf } from "../settings/yaml";
import { missing } from "./programs";
import { judge } from "./promtool";
import { declared } from "./rules";

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
