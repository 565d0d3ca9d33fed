import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Receiver } from "../../components/settings/receivers";
import { Settings } from "../../components/settings/settings";
import { OWN_RECEIVERS } from "../../components/settings/watch";
import type { Alert } from "../../components/watch/alert";
import { alertmanagerConfig } from "../../components/watch/alertmanager";
import { WATCHDOG } from "../../components/watch/alerts/monitoring";
import { settingsOf } from "../settings/yaml";
import { Live, PEER_SECONDS, until } from "./live";
import { caseOf, HOLD_SECONDS, Replay, replayedGroups, WINDOW_SECONDS } from "./replay";
import type { Config } from "./routing";
import { receiversOf } from "./routing";
import { alertsOf, declared } from "./rules";

/** What mainnet's receivers leave out: a program that is told. */
const RECORDS: Receiver = { type: "webhook", name: "records", severities: ["critical"], webhook: "records" };

const seconds = (n: number) => new Promise((done) => setTimeout(done, n * 1000));

const related = (one: Alert, other: Alert) =>
    [one, other].some(({ symptomOf }) => symptomOf.some(({ alert }) => alert === one.name || alert === other.name));

/** Alerts in as few clusters as keep each cause apart from its symptoms, which would not be sent from its cluster. */
const clustersOf = (alerts: readonly Alert[]) =>
    alerts.reduce<Alert[][]>((clusters, alert) => {
        const cluster = clusters.find((others) => !others.some((other) => related(alert, other)));
        if (cluster) cluster.push(alert);
        else clusters.push([alert]);
        return clusters;
    }, []);

/** Whether a count has stayed what it is for so many seconds. */
const silent = (count: () => number, seconds: number) => {
    let [last, since] = [count(), Date.now()];
    return () => {
        if (count() !== last) [last, since] = [count(), Date.now()];
        return Date.now() - since > seconds * 1000;
    };
};

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
        const clusters = clustersOf([...critical, ...watchdog]);
        expect(clusters.length).toBeGreaterThan(1);
        groups = replayedGroups(
            clusters.flat(),
            await declared("mainnet"),
            (alert) => `lab-${clusters.findIndex((one) => one.includes(alert))}`,
        );
        live.series = () => [...replays.values()].flatMap((replay) => replay.lines());
        show("healthy", critical);
        await live.start(config);
    }, 240_000);
    afterAll(() => live.stop());

    test("Prometheus loads every critical rule, those of IBC among them, and all is silent while all is well", async () => {
        // As long as the longest look back, which would otherwise take the first sample for an event.
        await seconds(WINDOW_SECONDS.most + 5);
        await live.load(groups);
        expect(await live.loaded()).toEqual(expect.arrayContaining(critical.map(({ name }) => name)));
        expect(await live.loaded()).toContain("IBCValidationFailuresBurst");
        await seconds(HOLD_SECONDS + 8);
        const told = live.told.filter(({ receiver }) => receiver !== OWN_RECEIVERS.deadMansSwitch);
        expect(told.map(({ alert, receiver }) => `${alert} to ${receiver}`)).toEqual([]);
    }, 180_000);

    // Each of a pair tells what the other may not have told: https://prometheus.io/docs/alerting/latest/high_availability.
    // A machine that stands still for ten seconds makes them tell some of it twice; a route that does so tells all twice.
    test("every critical alert reaches each of its receivers, as a rule once, and so does its end", async () => {
        live.told.splice(0);
        const expected = ({ name, severity, service }: Alert) =>
            receiversOf(config, { alertname: name, severity, service }).sort();
        const receivers = ({ name }: Alert, resolved: boolean) =>
            [...new Set(told(name, resolved).map(({ receiver }) => receiver))].sort();
        const missing = (resolved: boolean) =>
            critical
                .filter((alert) => receivers(alert, resolved).length < expected(alert).length)
                .map(({ name }) => name);
        for (const [state, resolved] of [
            ["broken", false],
            ["healthy", true],
        ] as const) {
            show(state, critical);
            await until(
                () => `told that ${missing(resolved)} ${resolved ? "ended" : "began"}`,
                () => missing(resolved).length === 0,
                180,
            );
        }
        // After that time the second Alertmanager would have told it as well, if the two did not agree.
        await seconds(PEER_SECONDS + 3);
        for (const resolved of [false, true]) {
            expect(critical.map((alert) => [alert.name, ...receivers(alert, resolved)])).toEqual(
                critical.map((alert) => [alert.name, ...expected(alert)]),
            );
            for (const receiver of new Set(critical.flatMap(expected))) {
                const times = critical
                    .map(({ name }) => told(name, resolved).filter((one) => one.receiver === receiver).length)
                    .filter((count) => count > 0);
                const once = times.filter((count) => count === 1).length;
                expect(once, `${receiver} is told once, ${times}`).toBeGreaterThan(times.length / 2);
            }
        }
    }, 420_000);

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
        await until("it is called no more", silent(calls, 10), 60);
    }, 120_000);
});
