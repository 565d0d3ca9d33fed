import type { Alert } from "./alert";
import type { Counter, Gauge, Histogram, Metric } from "./catalogue/metric";
import { now, quantile, rate, since, sum } from "./query/functions";
import type { Query } from "./query/query";

/** Grafana's names of units; what is not here has its own name behind the number. */
const UNITS: Readonly<Record<string, string>> = {
    seconds: "s",
    milliseconds: "ms",
    bytes: "bytes",
    ratio: "percentunit",
    "Unix seconds": "s",
};

interface Target {
    query: Query;
    legend: string;
}

const legend = (labels: readonly string[]) => labels.map((label) => `{{${label}}}`).join(" ");

/** How a metric is looked at: growth of a counter, percentiles of a histogram, age of a time, anything else as it is. */
export function targets(metric: Metric): Target[] {
    const by = metric.labels.filter((label) => label !== "monitored_resource");
    const where = metric.resource === undefined ? {} : { monitored_resource: metric.resource };
    switch (metric.kind) {
        case "counter":
            return [{ query: sum(rate(metric as Counter, "5m", where), ...by), legend: legend(by) }];
        case "histogram":
            return [0.5, 0.95, 0.99].map((q) => ({
                query: quantile(q, metric as Histogram, "5m"),
                legend: `${q * 100} %`,
            }));
        default: {
            const value = now(metric as Gauge, where);
            return [{ query: metric.unit === "Unix seconds" ? since(value) : value, legend: legend([...by, "pod"]) }];
        }
    }
}

const unit = ({ kind, unit }: Metric) =>
    kind === "counter" ? `suffix: ${unit}/s` : (UNITS[unit] ?? `suffix: ${unit}`);

const panel = (metric: Metric, i: number) => ({
    id: i + 2,
    type: "timeseries",
    title: metric.help,
    description: `${metric.name}, ${metric.unit}`,
    datasource: { type: "prometheus", uid: "$datasource" },
    gridPos: { x: (i % 2) * 12, y: 4 + Math.floor(i / 2) * 8, w: 12, h: 8 },
    fieldConfig: { defaults: { unit: unit(metric), min: 0 }, overrides: [] },
    targets: targets(metric).map(({ query, legend }, j) => ({
        refId: String.fromCharCode(65 + j),
        expr: query.text,
        legendFormat: legend,
    })),
});

const firing = (service: string) => ({
    id: 1,
    type: "alertlist",
    title: "Alerts",
    gridPos: { x: 0, y: 0, w: 24, h: 4 },
    options: { alertInstanceLabelFilter: `{service="${service}"}`, viewMode: "list", maxItems: 20 },
});

/** What the alerts of each service look at. */
export function metricsByService(alerts: readonly Alert[]): ReadonlyMap<string, readonly Metric[]> {
    const services = [...new Set(alerts.map(({ service }) => service))].sort();
    return new Map(
        services.map((service) => {
            const queries = alerts.filter((alert) => alert.service === service).flatMap(({ query }) => query.metrics);
            return [service, [...new Map(queries.map((metric) => [metric.name, metric])).values()]];
        }),
    );
}

/** The address of a service's dashboard under that of Grafana. */
export const dashboardId = (service: string): string => `slipway-${service}`;

/**
 * A dashboard for each service of the alerts, by its id: what fires, and each metric that its alerts look at. What an alert
 * says can be seen under the link that it carries. @meets S0-26, S1-24, S2-14
 */
export function dashboards(alerts: readonly Alert[]): Readonly<Record<string, object>> {
    return Object.fromEntries(
        [...metricsByService(alerts)].map(([service, metrics]) => {
            return [
                dashboardId(service),
                {
                    uid: dashboardId(service),
                    title: `Slipway: ${service}`,
                    tags: ["slipway"],
                    timezone: "utc",
                    refresh: "30s",
                    schemaVersion: 39,
                    time: { from: "now-6h", to: "now" },
                    templating: { list: [{ name: "datasource", type: "datasource", query: "prometheus" }] },
                    panels: [firing(service), ...metrics.map(panel)],
                },
            ];
        }),
    );
}
