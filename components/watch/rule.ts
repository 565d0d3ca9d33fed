import type { Alert } from "./alert";

/** An alert as Prometheus reads it. The runbook is found under the alert's own name. */
export const alertingRule = (alert: Alert, runbooks: string) => ({
    alert: alert.name,
    expr: alert.expr.text,
    for: alert.for,
    labels: { severity: alert.severity, service: alert.service },
    annotations: {
        summary: alert.summary,
        description: alert.description,
        runbook_url: `${runbooks.replace(/\/$/, "")}/${alert.name}.md`,
    },
});
