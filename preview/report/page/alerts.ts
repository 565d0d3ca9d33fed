import type { AlertFact } from "../facts/alerts";
import type { Report } from "../model";
import { count, groupBy, plain } from "../text";
import { html, type Markup } from "./markup";
import { empty, section } from "./parts";

/** What wakes whom, by the service that it is about. */
export function alerts(report: Report): Markup {
    const { alerts } = report;
    const groups = groupBy(alerts, ({ service }) => service);
    const intro =
        "From the Prometheus rules and the Alertmanager routes of the plan. Google's own alerts on databases, caches and quotas are resources of their own.";
    return section("alerts", "Alerts", count(alerts.length, "alert"), intro, [
        ...(alerts.length === 0 ? [empty("The plan has no Prometheus rule that alerts.")] : []),
        ...[...groups].map(([service, found]) => table(service, found)),
    ]);
}

const table = (service: string, found: readonly AlertFact[]): Markup =>
    html`<details><summary>${service === "" ? "no service" : plain(service)} <span class="soft">${count(found.length, "alert")}, ${count(found.filter(({ severity }) => severity === "critical").length, "critical", "critical")}</span></summary><table class="doors"><thead><tr><th>alert</th><th>severity</th><th>what it says</th><th>who is told</th></tr></thead>${found.map(row)}</table></details>`;

const row = ({ name, severity, summary, runbook, told }: AlertFact): Markup =>
    html`<tr><td><code>${plain(name)}</code>${runbook === null ? html`<br><span class="open">no runbook</span>` : html`<br><span class="soft">${plain(runbook)}</span>`}</td><td>${plain(severity)}</td><td>${summary}</td><td>${told === null ? html`<span class="soft">not in the plan</span>` : told.map(plain).join(", ")}</td></tr>`;
