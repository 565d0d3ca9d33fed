import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Receiver } from "../../components/settings/receivers";
import { OWN_RECEIVERS } from "../../components/settings/watch";
import type { Alert } from "../../components/watch/alert";
import { alertmanagerConfig } from "../../components/watch/alertmanager";
import { ruleGroups } from "../../components/watch/rule";
import { ALERTS } from "./library";
import { ALERTMANAGER, Live, PEER_SECONDS, PROMETHEUS, until } from "./live";
import { receiversOf } from "./routing";

const RECEIVERS: Receiver[] = [
    { type: "pagerduty", name: "oncall", severities: ["critical"], routingKey: "key" },
    { type: "slack", name: "team", severities: ["critical", "warning"], channel: "#team", webhook: "hook" },
    { type: "pagerduty", name: "ibc-oncall", severities: ["critical"], services: ["ibc"], routingKey: "ibc-key" },
    { type: "webhook", name: "records", severities: ["critical"], webhook: "records" },
];
const CONFIG = alertmanagerConfig(
    { receivers: RECEIVERS, deadMansSwitch: { webhook: "switch", minutes: 1 }, region: "lab" },
    ALERTS,
);

const CRITICAL = ALERTS.filter(({ severity }) => severity === "critical");
const related = (one: Alert, other: Alert) =>
    [one, other].some(({ symptomOf }) => symptomOf.some(({ alert }) => alert === one.name || alert === other.name));

/** Alerts that fire together: no cause with its symptom, which would not be sent. */
const WAVES = CRITICAL.reduce<Alert[][]>((waves, alert) => {
    const wave = waves.find((others) => !others.some((other) => related(alert, other)));
    if (wave) wave.push(alert);
    else waves.push([alert]);
    return waves;
}, []);

/** What the target shows so that an alert fires, with the labels of its own first case. */
function trigger({ name, cases }: Alert): string {
    const labels = { trigger: name, ...cases[0]?.fires[0] };
    return `slipway_trigger{${Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`)}} 1`;
}

/** The real rules with the real labels and words, each on a switch of ours: promtool has judged their queries. */
const GROUPS = ruleGroups([...CRITICAL, ...ALERTS.filter(({ severity }) => severity === "none")], {
    runbooks: "https://example.com/runbooks",
}).map((group) => ({
    name: group.name,
    rules: group.rules
        .filter((rule) => "alert" in rule)
        .map((rule) =>
            rule.labels.severity === "none"
                ? rule
                : { ...rule, for: "0s", expr: `slipway_trigger{trigger="${rule.alert}"} == 1` },
        ),
}));

/** The time after which the second Alertmanager would have told it as well, if the two did not agree. */
const second = () => new Promise((done) => setTimeout(done, (PEER_SECONDS + 3) * 1000));

describe.skipIf(!PROMETHEUS || !ALERTMANAGER)("from Prometheus to people", () => {
    const live = new Live();
    const told = (alert: string, resolved: boolean) =>
        live.told.filter((one) => one.alert === alert && one.resolved === resolved);
    const calls = () => live.told.filter(({ receiver }) => receiver === OWN_RECEIVERS.deadMansSwitch).length;
    beforeAll(() => live.start(CONFIG, GROUPS), 120_000);
    afterAll(() => live.stop());

    test("Prometheus has loaded every rule, those of IBC among them", async () => {
        const loaded = await live.loaded();
        expect(CRITICAL.map(({ name }) => name).filter((name) => !loaded.includes(name))).toEqual([]);
        expect(loaded).toContain("IBCValidationFailuresBurst");
    });

    test.each(WAVES.map((wave, i) => [i + 1, wave] as const))(
        "wave %i of critical alerts reaches each receiver once, and so does its end",
        async (_, wave) => {
            const expected = (alert: Alert) =>
                receiversOf(CONFIG, { alertname: alert.name, severity: alert.severity, service: alert.service }).sort();
            const all = wave.reduce((sum, alert) => sum + expected(alert).length, 0);
            const count = (resolved: boolean) => wave.reduce((sum, { name }) => sum + told(name, resolved).length, 0);

            live.series = wave.map(trigger);
            await until("all are told", () => count(false) >= all, 90);
            await second();
            live.series = [];
            await until("all are told the end", () => count(true) >= all, 90);
            await second();

            for (const alert of wave) {
                expect([
                    alert.name,
                    told(alert.name, false)
                        .map(({ receiver }) => receiver)
                        .sort(),
                ]).toEqual([alert.name, expected(alert)]);
                expect([
                    alert.name,
                    told(alert.name, true)
                        .map(({ receiver }) => receiver)
                        .sort(),
                ]).toEqual([alert.name, expected(alert)]);
            }
        },
        240_000,
    );

    test("says what is happening, with the values filled in", () => {
        const [halt] = told("BlockProductionStopped", false).filter(({ receiver }) => receiver === "team");
        expect(halt?.text).toContain("No node of paw-1 has seen a new block");
    });

    test("calls the dead man's switch until Prometheus stops", async () => {
        const before = calls();
        await until("it is called again and again", () => calls() >= before + 3);
        await live.stopPrometheus();
        // Prometheus gives each alert an end four resends ahead.
        await new Promise((done) => setTimeout(done, 20_000));
        const after = calls();
        await new Promise((done) => setTimeout(done, 15_000));
        expect(calls()).toBe(after);
    }, 120_000);
});
