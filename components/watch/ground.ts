import * as gcp from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import { MAX_CONNECTIONS } from "../ground/database-settings";
import type { Ground } from "../ground/ground";
import type { Alert } from "./alert";
import { secretAlerts, workloadAlerts } from "./alerts/cluster";
import { googleAlerts } from "./alerts/google";
import { monitoringAlerts } from "./alerts/monitoring";
import { DATABASE_BACKUPS } from "./catalogue/google";
import { declareGoogleAlert } from "./google-alert";
import { declareGoogleDashboards } from "./google-dashboard";
import type { Pages } from "./rule";

/** Paths of a host that somebody answers. */
export interface Answered {
    host: string;
    prefixes: readonly string[];
    exact?: readonly string[];
}

export interface WatchGroundArgs extends Pages {
    ground: Ground;
    routes: readonly Answered[];
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
    const { ground, routes, googleChannels, ...pages } = args;
    const { google, contacts, database } = ground;
    const child = { ...opts, provider: google.provider, dependsOn: google.ready };
    // One path of each host that is routed: any other is answered by the load balancer itself.
    const asked = new Map(
        [...routes].reverse().map(({ host, exact = [], prefixes }) => [host, [...exact, ...prefixes][0] ?? "/"]),
    );

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
    for (const [host, path] of asked)
        new gcp.monitoring.UptimeCheckConfig(
            `${name}-${host}`,
            {
                displayName: host,
                timeout: "10s",
                period: "60s",
                httpCheck: {
                    path,
                    port: 443,
                    useSsl: true,
                    validateSsl: true,
                    // An API may want more than a GET without a token; that it says so shows that it is there.
                    acceptedResponseStatusCodes: ["2XX", "3XX", "4XX"].map((one) => ({
                        statusClass: `STATUS_CLASS_${one}`,
                    })),
                },
                monitoredResource: { type: "uptime_url", labels: { project_id: google.project, host } },
            },
            child,
        );
    const alerts = googleAlerts({
        replica: database.replicas > 0,
        maxConnections: MAX_CONNECTIONS,
        exposed: asked.size > 0,
    });
    const dashboards = declareGoogleDashboards(name, { google, alerts }, opts);
    const channels = [...contacts.channels, ...googleChannels];
    for (const alert of alerts)
        declareGoogleAlert(name, { google, alert, pages, channels, dashboard: dashboards(alert) }, opts);
}
