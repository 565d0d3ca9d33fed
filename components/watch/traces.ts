import * as gcp from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../boundary/namespace";
import type { Google } from "../ground/google";
import { Identity } from "../ground/identity";
import type { Site } from "../workload/site";
import { COLLECTOR, OTLP_PORT } from "../workload/tracing";
import { CONFIG_DIR } from "../workload/volumes";
import { Workload } from "../workload/workload";

/** The collector's own port for whoever asks how it is. */
const HEALTH_PORT = 13133;
const HEALTH = "/";
const CONFIG = "collector.yaml";

/** Who writes traces, and the APIs that take them. */
export function declareTracer(name: string, google: Google, child: pulumi.ComponentResourceOptions): Identity {
    for (const api of ["telemetry", "cloudtrace"])
        new gcp.projects.Service(
            `${name}-${api}`,
            { service: `${api}.googleapis.com`, disableOnDestroy: false },
            { ...child, provider: google.provider },
        );
    return new Identity(
        `${name}-traces`,
        {
            google,
            description: "Monitoring: writes traces",
            actsFor: { namespace: COLLECTOR.namespace, serviceAccount: COLLECTOR.pods },
            roles: ["roles/telemetry.tracesWriter"],
        },
        child,
    );
}

/**
 * Takes traces and writes them to Google's OTLP endpoint, which refuses what does not say its project
 * (docs.cloud.google.com/stackdriver/docs/reference/telemetry/overview).
 */
export const collectorConfig = (project: string) => ({
    extensions: { googleclientauth: {}, health_check: { endpoint: `0.0.0.0:${HEALTH_PORT}` } },
    receivers: { otlp: { protocols: { http: { endpoint: `0.0.0.0:${OTLP_PORT}` } } } },
    processors: {
        memory_limiter: { check_interval: "1s", limit_percentage: 80, spike_limit_percentage: 20 },
        resource: { attributes: [{ key: "gcp.project_id", value: project, action: "upsert" }] },
        batch: {},
    },
    exporters: {
        otlphttp: {
            endpoint: "https://telemetry.googleapis.com",
            encoding: "proto",
            auth: { authenticator: "googleclientauth" },
        },
    },
    service: {
        extensions: ["googleclientauth", "health_check"],
        telemetry: { metrics: { level: "none" } },
        pipelines: {
            traces: {
                receivers: ["otlp"],
                processors: ["memory_limiter", "resource", "batch"],
                exporters: ["otlphttp"],
            },
        },
    },
});

export interface TracesArgs {
    site: Site;
    namespace: Namespace;
    identity: Identity;
    image: string;
}

/** The collector of one site. It keeps nothing, so any number of it may run. */
export const declareTraces = (
    name: string,
    { image, ...place }: TracesArgs,
    child: pulumi.ComponentResourceOptions,
): Workload =>
    new Workload(
        name,
        {
            ...place,
            app: COLLECTOR.pods,
            image,
            args: [`--config=${CONFIG_DIR}/${CONFIG}`],
            scale: { replicas: { min: 2, max: 4 } },
            ports: { http: HEALTH_PORT, otlp: OTLP_PORT },
            resources: { cpu: "250m", memory: "512Mi" },
            probes: { startup: HEALTH, readiness: HEALTH, liveness: HEALTH },
            // JSON is YAML.
            config: { [CONFIG]: JSON.stringify(collectorConfig(place.site.ground.google.project)) },
        },
        child,
    );
