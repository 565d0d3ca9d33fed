import type { Alert } from "../alert";
import { alert } from "../alert";
import { broken, healthy, hourly, series, unseen } from "../case";
import { cloudSql, kubernetesEngine, logBased, memorystore, uptimeChecks } from "../catalogue/google";
import { absent, absentFor, average, increase, max, min, now, sum } from "../query/functions";

const sql = cloudSql.metrics;
const redis = memorystore.metrics;
const { nodeCpu, volumeUtilization } = kubernetesEngine.metrics;
const { passed, certificateExpires } = uptimeChecks.metrics;
const { databaseBackups } = logBased.metrics;

/** What a metric of several kinds of resources is about: Cloud Monitoring asks for it. */
const URL_CHECK = { monitored_resource: "uptime_url" };
const of = { monitored_resource: "cloudsql_database" };

const PRIMARY = { project_id: "p", region: "europe-west1", database_id: "p:postgres-europe-west1" };
const REPLICA = { project_id: "p", region: "europe-west4", database_id: "p:postgres-europe-west4" };
const CACHE = { project_id: "p", region: "europe-west1", instance_id: "redis", node_id: "node-0" };
const HOST = {
    project_id: "p",
    host: "intents.example.com",
    check_id: "intents",
    checker_location: "eur-belgium",
    ...URL_CHECK,
};
const NODE = {
    project_id: "p",
    location: "europe-west1",
    cluster_name: "slipway-europe-west1",
    node_name: "gke-chain-1",
};
const VOLUME = {
    project_id: "p",
    location: "europe-west1",
    cluster_name: "slipway-europe-west1",
    namespace_name: "monitoring",
    pod_name: "prometheus-0",
    volume_name: "db",
};
const volume = {
    cluster_name: VOLUME.cluster_name,
    namespace_name: "monitoring",
    pod_name: "prometheus-0",
    volume_name: "db",
};

export interface GoogleAlertsArgs {
    /** Whether there is a replica in another region. */
    replica: boolean;
    /** Most connections that the database takes: its flag `max_connections`. */
    maxConnections: number;
    /** Whether anything faces the internet. */
    exposed: boolean;
}

/**
 * Alerts that Google judges and sends itself. They look at what it measures: databases, caches, volumes, and the way in
 * from the internet. Nothing has to be scraped or allowed for that, and they still come when the clusters are gone, and
 * with them Prometheus.
 */
