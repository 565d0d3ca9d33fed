import { counter, gauge } from "./metric";

/**
 * kube-state-metrics 2.15, scraped with `honorLabels`, so that `namespace` and `pod` are those of the object.
 * Source: docs/metrics of github.com/kubernetes/kube-state-metrics.
 */
export const kubeState = {
    program: "kube-state-metrics 2.15",
    source: "github.com/kubernetes/kube-state-metrics docs/metrics",
    emitted: "yes",
    metrics: {
        deploymentReplicas: gauge("kube_deployment_spec_replicas", "pods", "Pods that a Deployment wants", [
            "deployment",
        ]),
        deploymentAvailable: gauge("kube_deployment_status_replicas_available", "pods", "Pods that are available", [
            "deployment",
        ]),
        statefulSetReplicas: gauge("kube_statefulset_replicas", "pods", "Pods that a StatefulSet wants", [
            "statefulset",
        ]),
        statefulSetReady: gauge("kube_statefulset_status_replicas_ready", "pods", "Pods that are ready", [
            "statefulset",
        ]),
        restarts: counter("kube_pod_container_status_restarts_total", "restarts", "Restarts of a container"),
        waiting: gauge("kube_pod_container_status_waiting_reason", "0 or 1", "Why a container waits", ["reason"]),
        jobFailed: gauge("kube_job_status_failed", "pods", "Pods of a Job that failed", ["job_name"]),
        nodeCondition: gauge("kube_node_status_condition", "0 or 1", "Conditions of a node", [
            "node",
            "condition",
            "status",
        ]),
        cpuLimits: gauge("kube_pod_container_resource_limits", "cores or bytes", "Limits of a container", [
            "resource",
            "unit",
        ]),
    },
} as const;

/**
 * External Secrets Operator, port 8080, scraped with `honorLabels`: `namespace` and `name` are those of the external secret.
 * Source: pkg/controllers/externalsecret/esmetrics of github.com/external-secrets/external-secrets.
 */
export const externalSecrets = {
    program: "External Secrets Operator 1.1",
    source: "github.com/external-secrets/external-secrets, metrics of its documentation",
    emitted: "yes",
    metrics: {
        condition: gauge("externalsecret_status_condition", "0 or 1", "Conditions of an external secret", [
            "name",
            "condition",
            "status",
        ]),
        syncCalls: counter("externalsecret_sync_calls_total", "calls", "Reads of an external secret", ["name"]),
        syncErrors: counter("externalsecret_sync_calls_error", "calls", "Reads that failed", ["name"]),
    },
} as const;

/**
 * Vault at /v1/sys/metrics?format=prometheus; its listener needs `telemetry { unauthenticated_metrics_access = true }`.
 * Source: developer.hashicorp.com/vault/docs/internals/telemetry/metrics.
 */
export const vault = {
    program: "Vault",
    source: "developer.hashicorp.com/vault/docs/internals/telemetry/metrics",
    emitted: "yes",
    metrics: {
        unsealed: gauge("vault_core_unsealed", "0 or 1", "Whether it is unsealed", ["cluster"]),
        auditFailures: counter("vault_audit_log_request_failure", "requests", "Requests that could not be logged"),
    },
} as const;
