import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { check } from "../../components/settings/check";
import type { Receiver } from "../../components/settings/receivers";
import { KINDS, SERVICES } from "../../components/settings/receivers";
import { Settings } from "../../components/settings/settings";
import { OWN_RECEIVERS, watchRules } from "../../components/settings/watch";
import { alertmanagerConfig } from "../../components/watch/alertmanager";
import type { Json } from "../../preview/plan";
import { ROOT, stack } from "../stack";
import { ALERTS, LIBRARY } from "./library";
import { missing, run } from "./programs";
import type { Config } from "./routing";
import { forOlder, receiversOf } from "./routing";

const secret = { name: "a", severities: ["critical" as const] };
const ONE_OF_EACH: readonly Receiver[] = [
    { ...secret, type: "pagerduty", name: "pagerduty", routingKey: "key" },
    { ...secret, type: "opsgenie", name: "opsgenie", apiKey: "key", api: "https://api.eu.opsgenie.com/" },
    { ...secret, type: "jira", name: "jira", webhook: "key" },
    { ...secret, type: "slack", name: "slack", channel: "#a", webhook: "key" },
    {
        ...secret,
        type: "email",
        name: "email",
        to: "a@example.com",
        from: "b@example.com",
        server: "smtp.example.com:587",
        user: "b",
        password: "key",
    },
    { ...secret, type: "webhook", name: "webhook", webhook: "key" },
];
const deadMansSwitch = { webhook: "switch", minutes: 1 };

const amtool = (args: readonly string[], config: object) =>
    run("amtool", [...args], { "alertmanager.yml": stringify(config, { aliasDuplicateObjects: false }) });

const routed = (config: object, labels: Readonly<Record<string, string>>): string[] => {
    const words = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    const { stdout } = amtool(["config", "routes", "test", "--config.file=alertmanager.yml", ...words], config);
    return stdout.trim().split(",");
};

describe("a receiver", () => {
    test.each(ONE_OF_EACH)("of type $type gets its secret from a file and says when something is over", (receiver) => {
        const config = alertmanagerConfig({ receivers: [receiver], deadMansSwitch, region: "lab" }, ALERTS);
        const own = config.receivers.find(({ name }) => name === receiver.name);
        const [settings] = Object.values(own ?? {}).filter(Array.isArray)[0] ?? [];
        const files = Object.entries(settings).filter(([key]) => key.endsWith("_file"));
        expect(files.map(([, path]) => path)).toEqual(["/etc/alertmanager/secrets/receivers/key"]);
        expect(settings).toMatchObject({ send_resolved: true });
    });

    test("that names a service takes the place of those of its kind that name none", () => {
        const [pager] = ONE_OF_EACH;
        const chat = ONE_OF_EACH[3];
        if (!pager || !chat) throw new Error("no receivers");
        const receivers = [pager, chat, { ...pager, name: "ibc", services: ["ibc" as const] }];
        const config = alertmanagerConfig({ receivers, deadMansSwitch, region: "lab" }, ALERTS);
        expect(receiversOf(config, { severity: "critical", service: "ibc" })).toEqual(["ibc", "slack"]);
        expect(receiversOf(config, { severity: "critical", service: "p2p" })).toEqual(["pagerduty", "slack"]);
        expect(receiversOf(config, { severity: "warning", service: "ibc" })).toEqual([OWN_RECEIVERS.nobody]);
    });

    const receiver = fc
        .record({
            of: fc.constantFrom(...ONE_OF_EACH),
            severities: fc.subarray(["critical" as const, "warning" as const], { minLength: 1 }),
            services: fc.option(fc.subarray(["ibc" as const, "p2p" as const], { minLength: 1 }), { nil: undefined }),
        })
        .map(({ of, ...rest }): Receiver => ({ ...of, ...rest }));

    test("is told once or not at all, and a service whose alerts somebody takes is never without", () => {
        fc.assert(
            fc.property(fc.array(receiver, { maxLength: 6 }), (list) => {
                const receivers = list.map((one, i) => ({ ...one, name: `r${i}` }));
                const config = alertmanagerConfig({ receivers, deadMansSwitch, region: "lab" }, ALERTS);
                for (const severity of ["critical", "warning"] as const)
                    for (const service of ["ibc", "p2p", "oracle"] as const) {
                        const told = receiversOf(config, { severity, service });
                        expect(told).toHaveLength(new Set(told).size);
                        const takes = receivers.filter(
                            (one) => one.severities.includes(severity) && (one.services?.includes(service) ?? true),
                        );
                        const kinds = (names: readonly string[]) =>
                            new Set(
                                receivers.filter(({ name }) => names.includes(name)).map(({ type }) => KINDS[type]),
                            );
                        expect(kinds(told)).toEqual(kinds(takes.map(({ name }) => name)));
                        // Of one kind, those that name the service, or else those that name none.
                        for (const kind of kinds(told)) {
                            const own = receivers.filter(
                                ({ name, type }) => told.includes(name) && KINDS[type] === kind,
                            );
                            expect(new Set(own.map(({ services }) => services !== undefined)).size).toBe(1);
                        }
                    }
            }),
        );
    });
});

