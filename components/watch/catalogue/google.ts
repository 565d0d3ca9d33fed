import type { Counter, Gauge, Metric } from "./metric";

/**
 * Metrics of Cloud Monitoring under the names that its PromQL has for them: the first `/` becomes `:`, everything else that
 * is no letter or digit `_` (cloud.google.com/monitoring/promql/promql-mapping). The labels are those of the metric and of
 * the monitored resource.
 */
const mapped = (type: string): string => {
    const [domain = "", ...path] = type.split("/");
    const safe = (text: string) => text.replaceAll(/[^A-Za-z0-9]/g, "_");
    return `${safe(domain)}:${safe(path.join("/"))}`;
};

const gauge = <const L extends string>(
    type: string,
    unit: string,
    help: string,
    labels: readonly L[],
    more: Pick<Metric, "resource"> = {},
): Gauge<L> => ({ name: mapped(type), kind: "gauge", labels, unit, help, ...more });

const counter = <const L extends string>(
    type: string,
    unit: string,
    help: string,
    labels: readonly L[],
    more: Pick<Metric, "resource"> = {},
): Counter<L> => ({ name: mapped(type), kind: "counter", labels, unit, help, ...more });

const INSTANCE = ["project_id", "region", "database_id"] as const;
const NODE = ["project_id", "region", "instance_id", "node_id"] as const;

/** Source: docs.cloud.google.com/sql/docs/postgres/admin-api/metrics. */
export const cloudSql = {
    program: "Cloud SQL for PostgreSQL",
    source: "docs.cloud.google.com/sql/docs/postgres/admin-api/metrics",
    emitted: "yes",
    metrics: {
        up: gauge("cloudsql.googleapis.com/database/up", "0 or 1", "Whether the server is up", INSTANCE),
        replicaLag: gauge(
            "cloudsql.googleapis.com/database/replication/replica_lag",
            "seconds",
            "How far a replica is behind",
            INSTANCE,
        ),
        diskUtilization: gauge(
            "cloudsql.googleapis.com/database/disk/utilization",
            "ratio",
            "Share of the disk that is used",
            INSTANCE,
        ),
        memoryUtilization: gauge(
            "cloudsql.googleapis.com/database/memory/utilization",
            "ratio",
            "Share of the memory that is used",
            INSTANCE,
        ),
        cpuUtilization: gauge(
            "cloudsql.googleapis.com/database/cpu/utilization",
            "ratio",
            "Share of the processors that is used",
            INSTANCE,
        ),
        backends: gauge(
            "cloudsql.googleapis.com/database/postgresql/num_backends",
            "connections",
            "Connections to a database",
            [...INSTANCE, "database"],
        ),
        failoverReady: gauge(
            "cloudsql.googleapis.com/database/available_for_failover",
            "0 or 1",
            "Whether the standby in the other zone could take over",
            INSTANCE,
        ),
    },
} as const;

/** A log-based metric that we declare: Cloud SQL has none that says when it last made a backup. */
export const DATABASE_BACKUPS = "slipway_database_backups";

/** Source: docs.cloud.google.com/logging/docs/logs-based-metrics. */
export const logBased = {
    program: "Cloud Logging",
    source: "a metric over the log of system events that Slipway declares",
    emitted: "yes",
    metrics: {
        databaseBackups: counter(
            `logging.googleapis.com/user/${DATABASE_BACKUPS}`,
            "backups",
            "Automated backups of databases that succeeded",
            ["project_id", "region", "database_id", "monitored_resource"],
            { resource: "cloudsql_database" },
        ),
    },
} as const;

/** Source: docs.cloud.google.com/memorystore/docs/redis/monitoring-metrics. */
export const memorystore = {
    program: "Memorystore for Redis",
    source: "docs.cloud.google.com/memorystore/docs/redis/monitoring-metrics",
    emitted: "yes",
    metrics: {
        uptime: gauge("redis.googleapis.com/server/uptime", "seconds", "Time since a node started", NODE),
        memoryUsage: gauge(
            "redis.googleapis.com/stats/memory/usage_ratio",
            "ratio",
            "Share of the memory that is used",
            NODE,
        ),
        systemMemory: gauge(
            "redis.googleapis.com/stats/memory/system_memory_usage_ratio",
            "ratio",
            "Share of the node's memory that is used",
            NODE,
        ),
        clients: gauge("redis.googleapis.com/clients/connected", "connections", "Clients connected", NODE),
        role: gauge("redis.googleapis.com/replication/role", "0 or 1", "1 on the primary, 0 on a replica", [
            ...NODE,
            "role",
        ]),
    },
} as const;

/** Source: docs.cloud.google.com/monitoring/api/metrics_kubernetes and metrics_gcp. */
export const kubernetesEngine = {
    program: "Google Kubernetes Engine",
    source: "docs.cloud.google.com/monitoring/api/metrics_kubernetes",
    emitted: "yes",
    metrics: {
        nodeCpu: gauge(
            "kubernetes.io/node/cpu/allocatable_utilization",
            "ratio",
            "Share of a node's processors that is used",
            ["project_id", "location", "cluster_name", "node_name"],
        ),
        volumeUtilization: gauge("kubernetes.io/pod/volume/utilization", "ratio", "Share of a volume that is used", [
            "project_id",
            "location",
            "cluster_name",
            "namespace_name",
            "pod_name",
            "volume_name",
        ]),
    },
} as const;

/** Source: docs.cloud.google.com/monitoring/api/metrics_gcp, monitoring. */
export const uptimeChecks = {
    program: "Uptime checks of Cloud Monitoring",
    source: "docs.cloud.google.com/monitoring/api/metrics_gcp",
    emitted: "yes",
    metrics: {
        passed: gauge(
            "monitoring.googleapis.com/uptime_check/check_passed",
            "0 or 1",
            "Whether a check from one place in the world passed",
            ["project_id", "host", "check_id", "checker_location", "monitored_resource"],
            { resource: "uptime_url" },
        ),
        certificateExpires: gauge(
            "monitoring.googleapis.com/uptime_check/time_until_ssl_cert_expires",
            "days",
            "Days until the certificate that a check saw expires",
            ["project_id", "host", "check_id", "checker_location", "monitored_resource"],
            { resource: "uptime_url" },
        ),
    },
} as const;
