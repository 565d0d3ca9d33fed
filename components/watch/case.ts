import type { Histogram, Metric } from "./catalogue/metric";
import { selector } from "./query/functions";
import type { Duration } from "./query/query";

/** A situation in which an alert must fire or stay silent, in the notation of promtool. */
export interface AlertCase<State extends string = "broken" | "healthy" | "unseen"> {
    readonly state: State;
    readonly when: string;
    /** Series to its samples. */
    readonly series: Readonly<Record<string, string>>;
    /** Time between two samples and between two looks of Prometheus. Default a minute. */
    readonly every?: Duration;
    /** Time of the look, such as `15m`. */
    readonly at: string;
    /** Labels of the alerts that fire then, without `severity`, `service` and `alertname`. */
    readonly fires: readonly Readonly<Record<string, string>>[];
}

type Fires = AlertCase["fires"];
type Series = AlertCase["series"];

/** Something is wrong, and it fires: once without labels if nothing else is said. */
export const broken = (when: string, at: string, series: Series, fires: Fires = [{}]): AlertCase<"broken"> => ({
    state: "broken",
    when,
    at,
    series,
    fires,
});

/** All is well, and it is silent. */
export const healthy = (when: string, at: string, series: Series): AlertCase<"healthy"> => ({
    state: "healthy",
    when,
    at,
    series,
    fires: [],
});

/** A series is gone, or has only just begun. */
export const unseen = (when: string, at: string, series: Series = {}, fires: Fires = []): AlertCase<"unseen"> => ({
    state: "unseen",
    when,
    at,
    series,
    fires,
});

/** The same with a sample an hour, for what takes days. */
export const hourly = <State extends string>(one: AlertCase<State>): AlertCase<State> => ({ ...one, every: "1h" });

/** The name of a series. */
export const series = <L extends string>(metric: Metric<L>, labels: { readonly [Label in L]?: string } = {}): string =>
    selector(metric.name, labels as Record<string, string>);

/** Series of a histogram that observes one value so many times a minute. */
export function observing<L extends string>(
    metric: Histogram<L>,
    { value, perMinute, minutes }: { value: number; perMinute: number; minutes: number },
    labels: { readonly [Label in L]?: string } = {},
): Record<string, string> {
    const all = `0+${perMinute}x${minutes}`;
    const name = (suffix: string, le?: string) =>
        selector(`${metric.name}_${suffix}`, { ...(labels as Record<string, string>), ...(le && { le }) });
    return {
        ...Object.fromEntries(
            metric.buckets.map((bound) => [name("bucket", String(bound)), value <= bound ? all : `0x${minutes}`]),
        ),
        [name("bucket", "+Inf")]: all,
        [name("count")]: all,
        [name("sum")]: `0+${perMinute * value}x${minutes}`,
    };
}
