import { changed } from "../organisation/passing";
import type { Example, Json } from "../rule";

const PINNED = `ghcr.io/acme/api:1.4.2@sha256:${"3b1f".repeat(16)}`;

/** A pod that breaks no rule. What the rules forbid is shown by changing it. */
const POD = {
    metadata: { labels: { app: "api" }, annotations: {} },
    spec: {
        automountServiceAccountToken: false,
        serviceAccountName: "api",
        terminationGracePeriodSeconds: 60,
        securityContext: {
            runAsNonRoot: true,
            runAsUser: 10001,
            runAsGroup: 10001,
            fsGroup: 10001,
            seccompProfile: { type: "RuntimeDefault" },
        },
        topologySpreadConstraints: [
            {
                maxSkew: 1,
                topologyKey: "topology.kubernetes.io/zone",
                whenUnsatisfiable: "DoNotSchedule",
                labelSelector: { matchLabels: { app: "api" } },
            },
        ],
        containers: [
            {
                name: "api",
                image: PINNED,
                env: [{ name: "LOG", value: "info" }],
                ports: [{ containerPort: 8080 }],
                resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "128Mi" } },
                livenessProbe: { httpGet: { path: "/health", port: 8080 } },
                readinessProbe: { httpGet: { path: "/ready", port: 8080 } },
                securityContext: {
                    allowPrivilegeEscalation: false,
                    capabilities: { drop: ["ALL"] },
                    readOnlyRootFilesystem: true,
                },
            },
        ],
        volumes: [{ name: "tmp", emptyDir: {} }],
    },
};

const metadata = { name: "api", namespace: "app" };

/** What stands around the pod in each kind. */
const AROUND: Readonly<Record<string, Example["props"]>> = {
    "kubernetes:apps/v1:Deployment": {
        metadata,
        spec: { replicas: 2, selector: { matchLabels: { app: "api" } }, template: POD },
    },
    "kubernetes:batch/v1:CronJob": { metadata, spec: { jobTemplate: { spec: { template: POD } } } },
    "kubernetes:core/v1:Pod": { ...POD, metadata: { ...metadata, ...POD.metadata } },
};

/** A passing workload of a type, with other values at some paths; `undefined` removes what stands there. */
export const workload = (type: string, changes: Readonly<Record<string, Json | undefined>>): Example["props"] =>
    changed(AROUND[type] ?? {}, changes);