test("the services that a stack file may name are those of the alerts that go through Alertmanager", () => {
    const { google, ...others } = LIBRARY;
    expect(google?.length).toBeGreaterThan(0);
    const services = Object.values(others).flatMap((alerts) => alerts.map(({ service }) => service));
    expect([...new Set(services)].sort()).toEqual([...SERVICES].sort());
});

describe("what mainnet declares", () => {
    let config: Config;
    let alerts: { name: string; severity: string; service: string }[];
    beforeAll(async () => {
        const { all } = await stack("mainnet");
        const releases = all("kubernetes:helm.sh/v3:Release").filter(({ inputs }) => inputs.name === "monitoring");
        const configs = releases.map(
            ({ inputs }) => (inputs.values as { alertmanager: { config: Config } }).alertmanager,
        );
        config = configs[0]?.config as Config;
        const [rules] = all("kubernetes:monitoring.coreos.com/v1:PrometheusRule");
        const spec = rules?.inputs.spec as { groups: { rules: Json[] }[] } | undefined;
        alerts = (spec?.groups ?? [])
            .flatMap((group) => group.rules as { alert?: string; labels: { severity: string; service: string } }[])
            .flatMap(({ alert, labels }) => (alert ? [{ name: alert, ...labels }] : []));
    }, 60_000);

    test.skipIf(missing("amtool"))("D8: is a configuration that Alertmanager loads", () => {
        const { output, passed } = amtool(["check-config", "alertmanager.yml"], forOlder(config));
        expect(output).toContain("SUCCESS");
        expect(passed).toBe(true);
    });

    test.skipIf(missing("amtool"))("D7: wakes somebody once for each critical alert, and nobody for a warning", () => {
        const pagers = config.receivers.filter((receiver) => "pagerduty_configs" in receiver).map(({ name }) => name);
        expect(alerts.length).toBeGreaterThan(20);
        const seen = new Map<string, string[]>();
        for (const { name, severity, service } of alerts.filter(({ severity }) => severity !== "none")) {
            const key = `${severity} ${service}`;
            const told = seen.get(key) ?? routed(forOlder(config), { alertname: name, severity, service });
            seen.set(key, told);
            const woken = told.filter((receiver) => pagers.includes(receiver));
            expect([name, woken.length, told.length]).toEqual([
                name,
                severity === "critical" ? 1 : 0,
                new Set(told).size,
            ]);
            expect([name, ...told]).toEqual([name, ...receiversOf(config, { alertname: name, severity, service })]);
            expect(told).not.toContain(OWN_RECEIVERS.nobody);
        }
    });

    test.skipIf(missing("amtool"))(
        "sends boundary failures of IBC to their own people, by pager, chat and mail",
        () => {
            const labels = { alertname: "IBCValidationFailuresBurst", severity: "critical", service: "ibc" };
            expect(routed(forOlder(config), labels)).toEqual(["ibc-oncall", "ibc-team", "ibc-records"]);
        },
    );

    test.skipIf(missing("amtool"))(
        "D7: gives the watchdog to the dead man's switch alone, oftener than anything else",
        () => {
            const labels = { alertname: "Watchdog", severity: "none", service: "monitoring" };
            expect(routed(forOlder(config), labels)).toEqual([OWN_RECEIVERS.deadMansSwitch]);
            expect(config.route.routes[0]).toMatchObject({ group_interval: "1m", repeat_interval: "1m" });
            expect(config.receivers[1]).toMatchObject({ webhook_configs: [{ send_resolved: false }] });
        },
    );

    test("holds back warnings outside of working hours, and never a critical alert", () => {
        const text = JSON.stringify(config.route);
        const routes = [...text.matchAll(/\{[^{}]*"active_time_intervals"[^{}]*\}/g)].map(([route]) => route);
        expect(routes.length).toBeGreaterThan(0);
        expect(routes.every((route) => route.includes('severity=\\"warning\\"'))).toBe(true);
    });

    test("says what a halt of the chain explains", () => {
        const rules = alertmanagerConfig({ receivers: [...ONE_OF_EACH], deadMansSwitch, region: "lab" }, ALERTS);
        expect(rules.inhibit_rules).toContainEqual({
            source_matchers: ['alertname="BlockProductionStopped"'],
            target_matchers: ['alertname=~"HighBlockTime|ConsensusRounds|ValidatorNotSigning|ValidatorMissedBlocks"'],
            equal: ["cluster", "chain_id"],
        });
        expect(rules.inhibit_rules.at(-1)).toMatchObject({ source_matchers: ['severity="critical"'] });
    });

    test("runs two of each, keeps metrics for as long as the disk lasts, and says where an alert comes from", async () => {
        const { all } = await stack("mainnet");
        const releases = all("kubernetes:helm.sh/v3:Release").filter(({ inputs }) => inputs.name === "monitoring");
        for (const { inputs } of releases)
            expect(inputs.values).toMatchObject({
                prometheus: {
                    prometheusSpec: {
                        replicas: 2,
                        retention: "30d",
                        retentionSize: "80GB",
                        externalLabels: { network: "mainnet" },
                    },
                },
                alertmanager: { alertmanagerSpec: { replicas: 2 } },
            });
        const clusters = releases.map(({ inputs }) => JSON.stringify(inputs.values).match(/"cluster":"([^"]+)"/)?.[1]);
        expect(new Set(clusters).size).toBe(releases.length);
    });
});

