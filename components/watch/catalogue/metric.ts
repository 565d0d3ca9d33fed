/** A metric that a program really emits. Alerts and dashboards can only be made from these. */
export interface Metric<Labels extends string = string> {
    name: string;
    type: "counter" | "gauge" | "histogram";
    labels: readonly Labels[];
    unit: string;
    /** Upper bounds of a histogram's buckets, without the infinite one. */
    buckets?: readonly number[];
}

export const counter = (name: string, unit: string): Metric<never> => ({ name, type: "counter", labels: [], unit });
