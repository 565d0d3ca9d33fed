import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../boundary/namespace";
import type { Database } from "../ground/database";
import type { Identity } from "../ground/identity";
import { databaseProxy } from "./database-proxy";
import type { Resources } from "./pod";
import { podSpec, resources } from "./pod";
import type { SecretSource } from "./secret-files";
import { SecretFiles } from "./secret-files";
import type { Site } from "./site";

/** A single writer runs once in the active site and nowhere else; anything else has replicas. There is no third way. */
export type Scale = { writer: "one" } | { replicas: { min: number; max: number } };

export interface WorkloadArgs {
    site: Site;
    namespace: Namespace;
    /** Its name inside the namespace, and of the service account that it runs as. */
    app: string;
    /** With registry, tag and digest. */
    image: string;
    args?: string[];
    scale: Scale;
    /** Named ports; `http` is the one that is probed. */
    ports: { http: number } & Record<string, number>;
    resources: Resources;
    /** HTTP paths that answer 200: once it has started, while it can serve, while it lives. */
    probes: { startup: string; readiness: string; liveness: string };
    /** Longest time to finish work in flight after the request to stop, seconds. Default 30. */
    drainSeconds?: number;
    /** Google identity that it acts as. */
    identity: Identity;
    /** Node pool, default any that is not dedicated. */
    pool?: string;
    /** Never a secret: those come as files. */
    env?: Record<string, pulumi.Input<string>>;
    /** Files that the container finds under `/etc/slipway/config`; a change of them restarts it. */
    config?: Record<string, string>;
    /** Files that the container finds under `/var/run/secrets/slipway`. */
    secrets?: { files: Record<string, SecretSource>; composed?: Record<string, pulumi.Input<string>> };
    /** Postgres, reached on 127.0.0.1:5432 through a proxy that logs in with the identity. */
    database?: Database;
}

/** Seconds for load balancers to notice that a stopping pod takes no more requests. */
const DEREGISTRATION_SECONDS = 10;

/** The one hardened way to run a container. */
export class Workload extends pulumi.ComponentResource {
    constructor(name: string, args: WorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:workload:Workload", name, {}, opts);
        const { app, namespace, site } = args;
        const labels = { "app.kubernetes.io/name": app, "app.kubernetes.io/part-of": namespace.namespace };
        const metadata = { name: app, namespace: namespace.namespace, labels };
        const child = { ...namespace.child, parent: this };

        const account = new kubernetes.core.v1.ServiceAccount(
            name,
            {
                metadata: { ...metadata, annotations: { "iam.gke.io/gcp-service-account": args.identity.email } },
                automountServiceAccountToken: false,
            },
            child,
        );
        const configMap = args.config && new kubernetes.core.v1.ConfigMap(name, { metadata, data: args.config }, child);
        const secrets =
            args.secrets &&
            new SecretFiles(
                `${name}-secrets`,
                { site, namespace, secretName: app, serviceAccount: app, ...args.secrets },
                { parent: this },
            );

        new kubernetes.apps.v1.Deployment(
            name,
            {
                metadata,
                spec: {
                    ...scaling(args),
                    selector: { matchLabels: { "app.kubernetes.io/name": app } },
                    template: {
                        metadata: { labels, annotations: { "slipway.dev/config": checksum(args.config ?? {}) } },
                        spec: podSpec({
                            name: app,
                            container: container(args),
                            sidecars: args.database ? [databaseProxy(args.database)] : [],
                            configMap: configMap && app,
                            secretName: secrets?.secretName,
                            pool: args.pool,
                            graceSeconds: DEREGISTRATION_SECONDS + (args.drainSeconds ?? 30),
                        }),
                    },
                },
            },
            { ...child, dependsOn: [account, ...(configMap ? [configMap] : []), ...(secrets ? [secrets] : [])] },
        );
        new kubernetes.core.v1.Service(
            name,
            {
                metadata,
                spec: {
                    type: "ClusterIP",
                    selector: { "app.kubernetes.io/name": app },
                    ports: Object.entries(args.ports).map(([port, number]) => ({
                        name: port,
                        port: number,
                        targetPort: port,
                    })),
                },
            },
            child,
        );
        if ("replicas" in args.scale) declareElasticity(name, metadata, args.scale.replicas, child);
        this.registerOutputs();
    }
}

/** Exactly one live pod: the old one is gone before the new one starts, and standby sites have none. */
function scaling({ scale, site }: WorkloadArgs) {
    if ("writer" in scale) return { replicas: site.active ? 1 : 0, strategy: { type: "Recreate" } };
    return { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } };
}

function container(args: WorkloadArgs) {
    const get = (path: string) => ({ httpGet: { path, port: "http" } });
    return {
        image: args.image,
        ...(args.args && { args: args.args }),
        env: Object.entries(args.env ?? {}).map(([name, value]) => ({ name, value })),
        ports: Object.entries(args.ports).map(([name, containerPort]) => ({ name, containerPort })),
        resources: resources(args.resources),
        startupProbe: { ...get(args.probes.startup), periodSeconds: 5, failureThreshold: 60 },
        readinessProbe: { ...get(args.probes.readiness), periodSeconds: 5, failureThreshold: 3 },
        livenessProbe: { ...get(args.probes.liveness), periodSeconds: 20, failureThreshold: 3 },
        lifecycle: { preStop: { sleep: { seconds: DEREGISTRATION_SECONDS } } },
    };
}

/** Replicas follow the load, and a drain always finds one that it may stop. */
function declareElasticity(
    name: string,
    metadata: { name: string; namespace: string },
    replicas: { min: number; max: number },
    child: pulumi.CustomResourceOptions,
): void {
    new kubernetes.policy.v1.PodDisruptionBudget(
        name,
        {
            metadata,
            spec: { maxUnavailable: 1, selector: { matchLabels: { "app.kubernetes.io/name": metadata.name } } },
        },
        child,
    );
    new kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
        name,
        {
            metadata,
            spec: {
                scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: metadata.name },
                minReplicas: replicas.min,
                maxReplicas: replicas.max,
                metrics: [
                    {
                        type: "Resource",
                        resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
                    },
                ],
            },
        },
        child,
    );
}

/** Changes with the files, so that a changed configuration restarts what reads it. */
const checksum = (files: Record<string, string>) => createHash("sha256").update(JSON.stringify(files)).digest("hex");
