import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { WATCHDOG } from "../../components/watch/alerts/monitoring";
import { alertingRule, ruleGroups } from "../../components/watch/rule";
import { ROOT } from "../stack";
import { ALERTS, LIBRARY } from "./library";
import { missing, run } from "./programs";

const RUNBOOKS = join(__dirname, "../../components/watch/runbooks");
const SECTIONS = ["Meaning", "Impact", "Diagnosis", "Mitigation", "Escalation", "After"];
const PAGES = { runbooks: "https://example.com/runbooks/", dashboards: "https://grafana.example.com" };
/** What has to be done by hand, in a plan or in need. */
const PROCEDURES = [
    ...["chain-upgrade", "database-restore", "database-switchover", "double-sign", "frozen-governance", "key-loss"],
    ...["region-move", "release-rollback", "secret-leak"],
];
const names = ALERTS.map(({ name }) => name);

describe("the alerts", () => {
    test("are those that the documents name, each under one name", () => {
        expect(names).toHaveLength(new Set(names).size);
        const asked = [
            ["BlockProductionStopped", "LowPeerCount", "HighBlockTime", "HighDiskUsage", "IBCValidationFailuresBurst"],
            ["HighSettlementFailureRate", "NoActiveSolvers", "PostgresReplicaLagBreaksRPO"],
            ["ExecutorTxFailureRate", "ExecutorGuardFailure", "ExecutorGasAbove80PctBlock", "ExecutorOracleStale"],
            ["ExecutorHealthFactorLow", "ExecutorHighSlippage", "ExecutorBalanceChanged", "RPCProviderDown"],
        ].flat();
        expect(asked.filter((name) => !names.includes(name))).toEqual([]);
    });

    test("each have a runbook, and each runbook an alert", () => {
        const runbooks = readdirSync(RUNBOOKS).map((file) => file.replace(/\.md$/, ""));
        expect(runbooks.sort()).toEqual([...names].sort());
    });

    test.each(names)("%s has a runbook that says what to do", (name) => {
        const text = readFileSync(join(RUNBOOKS, `${name}.md`), "utf8");
        expect(text.split("\n")[0]).toBe(`# ${name}`);
        const sections = text.split(/^## /m).slice(1);
        expect(sections.map((section) => section.split("\n")[0])).toEqual(SECTIONS);
        for (const section of sections) expect(section.split("\n").slice(1).join("").trim().length).toBeGreaterThan(20);
    });

    test.each(PROCEDURES)("%s, which no single alert says, has commands and says whom to call", (name) => {
        const text = readFileSync(join(ROOT, "docs/runbooks", `${name}.md`), "utf8");
        expect(text).toMatch(/`(kubectl|gcloud|pulumi|npx|git) |^\s*(kubectl|gcloud|pulumi|npx|git|printf|dig) /m);
        expect(text.split(/^## Escalation$/m)[1]?.trim().length).toBeGreaterThan(100);
    });

    test("tell a person where to read on, in absolute addresses", () => {
        for (const alert of ALERTS) {
            const { annotations, labels } = alertingRule(alert, PAGES);
            expect(annotations.runbook_url).toBe(`https://example.com/runbooks/${alert.name}.md`);
            expect(annotations.dashboard_url).toMatch(/^https:\/\/grafana\.example\.com\/d\/slipway-[a-z0-9-]+$/);
            expect(annotations.summary.length).toBeLessThan(100);
            expect(annotations.description.length).toBeGreaterThan(20);
            expect(labels).toEqual({ severity: alert.severity, service: alert.service });
        }
    });

    test("fire when something is wrong, are silent when all is well, and have a case with a series gone or new", () => {
        for (const { name, cases } of ALERTS.filter(({ name }) => name !== WATCHDOG)) {
            const states = cases.map(({ state, fires }) => [name, state, state === "unseen" || fires.length > 0]);
            expect(states).toContainEqual([name, "broken", true]);
            expect(states).toContainEqual([name, "healthy", false]);
            expect(states).toContainEqual([name, "unseen", true]);
        }
    });

    test("are symptoms only of alerts that there are", () => {
        const causes = ALERTS.flatMap(({ symptomOf }) => symptomOf.map(({ alert }) => alert));
        expect(causes.length).toBeGreaterThan(10);
        expect(causes.filter((name) => !names.includes(name))).toEqual([]);
    });

    test.skipIf(missing("promtool"))("are rules that Prometheus loads, with descriptions that it can fill in", () => {
        const groups = ruleGroups(ALERTS, PAGES);
        const { output } = run("promtool", ["check", "rules", "rules.yml"], { "rules.yml": stringify({ groups }) });
        const recorded = new Set(ALERTS.flatMap(({ recordings }) => recordings.map(({ record }) => record)));
        expect(output).toContain(`SUCCESS: ${ALERTS.length + recorded.size} rules found`);
    });

    test("hold for every system", () => {
        for (const [system, alerts] of Object.entries(LIBRARY))
            expect([system, alerts.length > 3]).toEqual([system, true]);
    });
});
