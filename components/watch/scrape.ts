/** Metrics of one workload. */
export interface Scrape {
    namespace: string;
    workload: string;
    /** Named port of its service. */
    port: string;
    /** Its number, for the network policies. */
    number: number;
    path: string;
}

/** The pods that scrape. */
export const PROMETHEUS = { pods: "prometheus", namespace: "monitoring" } as const;
