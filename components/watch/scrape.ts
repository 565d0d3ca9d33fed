import type { Path } from "../boundary/paths";
import type { Metrics } from "../workload/metrics";

/** Metrics of one workload. */
export interface Scrape extends Metrics {
    namespace: string;
    workload: string;
    /** The only region that it is in. Default every region. */
    region?: string;
}

/** The pods that scrape. */
export const PROMETHEUS = { pods: "prometheus", namespace: "monitoring" } as const;

export const scrape = ({ pods, namespace }: { pods: string; namespace: string }, metrics: Metrics): Scrape => ({
    namespace,
    workload: pods,
    ...metrics,
});

/** The way from Prometheus to the metrics, for the tables of both namespaces. */
export const scrapePath = ({ namespace, workload, number }: Scrape): Path => ({
    from: PROMETHEUS,
    to: { pods: workload, namespace },
    ports: [number],
    why: "reads metrics",
});
