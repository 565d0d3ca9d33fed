import { counter, gauge } from "./metric";

/** What Prometheus makes of each scrape itself. */
export const scrapes = {
    program: "Prometheus, for each target",
    source: "prometheus.io/docs/concepts/jobs_instances",
    emitted: "yes",
    metrics: {
        up: gauge("up", "0 or 1", "Whether the last scrape of a target worked"),
        duration: gauge("scrape_duration_seconds", "seconds", "Time that a scrape took"),
    },
} as const;

/** Source: rules/manager.go, notifier/notifier.go, config and tsdb of github.com/prometheus/prometheus v3.4. */
export const prometheus = {
    program: "Prometheus 3.4",
    source: "github.com/prometheus/prometheus",
    emitted: "yes",
    metrics: {
        ruleFailures: counter(
            "prometheus_rule_evaluation_failures_total",
            "evaluations",
            "Rules that could not be run",
            ["rule_group"],
        ),
        missedIterations: counter(
            "prometheus_rule_group_iterations_missed_total",
            "evaluations",
            "Evaluations left out because the one before took too long",
            ["rule_group"],
        ),
        alertmanagers: gauge(
            "prometheus_notifications_alertmanagers_discovered",
            "Alertmanagers",
            "Alertmanagers that it sends to",
        ),
        notificationsDropped: counter(
            "prometheus_notifications_dropped_total",
            "alerts",
            "Alerts that it could not hand over",
        ),
        configReloaded: gauge(
            "prometheus_config_last_reload_successful",
            "0 or 1",
            "Whether the last configuration was taken",
        ),
        tsdbFailures: counter(
            "prometheus_tsdb_compactions_failed_total",
            "compactions",
            "Compactions of its store that failed",
        ),
    },
} as const;

/** Source: notify/notify.go, cluster/cluster.go and config of github.com/prometheus/alertmanager v0.28. */
export const alertmanager = {
    program: "Alertmanager 0.28",
    source: "github.com/prometheus/alertmanager",
    emitted: "yes",
    metrics: {
        notifications: counter("alertmanager_notifications_total", "messages", "Messages sent", ["integration"]),
        notificationsFailed: counter("alertmanager_notifications_failed_total", "messages", "Messages that failed", [
            "integration",
            "reason",
        ]),
        clusterMembers: gauge("alertmanager_cluster_members", "Alertmanagers", "Members of its cluster that it sees"),
        configReloaded: gauge(
            "alertmanager_config_last_reload_successful",
            "0 or 1",
            "Whether the last configuration was taken",
        ),
    },
} as const;
