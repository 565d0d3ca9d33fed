import * as pulumi from "@pulumi/pulumi";
import type { Counter, Histogram, Metric, Tally } from "../catalogue/metric";
import type { Duration } from "./query";
import { Query } from "./query";

/** A label's value, or what it matches. */
export type Match = string | { readonly not: string } | { readonly like: string } | { readonly unlike: string };
export type Where<Label extends string> = { readonly [L in Label]?: Match };

type Counting<Label extends string> = Counter<Label> | Tally<Label>;

const matcher = ([label, match]: [string, Match]): string => {
    if (typeof match === "string") return `${label}=${JSON.stringify(match)}`;
    if ("not" in match) return `${label}!=${JSON.stringify(match.not)}`;
    if ("like" in match) return `${label}=~${JSON.stringify(match.like)}`;
    return `${label}!~${JSON.stringify(match.unlike)}`;
};

export function selector(name: string, where: Readonly<Record<string, Match | undefined>> = {}): string {
    const matchers = Object.entries(where).flatMap(([label, match]) => (match === undefined ? [] : [[label, match]]));
    return matchers.length > 0 ? `${name}{${(matchers as [string, Match][]).map(matcher).join(",")}}` : name;
}

const call = <L extends string>(text: string, ...metrics: Metric[]): Query<L> => new Query<L>(text, { metrics });

/** The present value. */
export const now = <L extends string>(metric: Metric<L>, where?: Where<L>): Query<L> =>
    call(selector(metric.name, where), metric);

/** The value of some time ago. */
export const ago = <L extends string>(metric: Metric<L>, offset: Duration, where?: Where<L>): Query<L> =>
    call(`${selector(metric.name, where)} offset ${offset}`, metric);

/** The last value that there was in the window before the present one. */
const before = <L extends string>(metric: Metric<L>, window: Duration, where?: Where<L>): Query<L> =>
    call(`last_over_time(${selector(metric.name, where)}[${window}] offset ${window})`, metric);

const overWindow =
    (name: string) =>
    <L extends string>(metric: Metric<L>, window: Duration, where?: Where<L>): Query<L> =>
        call(`${name}(${selector(metric.name, where)}[${window}])`, metric);

/** How often a value changed. */
export const changes = overWindow("changes");
export const lowest = overWindow("min_over_time");
export const highest = overWindow("max_over_time");
export const mean = overWindow("avg_over_time");
/** The last value that there was. */
export const latest = overWindow("last_over_time");

/** Growth a second. */
export const rate = <L extends string>(metric: Counting<L>, window: Duration, where?: Where<L>): Query<L> =>
    overWindow("rate")(metric, window, where);

/** Growth. A series that begins inside the window has grown by nothing: see {@link grew}. */
export const increase = <L extends string>(metric: Counting<L>, window: Duration, where?: Where<L>): Query<L> =>
    overWindow("increase")(metric, window, where);

/**
 * Whether it grew, counting a series that begins at one: its first event makes the series and is no increase of it. A
 * series has begun if it was nowhere in the window before: a single scrape that failed then would else be taken for that.
 */
export const grew = <L extends string>(metric: Counting<L>, window: Duration, where?: Where<L>): Query<L> =>
    increase(metric, window, where)
        .above(0)
        .or(
            now(metric, where)
                .above(0)
                .unless(before(metric, window, where)),
        ) as Query<L>;

/** One series with the labels asked for, if there is none. */
export const absent = <L extends string, W extends L = never>(
    metric: Metric<L>,
    where?: { readonly [Label in W]: Match },
): Query<W> => call(`absent(${selector(metric.name, where as Where<string> | undefined)})`, metric);

/** One series, if there was none in all of the window. */
export const absentFor = <L extends string>(metric: Metric<L>, window: Duration, where?: Where<L>): Query<never> =>
    call(`absent_over_time(${selector(metric.name, where)}[${window}])`, metric);

/** Seconds since a Unix time. */
export const since = <L extends string>(time: Query<L>): Query<L> =>
    new Query(`time() - ${time.operand()}`, { metrics: time.metrics, compound: true });

/** Always there. */
export const always = (): Query<never> => call("vector(1)");

const aggregation =
    (name: string) =>
    <L extends string, By extends L = never>(query: Query<L>, ...by: readonly By[]): Query<By> =>
        new Query(`${name}${by.length > 0 ? ` by (${by.join(", ")}) ` : " "}(${query.text})`.replace(" (", "("), {
            metrics: query.metrics,
        });

export const sum = aggregation("sum");
export const max = aggregation("max");
export const min = aggregation("min");
export const average = aggregation("avg");
export const count = aggregation("count");

/** A quantile, 0 to 1. It is never above the highest bucket, so no threshold may be. */
export const quantile = <L extends string, By extends L = never>(
    q: number,
    metric: Histogram<L>,
    window: Duration,
    ...by: readonly By[]
): Query<By> => {
    const ceiling = metric.buckets.at(-1);
    if (ceiling === undefined) throw new pulumi.RunError(`${metric.name} has no buckets, so it has no quantiles`);
    return new Query(
        `histogram_quantile(${q}, sum by (${["le", ...by].join(", ")}) (rate(${metric.name}_bucket[${window}])))`,
        { metrics: [metric], ceiling },
    );
};

const part = <L extends string>(metric: Histogram<L>, suffix: string, window: Duration, where?: Where<string>) =>
    call<L>(`rate(${selector(`${metric.name}_${suffix}`, where)}[${window}])`, metric);

/** The mean of what was observed; no bucket limits it. */
export const meanObserved = <L extends string, By extends L = never>(
    metric: Histogram<L>,
    window: Duration,
    ...by: readonly By[]
): Query<By> => sum(part(metric, "sum", window), ...by).dividedBy(sum(part(metric, "count", window), ...by));

/** The share of observations above one of the buckets' bounds. */
export const shareAbove = <L extends string, By extends L = never>(
    bound: number,
    metric: Histogram<L>,
    window: Duration,
    ...by: readonly By[]
): Query<By> => {
    if (!metric.buckets.includes(bound))
        throw new pulumi.RunError(`${metric.name} has no bucket ${bound}; use one of ${metric.buckets.join(", ")}`);
    const all = () => sum(part(metric, "count", window), ...by);
    const within = sum(part(metric, "bucket", window, { le: { like: `${bound}|${bound}.0` } }), ...by);
    return all().minus(within).dividedBy(all());
};
