import type { Metric } from "./catalogue/metric";

/** A situation in which an alert must fire or stay silent, in the notation of promtool. */
export interface AlertCase {
    when: string;
    /** Series to its samples, one a minute. */
    series: Record<string, string>;
    /** Time of the look, such as `15m`. */
    at: string;
    /** Labels of the alerts that fire then, without `severity`, `service` and `alertname`. */
    fires: readonly Record<string, string>[];
}

export interface Alert {
    name: string;
    severity: "critical" | "warning";
    /** What the person who is woken looks after. */
    service: string;
    expr: Promql;
    /** How long it must hold, such as `5m`. */
    for: string;
    /** One line for the pager. */
    summary: string;
    /** What is happening, with values. */
    description: string;
    /** At least: fires, silent when healthy, silent or not when there is no data. */
    cases: readonly [AlertCase, AlertCase, AlertCase, ...AlertCase[]];
}

/** An expression that only {@link promql} makes, so that no metric is named that nobody emits. */
export interface Promql {
    readonly text: string;
    readonly metrics: readonly Metric[];
}

/** A PromQL expression over metrics of the catalogues. */
export function promql(strings: TemplateStringsArray, ...metrics: readonly Metric[]): Promql {
    return { text: String.raw({ raw: strings }, ...metrics.map((metric) => metric.name)), metrics };
}
