import * as gcp from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import { MAX_CONNECTIONS } from "../ground/database-settings";
import type { Ground } from "../ground/ground";
import type { Edge } from "../settings/edge";
import type { Alert } from "./alert";
import { secretAlerts, workloadAlerts } from "./alerts/cluster";
import { googleAlerts } from "./alerts/google";
import { monitoringAlerts } from "./alerts/monitoring";
import { DATABASE_BACKUPS } from "./catalogue/google";
import { declareGoogleAlert } from "./google-alert";
import type { Pages } from "./rule";

export interface WatchGroundArgs extends Pages {
    ground: Ground;
    edge: Edge | undefined;
    /** Notification channels of the pager. */
    googleChannels: readonly string[];
}

/** Alerts that each cluster's Prometheus judges, whatever runs there. */
export const groundAlerts = ({ vault }: Ground): readonly Alert[] => [
    ...monitoringAlerts(),
    ...workloadAlerts(),
    ...secretAlerts({ vault: vault !== undefined }),
];

/** What Google watches, and what it needs for that. */
export function watchGround(name: string, args: WatchGroundArgs, opts: pulumi.CustomResourceOptions): void {
    const { ground, edge, googleChannels, ...pages } = args;
    const { google, contacts, database } = ground;
    const child = { ...opts, provider: google.provider, dependsOn: google.ready };
    const hosts = edge?.exposed.flatMap((exposed) => exposed.hosts) ?? [];

    new gcp.logging.Metric(
        `${name}-database-backups`,
        {
            name: DATABASE_BACKUPS,
            description: "Automated backups of databases that succeeded",
            filter: [
                'log_id("cloudaudit.googleapis.com/system_event")',
                'resource.type="cloudsql_database"',
                'protoPayload.methodName="cloudsql.instances.automatedBackup"',
                'protoPayload.metadata.windowStatus=~"SUCCEEDED$"',
            ].join(" AND "),
            metricDescriptor: { metricKind: "DELTA", valueType: "INT64", unit: "1" },
        },
        child,
    );
    for (const host of hosts)
        new gcp.monitoring.UptimeCheckConfig(
            `${name}-${host}`,
            {
                displayName: host,
                timeout: "10s",
                period: "60s",
                httpCheck: {
                    path: "/",
                    port: 443,
                    useSsl: true,
                    validateSsl: true,
                    acceptedResponseStatusCodes: [{ statusClass: "STATUS_CLASS_2XX" }],
                },
                monitoredResource: { type: "uptime_url", labels: { project_id: google.project, host } },
            },
            child,
        );
    const alerts = googleAlerts({
        replica: database.replicas > 0,
        maxConnections: MAX_CONNECTIONS,
        exposed: hosts.length > 0,
    });
    for (const alert of alerts)
        declareGoogleAlert(name, { google, alert, pages, channels: [...contacts.channels, ...googleChannels] }, opts);
}
