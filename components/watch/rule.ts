import type { Alert } from "./alert";
import { dashboardId } from "./dashboard";

/** Where the words for people stand. */
export interface Pages {
    /** Address that the runbooks are found under. */
    runbooks: string;
    /** Address of Grafana, if there is one. */
    dashboards?: string | undefined;
}

const under = (address: string, page: string) => `${address.replace(/\/$/, "")}/${page}`;

/** An alert as Prometheus reads it. The runbook is found under the alert's own name. @meets S0-20, S1-03, S4-15 */
export const alertingRule = (alert: Alert, { runbooks, dashboards }: Pages) => ({
    alert: alert.name,
    expr: alert.query.text,
    for: alert.for,
    labels: { severity: alert.severity, service: alert.service },
    annotations: {
        summary: alert.summary,
        description: alert.description,
        runbook_url: under(runbooks, `${alert.name}.md`),
        ...(dashboards && { dashboard_url: under(dashboards, `d/${dashboardId(alert.service)}`) }),
    },
});

/** A group of rules for each service: its recordings first, because its alerts look at them. */
export function ruleGroups(alerts: readonly Alert[], pages: Pages) {
    const services = [...new Set(alerts.map(({ service }) => service))].sort();
    return services.map((service) => {
        const own = alerts.filter((alert) => alert.service === service);
        const recordings = new Map(
            own.flatMap((alert) => alert.recordings.map(({ record, query }) => [record, query.text] as const)),
        );
        return {
            name: service,
            rules: [
                ...[...recordings].map(([record, expr]) => ({ record, expr })),
                ...own.map((alert) => alertingRule(alert, pages)),
            ],
        };
    });
}
