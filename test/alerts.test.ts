import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { Alert } from "../components/watch/alert";
import { intentsAlerts } from "../components/watch/alerts/intents";
import { intents } from "../components/watch/catalogue/intents";
import { alertmanagerConfig } from "../components/watch/receivers";
import { alertingRule } from "../components/watch/rule";

const ALERTS: readonly Alert[] = [...intentsAlerts];
const RUNBOOKS = "https://example.com/runbooks/";
const SECTIONS = ["Meaning", "Impact", "Diagnosis", "Mitigation", "Escalation", "After"];

const missing = (program: string) => spawnSync(program, ["--version"]).error !== undefined;
const withoutPromtool = missing("promtool");
if (withoutPromtool) console.warn("promtool is not installed: the alerts' cases are not run");

/** Runs a program over files of ours in a folder of its own. */
function run(program: string, args: readonly string[], files: Record<string, string>): string {
    const folder = mkdtempSync(join(tmpdir(), "slipway-alerts-"));
    try {
        for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
        return execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
    } finally {
        rmSync(folder, { recursive: true });
    }
}

describe.each(ALERTS)("$name", (alert) => {
    const rule = alertingRule(alert, RUNBOOKS);

    test("has a runbook that says what to do", () => {
        const path = join(__dirname, "../components/watch/runbooks", `${alert.name}.md`);
        expect(existsSync(path)).toBe(true);
        const headings = [...readFileSync(path, "utf8").matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
        expect(headings).toEqual(SECTIONS);
        expect(rule.annotations.runbook_url).toBe(`https://example.com/runbooks/${alert.name}.md`);
    });

    test("names only metrics of the catalogue", () => {
        const known = Object.values(intents).map((metric) => metric.name);
        const named = [...alert.expr.text.matchAll(/[a-z]+(?:_[a-z]+){2,}/g)].map(([name]) => name);
        expect(named.length).toBeGreaterThan(0);
        expect(named.filter((name) => !known.includes(name))).toEqual([]);
    });

    test.skipIf(withoutPromtool)("fires, and stays silent, as its cases say", () => {
        const tests = alert.cases.map(({ series, at, fires }) => ({
            interval: "1m",
            input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
            alert_rule_test: [
                {
                    eval_time: at,
                    alertname: alert.name,
                    exp_alerts: fires.map((labels) => ({
                        exp_labels: { severity: alert.severity, service: alert.service, ...labels },
                        exp_annotations: { ...rule.annotations, description: descriptionWhenHalfFail(alert) },
                    })),
                },
            ],
        }));
        const files = {
            "rules.yml": stringify({ groups: [{ name: "slipway", rules: [rule] }] }),
            "tests.yml": stringify({ rule_files: ["rules.yml"], evaluation_interval: "1m", tests }),
        };
        expect(run("promtool", ["check", "rules", "rules.yml"], files)).toContain("SUCCESS");
        expect(run("promtool", ["test", "rules", "tests.yml"], files)).toContain("SUCCESS");
    });

    test("has a case in which it fires and one in which it is silent", () => {
        expect(alert.cases.some(({ fires }) => fires.length > 0)).toBe(true);
        expect(alert.cases.some(({ fires }) => fires.length === 0)).toBe(true);
    });
});

/** The description as Prometheus renders it in the case that fires: half of the settlements fail there. */
const descriptionWhenHalfFail = (alert: Alert) => alert.description.replace("{{ $value | humanizePercentage }}", "50%");

describe("receivers", () => {
    const config = alertmanagerConfig([
        { type: "pagerduty", name: "oncall", severities: ["critical"], routingKey: "pagerduty-key" },
        {
            type: "slack",
            name: "team",
            severities: ["critical", "warning"],
            channel: "#team",
            webhook: "slack-webhook",
        },
    ]);

    test("get their secrets from files and say when something is over", () => {
        expect(config.receivers).toMatchObject([
            { name: "nobody" },
            {
                name: "oncall",
                pagerduty_configs: [
                    { routing_key_file: "/etc/alertmanager/secrets/receivers/pagerduty-key", send_resolved: true },
                ],
            },
            {
                name: "team",
                slack_configs: [
                    { api_url_file: "/etc/alertmanager/secrets/receivers/slack-webhook", send_resolved: true },
                ],
            },
        ]);
    });

    test.skipIf(missing("amtool"))("make a configuration that Alertmanager loads", () => {
        expect(
            run("amtool", ["check-config", "alertmanager.yml"], { "alertmanager.yml": stringify(config) }),
        ).toContain("SUCCESS");
        const route = (...labels: string[]) =>
            run("amtool", ["config", "routes", "test", "--config.file=alertmanager.yml", ...labels], {
                "alertmanager.yml": stringify(config),
            }).trim();
        expect(route("severity=critical")).toBe("oncall,team");
        expect(route("severity=warning")).toBe("team");
        expect(route("severity=info")).toBe("nobody");
    });
});
