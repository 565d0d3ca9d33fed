/**
 * Where a workload gives its metrics. Its container port, its Service, its scrape and the network path to it all come
 * from this one value. @meets S3-05
 */
export interface Metrics {
    /** Name of the port: `metrics`, or that of a port which serves other things too. */
    port: string;
    number: number;
    path: string;
}
