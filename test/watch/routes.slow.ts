import { beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { KINDS } from "../../components/settings/receivers";
import { Settings } from "../../components/settings/settings";
import { OWN_RECEIVERS } from "../../components/settings/watch";
import type { Alert } from "../../components/watch/alert";
import { alertmanagerConfig } from "../../components/watch/alertmanager";
import { settingsOf } from "../settings/yaml";
import { run } from "./programs";
import { forOlder, receiversOf } from "./routing";
import { alertsOf } from "./rules";

describe.each(["testnet", "mainnet"])("amtool finds for every alert of %s", (network) => {
    const { watch } = Settings.parse(settingsOf(network));
    let alerts: Alert[];
    let config: ReturnType<typeof alertmanagerConfig>;
    beforeAll(async () => {
        alerts = await alertsOf(network);
        config = alertmanagerConfig({ ...watch, region: "lab" }, alerts);
    });

    /** Receivers of one alert, as Alertmanager's own tool finds them. */
    const routed = ({ name, severity, service }: Alert): string[] => {
        const labels = { alertname: name, severity, service, cluster: "lab", namespace: "a", pod: "b" };
        const { stdout } = run(
            "amtool",
            [
                ...["config", "routes", "test", "--config.file=alertmanager.yml"],
                ...Object.entries(labels).map(([label, value]) => `${label}=${value}`),
            ],
            { "alertmanager.yml": stringify(forOlder(config), { aliasDuplicateObjects: false }) },
        );
        return stdout.trim().split(",");
    };

    test("the receivers that the docs say, each once, and a pager for what is critical where somebody is on call", () => {
        const pagers = watch.receivers.filter(({ type }) => KINDS[type] === "pager").map(({ name }) => name);
        expect(alerts.length).toBeGreaterThan(50);
        for (const alert of alerts) {
            const told = routed(alert);
            expect([alert.name, ...told]).toEqual([alert.name, ...receiversOf(config, { ...labelsOf(alert) })]);
            expect([alert.name, told.length]).toEqual([alert.name, new Set(told).size]);
            const woken = told.filter((receiver) => pagers.includes(receiver)).length;
            expect([alert.name, woken]).toEqual([alert.name, alert.severity === "critical" && watch.onCall ? 1 : 0]);
            expect([alert.name, told.includes(OWN_RECEIVERS.deadMansSwitch)]).toEqual([
                alert.name,
                alert.severity === "none",
            ]);
        }
    });
});

const labelsOf = ({ name, severity, service }: Alert) => ({ alertname: name, severity, service });
