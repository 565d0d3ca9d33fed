import * as gcp from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import type { Google } from "../ground/google";
import type { Alert } from "./alert";
import { metricsByService, targets } from "./dashboard";

const PAGE = "https://console.cloud.google.com/monitoring/dashboards/builder";

/** A chart of a metric, in the words of projects.dashboards of Cloud Monitoring. */
const widget = (metric: Parameters<typeof targets>[0]) => ({
    title: `${metric.help}, ${metric.unit}`,
    xyChart: {
        dataSets: targets(metric).map(({ query }) => ({
            plotType: "LINE",
            timeSeriesQuery: { prometheusQuery: query.text },
        })),
    },
});

/**
 * A dashboard in Cloud Monitoring for each service of the alerts that Google judges, with each metric that they look at.
 * Gives the address of an alert's own.
 */
export function declareGoogleDashboards(
    name: string,
    { google, alerts }: { google: Google; alerts: readonly Alert[] },
    opts: pulumi.CustomResourceOptions,
): (alert: Alert) => pulumi.Output<string> | undefined {
    const declared = new Map(
        [...metricsByService(alerts)].map(([service, metrics]) => {
            const board = new gcp.monitoring.Dashboard(
                `${name}-${service}`,
                {
                    project: google.project,
                    dashboardJson: JSON.stringify({
                        displayName: `Slipway: ${service}`,
                        gridLayout: { columns: "2", widgets: metrics.map(widget) },
                    }),
                },
                { ...opts, provider: google.provider, dependsOn: google.ready },
            );
            return [service, board.id];
        }),
    );
    return ({ service }) =>
        declared.get(service)?.apply((path) => `${PAGE}/${path.split("/").at(-1)}?project=${google.project}`);
}
