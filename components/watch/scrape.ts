import type { Path } from "../boundary/paths";
import type { Metrics } from "../workload/metrics";

/** Metrics of one workload. */
export interface Scrape extends Metrics {
    /** Whether labels that it gives itself win over those of its pod: for exporters that speak of other things. */
    honorLabels?: boolean;
    namespace: string;
    workload: string;
    /** The only region that it is in. Default every region. */
    region?: string;
}

/** The pods that scrape. */
export const PROMETHEUS = { pods: "prometheus", namespace: "monitoring" } as const;

/** The operator that brings secrets: its chart makes the Service, in the namespace of its own. */
export const EXTERNAL_SECRETS: Scrape = {
    namespace: "external-secrets",
    workload: "external-secrets",
    port: "metrics",
    number: 8080,
    path: "/metrics",
    honorLabels: true,
};

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
