import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Receiver } from "../../components/settings/receivers";
import { Settings } from "../../components/settings/settings";
import { OWN_RECEIVERS } from "../../components/settings/watch";
import type { Alert } from "../../components/watch/alert";
import { alertmanagerConfig } from "../../components/watch/alertmanager";
import { WATCHDOG } from "../../components/watch/alerts/monitoring";
import { settingsOf } from "../settings/yaml";
import { Live, PEER_SECONDS, until } from "./live";
import { caseOf, Replay, replayedGroups } from "./replay";
import type { Config } from "./routing";
import { receiversOf } from "./routing";
import { alertsOf, declared } from "./rules";

/** What mainnet's receivers leave out: a program that is told. */
const RECORDS: Receiver = { type: "webhook", name: "records", severities: ["critical"], webhook: "records" };

const seconds = (n: number) => new Promise((done) => setTimeout(done, n * 1000));

/** The time after which the second Alertmanager would have told it as well, if the two did not agree. */
const second = () => seconds(PEER_SECONDS + 3);

const related = (one: Alert, other: Alert) =>
    [one, other].some(({ symptomOf }) => symptomOf.some(({ alert }) => alert === one.name || alert === other.name));

/** Alerts that fire together: no cause with its symptom, which would not be sent. */
const wavesOf = (alerts: readonly Alert[]) =>
    alerts.reduce<Alert[][]>((waves, alert) => {
        const wave = waves.find((others) => !others.some((other) => related(alert, other)));
        if (wave) wave.push(alert);
        else waves.push([alert]);
        return waves;
    }, []);

/**
 * Mainnet's declared rules and receivers in real programs. A target shows what the cases of each critical alert say, the
 * healthy one, the broken one, and the healthy one again; a minute of a case passes in two seconds or less.
 */
describe("from Prometheus to people", () => {
    const live = new Live();
    const told = (alert: string, resolved: boolean) =>
        live.told.filter((one) => one.alert === alert && one.resolved === resolved);
    const calls = () => live.told.filter(({ receiver }) => receiver === OWN_RECEIVERS.deadMansSwitch).length;
    let config: Config;
    let critical: Alert[];
    let groups: ReturnType<typeof replayedGroups>;
    const replays = new Map<string, Replay>();
    const show = (state: "broken" | "healthy", alerts: readonly Alert[]) => {
        for (const alert of alerts) replays.set(alert.name, new Replay(alert, caseOf(alert, state)));
    };

    beforeAll(async () => {
        const { watch } = Settings.parse(settingsOf("mainnet"));
        const alerts = await alertsOf("mainnet");
        config = alertmanagerConfig({ ...watch, receivers: [...watch.receivers, RECORDS], region: "lab" }, alerts);
        critical = alerts.filter(({ severity }) => severity === "critical");
        const watchdog = alerts.filter(({ name }) => name === WATCHDOG);
        groups = replayedGroups([...critical, ...watchdog], await declared("mainnet"));
        live.series = () => [...replays.values()].flatMap((replay) => replay.lines());
        show("healthy", critical);
        await live.start(config);
    }, 240_000);
    afterAll(() => live.stop());

    test("Prometheus loads every critical rule, those of IBC among them, and all is silent while all is well", async () => {
        // As long as the longest look back, which would otherwise take the first sample for an event.
        await seconds(45);
        await live.load(groups);
        expect(await live.loaded()).toEqual(expect.arrayContaining(critical.map(({ name }) => name)));
        expect(await live.loaded()).toContain("IBCValidationFailuresBurst");
        await seconds(45);
        const told = live.told.filter(({ receiver }) => receiver !== OWN_RECEIVERS.deadMansSwitch);
        expect(told.map(({ alert, receiver }) => `${alert} to ${receiver}`)).toEqual([]);
    }, 180_000);

    test("every critical alert reaches each of its receivers once, and so does its end", async () => {
        const waves = wavesOf(critical);
        expect(waves.length).toBeGreaterThan(1);
        for (const wave of waves) {
            const expected = (alert: Alert) =>
                receiversOf(config, { alertname: alert.name, severity: alert.severity, service: alert.service }).sort();
            const missing = (resolved: boolean) =>
                wave
                    .filter((alert) => told(alert.name, resolved).length < expected(alert).length)
                    .map(({ name }) => name);
            const receivers = (alert: Alert, resolved: boolean) => [
                alert.name,
                ...told(alert.name, resolved)
                    .map(({ receiver }) => receiver)
                    .sort(),
            ];

            show("broken", wave);
            await until(
                () => `told of ${missing(false)}`,
                () => missing(false).length === 0,
                180,
            );
            await second();
            show("healthy", wave);
            await until(
                () => `told the end of ${missing(true)}`,
                () => missing(true).length === 0,
                180,
            );
            await second();

            for (const resolved of [false, true])
                expect(wave.map((alert) => receivers(alert, resolved))).toEqual(
                    wave.map((alert) => [alert.name, ...expected(alert)]),
                );
        }
    }, 1_200_000);

    test("says what is happening, with the values filled in", () => {
        const [halt] = told("BlockProductionStopped", false).filter(({ receiver }) => receiver === "team");
        expect(halt?.text).toContain("No node of paw-1 has seen a new block");
        const [burst] = told("IBCValidationFailuresBurst", false).filter(({ receiver }) => receiver === "ibc-records");
        expect(burst?.text).toContain("IBCValidationFailuresBurst.md");
    });

    test("calls the dead man's switch until Prometheus stops", async () => {
        const before = calls();
        await until("it is called again and again", () => calls() >= before + 3);
        await live.stopPrometheus();
        // Prometheus gives each alert an end four resends ahead.
        await seconds(20);
        const after = calls();
        await seconds(15);
        expect(calls()).toBe(after);
    }, 120_000);
});
