/** What a program counts or shows, as its exporter declares it. */
export type Kind = "counter" | "gauge" | "histogram" | "summary";

/** Labels that a scrape through a ServiceMonitor adds to each series. */
export type Target = "namespace" | "service" | "pod" | "container" | "endpoint" | "job" | "instance";

/** A metric that a program emits, or has to emit. Alerts and dashboards can only be made from these. */
export interface Metric<Label extends string = string, K extends Kind = Kind> {
    readonly name: string;
    readonly kind: K;
    /** Labels that the program itself gives it. */
    readonly labels: readonly Label[];
    readonly unit: string;
    /** What it says. */
    readonly help: string;
    /** Upper bounds of a histogram's buckets, without the infinite one. */
    readonly buckets?: readonly number[];
    /** A gauge that only grows until its program starts again, so that an increase of it makes sense. */
    readonly grows?: boolean;
    /** Kind of thing that Google measures it of, where its PromQL has to be told. */
    readonly resource?: string;
    /** First version that has it. */
    readonly since?: string;
    /** Last version that has it. */
    readonly until?: string;
}

export type Counter<Label extends string = string> = Metric<Label, "counter">;
export type Gauge<Label extends string = string> = Metric<Label, "gauge">;
export type Histogram<Label extends string = string> = Metric<Label, "histogram"> & {
    readonly buckets: readonly number[];
};
/** A gauge that counts. */
export type Tally<Label extends string = string> = Gauge<Label> & { readonly grows: true };

export interface Catalogue {
    /** The program, with the versions that the names hold for. */
    readonly program: string;
    /** Where the names were read, or what asks for them. */
    readonly source: string;
    /** Whether the program emits them, or they are what it is asked to emit. */
    readonly emitted: "yes" | "contract";
    readonly metrics: Readonly<Record<string, Metric>>;
}

interface More {
    readonly since?: string;
    readonly until?: string;
}

/** Metrics of scraped programs. `names` are the labels that the program gives, apart from those of the scrape. */
export const counter = <const L extends string = never>(
    name: string,
    unit: string,
    help: string,
    names: readonly L[] = [],
    more: More = {},
): Counter<L | Target> => ({ name, kind: "counter", labels: names, unit, help, ...more });

export const gauge = <const L extends string = never>(
    name: string,
    unit: string,
    help: string,
    names: readonly L[] = [],
    more: More = {},
): Gauge<L | Target> => ({ name, kind: "gauge", labels: names, unit, help, ...more });

export const tally = <const L extends string = never>(
    name: string,
    unit: string,
    help: string,
    names: readonly L[] = [],
    more: More = {},
): Tally<L | Target> => ({ ...gauge(name, unit, help, names, more), grows: true });

export const histogram = <const L extends string = never>(
    name: string,
    unit: string,
    help: string,
    buckets: readonly number[],
    names: readonly L[] = [],
    more: More = {},
): Histogram<L | Target> => ({ name, kind: "histogram", labels: names, unit, help, buckets, ...more });

/** Bounds that the Go and Rust clients of Prometheus take when a program names none, seconds. */
export const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
