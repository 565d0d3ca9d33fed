import * as gcp from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import type { Google } from "../ground/google";
import type { Alert } from "./alert";
import type { Pages } from "./rule";
import { alertingRule } from "./rule";

export interface GoogleAlertArgs {
    google: Google;
    alert: Alert;
    pages: Pages;
    channels: readonly pulumi.Input<string>[];
    /** Address of the dashboard of its service. */
    dashboard: pulumi.Input<string> | undefined;
}

const SECONDS = { s: 1, m: 60, h: 3600, d: 86400 };

const seconds = (duration: string) =>
    `${Number.parseInt(duration, 10) * SECONDS[duration.slice(-1) as keyof typeof SECONDS]}s`;

/** Words of Prometheus as those of Cloud Monitoring, as `gcloud monitoring policies migrate` turns them. */
const translated = (description: string) =>
    description
        .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, "$${metric_or_resource.label.$1}")
        .replaceAll(/\{\{ \$value[^}]*\}\}/g, "$${metric.label.value}");

/** An alert that Google judges and sends. */
export function declareGoogleAlert(
    name: string,
    { google, alert, pages, channels, dashboard }: GoogleAlertArgs,
    opts: pulumi.CustomResourceOptions,
): void {
    const { annotations } = alertingRule(alert, pages);
    new gcp.monitoring.AlertPolicy(
        `${name}-${alert.name}`,
        {
            displayName: alert.name,
            combiner: "OR",
            severity: alert.severity === "critical" ? "CRITICAL" : "WARNING",
            conditions: [
                {
                    displayName: alert.summary,
                    conditionPrometheusQueryLanguage: {
                        query: alert.query.text,
                        duration: seconds(alert.for),
                        evaluationInterval: "60s",
                        alertRule: alert.name,
                        // A metric exists only once something has reported it, which may be after this is declared.
                        disableMetricValidation: true,
                    },
                },
            ],
            notificationChannels: [...channels],
            alertStrategy: { autoClose: "86400s" },
            documentation: {
                mimeType: "text/markdown",
                subject: alert.summary,
                content: translated(annotations.description),
                links: [
                    { displayName: "Runbook", url: annotations.runbook_url },
                    ...(dashboard ? [{ displayName: "Dashboard", url: dashboard }] : []),
                ],
            },
            userLabels: { service: alert.service },
        },
        { ...opts, provider: google.provider, dependsOn: google.ready },
    );
}
