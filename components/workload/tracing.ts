import type { Path, Pods } from "../boundary/paths";

/** How much of what applications do is traced. */
export interface Tracing {
    /** Share of requests, 0 to 1. */
    share: number;
}

/** The collector that traces are sent to. */
export const COLLECTOR = { pods: "traces", namespace: "monitoring" } as const;

/** OTLP over HTTP, by its registered port. */
export const OTLP_PORT = 4318;

/**
 * What every OpenTelemetry SDK reads (opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables). Whoever
 * began a trace decides whether it is kept. Metrics are scraped and logs are read from the output: neither is sent.
 */
export const tracingEnv = (app: string, { share }: Tracing): Record<string, string> => ({
    OTEL_SERVICE_NAME: app,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${COLLECTOR.pods}.${COLLECTOR.namespace}.svc:${OTLP_PORT}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: String(share),
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "none",
});

/** The way of traces, for the tables of both namespaces; none while nothing is traced. */
export const tracePaths = (tracing: Tracing | undefined, senders: readonly Pods[]): Path[] =>
    tracing ? senders.map((from) => ({ from, to: COLLECTOR, ports: [OTLP_PORT], why: "sends traces" })) : [];
