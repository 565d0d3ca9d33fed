import { stringify } from "yaml";
import type { Alert } from "../../components/watch/alert";
import type { ruleGroups } from "../../components/watch/rule";
import { run } from "./programs";

type Rule = ReturnType<typeof ruleGroups>[number]["rules"][number];

/** The rules of one alert: what it records, and itself without annotations, which promtool would compare whole. */
function rulesOf(alert: Alert, rules: readonly Rule[]): Rule[] {
    const own = rules.filter((rule) =>
        "record" in rule ? alert.recordings.some(({ record }) => record === rule.record) : rule.alert === alert.name,
    );
    return own.map((rule) => ("alert" in rule ? { ...rule, annotations: {} as typeof rule.annotations } : rule));
}

const tests = (alert: Alert) =>
    alert.cases.map(({ when, series, at, fires, every = "1m" }) => ({
        name: `${alert.name}: ${when}`,
        interval: every,
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        alert_rule_test: [
            {
                eval_time: at,
                alertname: alert.name,
                exp_alerts: fires.map((labels) => ({
                    exp_labels: { ...labels, severity: alert.severity, service: alert.service },
                })),
            },
        ],
    }));

/** Runs the cases of alerts against rules, and gives what promtool objects to: nothing if all is well. */
export function judge(alerts: readonly Alert[], rules: readonly Rule[]): string {
    const yaml = (value: unknown) => stringify(value, { aliasDuplicateObjects: false });
    const files = Object.fromEntries(
        alerts.flatMap((alert) => [
            [`${alert.name}.rules.yml`, yaml({ groups: [{ name: alert.service, rules: rulesOf(alert, rules) }] })],
            [
                `${alert.name}.test.yml`,
                yaml({
                    rule_files: [`${alert.name}.rules.yml`],
                    evaluation_interval: alert.cases[0]?.every ?? "1m",
                    tests: tests(alert),
                }),
            ],
        ]),
    );
    const { output, passed } = run(
        "promtool",
        ["test", "rules", ...alerts.map(({ name }) => `${name}.test.yml`)],
        files,
    );
    return passed ? "" : output;
}
