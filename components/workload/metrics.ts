/**
 * Where a workload gives its metrics. Its container port, its Service, its scrape and the network path to it all come
 * from this one value. @meets S3-05
 */
export interface Metrics {
    /** Name of the port: `metrics`, or that of a port which serves other things too. */
    port: string;
    number: number;
    path: string;
    /** Query of the request, where the path alone gives something else. */
    params?: Readonly<Record<string, string>>;
}

/**
 * What CometBFT puts before the names of its metrics. Its configuration file gets it from here, and so must every
 * expression over them.
 */
export const COMETBFT_NAMESPACE = "cometbft";
