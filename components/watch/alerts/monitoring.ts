import type { Alert } from "../alert";
import { alert } from "../alert";
import { broken, healthy, series, unseen } from "../case";
import { alertmanager, prometheus, scrapes } from "../catalogue/monitoring";
import { always, increase, max, min, now, rate, sum } from "../query/functions";

const ALERTMANAGER = { namespace: "monitoring", pod: "alertmanager-0" };
const PROMETHEUS = { namespace: "monitoring", pod: "prometheus-0" };

/** The alert that always fires: what listens for it raises the alarm when it stops. */
export const WATCHDOG = "Watchdog";

/** Whether monitoring itself works. */
export function monitoringAlerts(): readonly Alert[] {
    const { up } = scrapes.metrics;
    const { notificationsFailed, clusterMembers } = alertmanager.metrics;
    const { ruleFailures, alertmanagers, notificationsDropped } = prometheus.metrics;
    const target = { job: "coordinator", namespace: "intents", service: "coordinator" };
    const reloads = { ...PROMETHEUS };
    return [
        alert({
            name: WATCHDOG,
            severity: "none",
            service: "monitoring",
            when: always(),
            for: "0m",
            summary: "Alerts are judged and sent",
            description: "It always fires. The dead man's switch raises the alarm when it stops.",
            cases: [
                broken("Prometheus lives", "1m", {}),
                { state: "healthy", when: "Prometheus lives and all is well", at: "5m", series: {}, fires: [{}] },
                { state: "unseen", when: "nothing is scraped", at: "10m", series: {}, fires: [{}] },
            ],
        }),
        alert({
            name: "ScrapeTargetDown",
            severity: "warning",
            service: "monitoring",
            when: min(now(up), "job", "namespace", "service").equals(0),
            for: "10m",
            summary: "Metrics of a workload cannot be read",
            description: ({ label }) =>
                `A pod behind ${label("namespace")}/${label("service")} has not answered for 10 minutes.`,
            cases: [
                broken(
                    "one of two pods does not answer",
                    "20m",
                    {
                        [series(up, { ...target, pod: "a" })]: "0x30",
                        [series(up, { ...target, pod: "b" })]: "1x30",
                    },
                    [target],
                ),
                healthy("both answer", "20m", {
                    [series(up, { ...target, pod: "a" })]: "1x30",
                    [series(up, { ...target, pod: "b" })]: "1x30",
                }),
                unseen("a pod was replaced", "20m", {
                    [series(up, { ...target, pod: "a" })]: "0x3 _x30",
                    [series(up, { ...target, pod: "b" })]: "_x3 1x30",
                }),
            ],
        }),
        alert({
            name: "AlertmanagerNotificationsFailing",
            severity: "critical",
            service: "monitoring",
            when: sum(rate(notificationsFailed, "5m"), "integration").above(0),
            for: "5m",
            summary: "Alerts do not reach people",
            description: ({ label }) => `Alertmanager fails to send to ${label("integration")}.`,
            cases: [
                broken(
                    "each message fails",
                    "15m",
                    { [series(notificationsFailed, { ...ALERTMANAGER, integration: "slack" })]: "0+1x20" },
                    [{ integration: "slack" }],
                ),
                healthy("one failed long ago", "30m", {
                    [series(notificationsFailed, { ...ALERTMANAGER, integration: "slack" })]: "0x5 1x35",
                }),
                unseen("Alertmanager is gone, which the dead man's switch says", "15m"),
            ],
        }),
        alert({
            name: "AlertmanagerClusterSplit",
            severity: "warning",
            service: "monitoring",
            when: max(now(clusterMembers)).below(2),
            for: "15m",
            summary: "The two Alertmanagers do not see each other: people are told twice",
            description: ({ value }) => `The cluster has ${value} member; there are two Alertmanagers.`,
            cases: [
                broken("each sees only itself", "30m", { [series(clusterMembers, ALERTMANAGER)]: "1x40" }),
                healthy("they see each other", "30m", { [series(clusterMembers, ALERTMANAGER)]: "2x40" }),
                unseen("one is replaced", "20m", { [series(clusterMembers, ALERTMANAGER)]: "2x5 1x10 2x10" }),
            ],
        }),
        alert({
            name: "PrometheusRuleFailures",
            severity: "critical",
            service: "monitoring",
            when: sum(increase(ruleFailures, "5m"), "pod", "rule_group").above(0),
            for: "5m",
            summary: "Alerts are not judged",
            description: ({ label }) => `Rules of ${label("rule_group")} fail in ${label("pod")}.`,
            cases: [
                broken(
                    "a rule fails each time",
                    "20m",
                    { [series(ruleFailures, { ...PROMETHEUS, rule_group: "ibc" })]: "0+2x30" },
                    [{ pod: "prometheus-0", rule_group: "ibc" }],
                ),
                healthy("none fails", "20m", { [series(ruleFailures, { ...PROMETHEUS, rule_group: "ibc" })]: "0x30" }),
                unseen("Prometheus has just started", "2m", {
                    [series(ruleFailures, { ...PROMETHEUS, rule_group: "ibc" })]: "0+2x5",
                }),
            ],
        }),
        alert({
            name: "PrometheusNotSending",
            severity: "critical",
            service: "monitoring",
            when: now(alertmanagers).below(1).or(rate(notificationsDropped, "5m").above(0)),
            for: "10m",
            summary: "Prometheus cannot hand its alerts over",
            description: ({ label }) =>
                `${label("pod")} finds no Alertmanager, or drops alerts that it cannot hand over.`,
            cases: [
                broken("it finds none", "20m", { [series(alertmanagers, PROMETHEUS)]: "0x30" }, [PROMETHEUS]),
                healthy("it finds two and drops nothing", "20m", {
                    [series(alertmanagers, PROMETHEUS)]: "2x30",
                    [series(notificationsDropped, PROMETHEUS)]: "3x30",
                }),
                unseen("it has just started", "5m", { [series(alertmanagers, PROMETHEUS)]: "0x10" }),
            ],
        }),
        alert({
            name: "MonitoringConfigRefused",
            severity: "warning",
            service: "monitoring",
            when: now(prometheus.metrics.configReloaded)
                .equals(0)
                .or(now(alertmanager.metrics.configReloaded).equals(0)),
            for: "10m",
            summary: "A new configuration was refused and the old one is in use",
            description: ({ label }) => `${label("pod")} could not load what it was given.`,
            cases: [
                broken(
                    "Alertmanager refused it",
                    "20m",
                    {
                        [series(alertmanager.metrics.configReloaded, ALERTMANAGER)]: "1x5 0x25",
                    },
                    [ALERTMANAGER],
                ),
                healthy("both took it", "20m", {
                    [series(alertmanager.metrics.configReloaded, ALERTMANAGER)]: "1x30",
                    [series(prometheus.metrics.configReloaded, reloads)]: "1x30",
                }),
                unseen("nobody answers", "20m"),
            ],
        }),
    ];
}