describe("a stack file", () => {
    const mainnet = parse(readFileSync(join(ROOT, "Pulumi.mainnet.yaml"), "utf8")).config as Record<string, unknown>;
    const settings = Object.fromEntries(
        Object.entries(mainnet).map(([key, value]) => [key.replace("slipway:", ""), value]),
    ) as { watch: { receivers: { name: string }[] } };
    const problems = (watch: object): string[] => {
        const result = check(Settings, watchRules, { ...settings, watch: { ...settings.watch, ...watch } });
        return "problems" in result ? result.problems.map(({ at, found }) => `${at} ${found}`) : [];
    };
    const only = (...names: string[]) => settings.watch.receivers.filter(({ name }) => names.includes(name));

    test("of mainnet is taken", () => expect(problems({})).toEqual([]));

    test.each([
        ["nobody who is woken", { receivers: only("team") }],
        ["a pager for one service alone", { receivers: only("team", "ibc-oncall") }],
        ["no receiver of critical alerts", { receivers: only("ibc-oncall") }],
        ["no dead man's switch", { deadMansSwitch: undefined }],
        ["no channel for what Google watches", { googleChannels: [] }],
        [
            "working hours that end before they begin",
            {
                workingHours: { timeZone: "UTC", days: ["monday"], from: "18:00", to: "08:00" },
            },
        ],
        [
            "a receiver under a name of Slipway's own",
            { receivers: [...settings.watch.receivers, { ...only("team")[0], name: "nobody" }] },
        ],
    ])("with %s is refused", (_, watch) => expect(problems(watch)).toHaveLength(1));

    test("may do without a pager where it says that nobody is on call", () => {
        expect(problems({ receivers: only("team"), onCall: false, googleChannels: [] })).toEqual([]);
    });
});