export const googleAlerts = ({ replica, maxConnections, exposed }: GoogleAlertsArgs): readonly Alert[] => [
    alert({
        name: "PostgresDown",
        severity: "critical",
        service: "postgres",
        when: max(now(sql.up), "database_id").equals(0),
        for: "2m",
        summary: "Postgres is down",
        description: ({ label }) => `${label("database_id")} has not been up for two minutes.`,
        cases: [
            broken("it is", "10m", { [series(sql.up, PRIMARY)]: "1x4 0x10" }, [{ database_id: PRIMARY.database_id }]),
            healthy("it is not", "10m", { [series(sql.up, PRIMARY)]: "1x20" }),
            unseen("a standby in another zone takes over", "10m", { [series(sql.up, PRIMARY)]: "1x7 0x1 1x10" }),
        ],
    }),
    alert({
        name: "PostgresStorageNearlyFull",
        severity: "critical",
        service: "postgres",
        when: max(now(sql.diskUtilization), "database_id").above(0.85),
        for: "10m",
        summary: "The disk of Postgres is more than 85 % full",
        description: ({ label, percent }) =>
            `${percent} of the disk of ${label("database_id")} is used. Full, it stops writing.`,
        cases: [
            broken("it is", "20m", { [series(sql.diskUtilization, PRIMARY)]: "0.9x30" }, [
                { database_id: PRIMARY.database_id },
            ]),
            healthy("it is half full", "20m", { [series(sql.diskUtilization, PRIMARY)]: "0.5x30" }),
            unseen("it was just made bigger", "20m", { [series(sql.diskUtilization, PRIMARY)]: "0.9x8 0.6x20" }),
        ],
    }),
    alert({
        name: "PostgresConnectionsNearlyUsedUp",
        severity: "warning",
        service: "postgres",
        when: sum(now(sql.backends), "database_id").above(0.8 * maxConnections),
        for: "5m",
        summary: "More than 80 % of Postgres' connections are in use",
        description: ({ label, value }) => `${label("database_id")} has ${value} connections of ${maxConnections}.`,
        cases: [
            broken(
                "nine tenths are",
                "15m",
                { [series(sql.backends, { ...PRIMARY, database: "a" })]: `${0.9 * maxConnections}x20` },
                [{ database_id: PRIMARY.database_id }],
            ),
            healthy("half are", "15m", {
                [series(sql.backends, { ...PRIMARY, database: "a" })]: `${0.5 * maxConnections}x20`,
            }),
            unseen("nobody is connected", "15m"),
        ],
    }),
    alert({
        name: "PostgresBackupMissing",
        severity: "critical",
        service: "postgres",
        // A log without entries makes no series. Twenty-five hours is the most that Cloud Monitoring looks back on in an alert.
        when: sum(increase(databaseBackups, "25h", of))
            .below(1)
            .or(absentFor(databaseBackups, "25h", of)),
        for: "1h",
        summary: "Postgres has had no backup for more than a day",
        description:
            "No automated backup succeeded within 25 hours. What is left is point-in-time recovery from the one before.",
        cases: [
            hourly(
                broken("the last one was two days ago", "50h", {
                    [series(databaseBackups, { ...PRIMARY, ...of })]: "0 1x60",
                }),
            ),
            hourly(
                healthy("there is one each night", "50h", {
                    [series(databaseBackups, { ...PRIMARY, ...of })]: "0 1x23 2x23 3x20",
                }),
            ),
            hourly(unseen("there has never been one", "5h", {}, [of])),
        ],
    }),
    ...(replica
        ? [
              alert({
                  name: "PostgresReplicaLagBreaksRPO",
                  severity: "critical",
                  service: "postgres",
                  when: max(now(sql.replicaLag), "database_id").above(60),
                  for: "1m",
                  summary: "A region lost now would lose more than a minute of data",
                  description: ({ label, duration }) =>
                      `${label("database_id")} is ${duration} behind; the promise is one minute.`,
                  cases: [
                      broken("it is five minutes behind", "10m", { [series(sql.replicaLag, REPLICA)]: "300x20" }, [
                          { database_id: REPLICA.database_id },
                      ]),
                      healthy("it is a second behind", "10m", { [series(sql.replicaLag, REPLICA)]: "1x20" }),
                      unseen("it is behind for a moment", "10m", { [series(sql.replicaLag, REPLICA)]: "1x8 300 1x9" }),
                  ],
              }),
              alert({
                  name: "PostgresReplicaLagUnknown",
                  severity: "critical",
                  service: "postgres",
                  when: absent(sql.replicaLag),
                  for: "10m",
                  summary: "Nobody knows how far the replica is behind",
                  description: "No replica has reported its lag for ten minutes: it may have stopped following.",
                  cases: [
                      broken("it stopped reporting", "30m", { [series(sql.replicaLag, REPLICA)]: "1x5 _x40" }),
                      healthy("it reports", "30m", { [series(sql.replicaLag, REPLICA)]: "1x40" }),
                      unseen("there never was one", "20m", {}, [{}]),
                  ],
              }),
          ]
        : []),
    alert({
        name: "RedisDown",
        severity: "critical",
        service: "redis",
        when: absent(redis.uptime),
        for: "5m",
        summary: "No Redis answers",
        description: "No node of Memorystore has told its uptime for five minutes.",
        cases: [
            broken("all are gone", "20m", { [series(redis.uptime, CACHE)]: "0+60x5 _x20" }),
            healthy("one answers", "20m", { [series(redis.uptime, CACHE)]: "0+60x30" }),
            unseen("the replica takes over", "12m", {
                [series(redis.uptime, CACHE)]: "0+60x5 _x20",
                [series(redis.uptime, { ...CACHE, node_id: "node-1" })]: "0+60x30",
            }),
        ],
    }),
    alert({
        name: "RedisMemoryNearlyFull",
        severity: "critical",
        service: "redis",
        when: max(now(redis.memoryUsage), "instance_id").above(0.8),
        for: "5m",
        summary: "Redis is more than 80 % full",
        description: ({ label, percent }) => `${percent} of ${label("instance_id")} is used. Full, it refuses writes.`,
        cases: [
            broken("it is", "15m", { [series(redis.memoryUsage, CACHE)]: "0.9x20" }, [{ instance_id: "redis" }]),
            healthy("it is half full", "15m", { [series(redis.memoryUsage, CACHE)]: "0.5x20" }),
            unseen("nobody answers", "15m"),
        ],
    }),
    alert({
        name: "HighDiskUsage",
        severity: "warning",
        service: "storage",
        when: max(now(volumeUtilization), "cluster_name", "namespace_name", "pod_name", "volume_name").above(0.85),
        for: "5m",
        summary: "A volume is more than 85 % full",
        description: ({ label, percent }) => `${percent} of ${label("volume_name")} of ${label("pod_name")} is used.`,
        cases: [
            broken("it is", "15m", { [series(volumeUtilization, VOLUME)]: "0.9x20" }, [volume]),
            healthy("it is half full", "15m", { [series(volumeUtilization, VOLUME)]: "0.5x20" }),
            unseen("the pod is gone", "20m", { [series(volumeUtilization, VOLUME)]: "0.9x2 _x20" }),
        ],
    }),
    alert({
        name: "DiskNearlyFull",
        severity: "critical",
        service: "storage",
        when: max(now(volumeUtilization), "cluster_name", "namespace_name", "pod_name", "volume_name").above(0.95),
        for: "5m",
        summary: "A volume is more than 95 % full",
        description: ({ label, percent }) => `${percent} of ${label("volume_name")} of ${label("pod_name")} is used.`,
        cases: [
            broken("it is", "15m", { [series(volumeUtilization, VOLUME)]: "0.97x20" }, [volume]),
            healthy("it is nine tenths full, which another alert says", "15m", {
                [series(volumeUtilization, VOLUME)]: "0.9x20",
            }),
            unseen("the pod is gone", "20m", { [series(volumeUtilization, VOLUME)]: "0.97x2 _x20" }),
        ],
    }),
    alert({
        name: "HighCPUUsage",
        severity: "warning",
        service: "node",
        // Of nodes: containers have no limit that they could come near to, unless their cores are their own.
        when: max(now(nodeCpu), "cluster_name", "node_name").above(0.8),
        for: "5m",
        summary: "A node uses more than 80 % of its processors",
        description: ({ label, percent }) =>
            `${percent} of the processors of ${label("node_name")} in ${label("cluster_name")} are busy.`,
        cases: [
            broken("it does", "15m", { [series(nodeCpu, NODE)]: "0.9x20" }, [
                { cluster_name: NODE.cluster_name, node_name: NODE.node_name },
            ]),
            healthy("it uses half", "15m", { [series(nodeCpu, NODE)]: "0.5x20" }),
            unseen("it is busy for a moment", "15m", { [series(nodeCpu, NODE)]: "0.5x6 0.95x2 0.5x12" }),
        ],
    }),
    ...(exposed
        ? [
              alert({
                  name: "SiteUnreachable",
                  severity: "critical",
                  service: "edge",
                  when: average(now(passed, URL_CHECK), "host").below(0.5),
                  for: "2m",
                  summary: "The site cannot be reached from most of the world",
                  description: ({ label, percent }) =>
                      `${percent} of the places that ask ${label("host")} get an answer.`,
                  cases: [
                      broken(
                          "one of three places gets an answer",
                          "10m",
                          {
                              [series(passed, HOST)]: "1x20",
                              [series(passed, { ...HOST, checker_location: "usa-iowa" })]: "0x20",
                              [series(passed, { ...HOST, checker_location: "apac-singapore" })]: "0x20",
                          },
                          [{ host: HOST.host }],
                      ),
                      healthy("two of three do", "10m", {
                          [series(passed, HOST)]: "1x20",
                          [series(passed, { ...HOST, checker_location: "usa-iowa" })]: "1x20",
                          [series(passed, { ...HOST, checker_location: "apac-singapore" })]: "0x20",
                      }),
                      unseen("nobody asks", "10m"),
                  ],
              }),
              alert({
                  name: "CertificateExpiring",
                  severity: "critical",
                  service: "edge",
                  // Certificate Manager renews a month before; two weeks say that it could not.
                  when: min(now(certificateExpires, URL_CHECK), "host").below(14),
                  for: "1h",
                  summary: "A certificate that browsers see expires within two weeks",
                  description: ({ label, value }) =>
                      `The certificate of ${label("host")} is good for ${value} more days.`,
                  cases: [
                      broken("it has five days", "90m", { [series(certificateExpires, HOST)]: "5x100" }, [
                          { host: HOST.host },
                      ]),
                      healthy("it has fifty", "90m", { [series(certificateExpires, HOST)]: "50x100" }),
                      unseen("nobody asks", "90m"),
                  ],
              }),
          ]
        : []),
];
