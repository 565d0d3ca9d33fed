import type { Watch as WatchSettings } from "../settings/watch";
import { CHART_IMAGES } from "../workload/images";
import { resources } from "../workload/resources";
import type { Alert } from "./alert";
import { alertmanagerConfig } from "./alertmanager";
import { RECEIVER_SECRETS } from "./receivers";
import { remoteWriteSpec } from "./remote-write";

const disk = (gigabytes: number) => ({
    volumeClaimTemplate: {
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: `${gigabytes}Gi` } } },
    },
});

export interface StackValuesArgs {
    settings: WatchSettings;
    alerts: readonly Alert[];
    network: string;
    region: string;
    cluster: string;
    /** Address of a Vault, if there is one. */
    vault: string | undefined;
}

/** Prometheus deletes its oldest data before its disk is full. */
const DISK_GB = 100;

/** Its listener needs `telemetry { unauthenticated_metrics_access = true }`: Prometheus has no token. */
const vaultScrape = (address: string) => ({
    job_name: "vault",
    scheme: "https",
    metrics_path: "/v1/sys/metrics",
    params: { format: ["prometheus"] },
    static_configs: [{ targets: [address.replace("https://", "")] }],
});

/**
 * Values of the kube-prometheus-stack chart: the operator, Prometheus and Alertmanager twice each, kube-state-metrics.
 * @meets S1-23
 */
export const stackValues = ({ settings, alerts, network, region, cluster, vault }: StackValuesArgs) => ({
    fullnameOverride: "monitoring",
    defaultRules: { create: false },
    grafana: { enabled: false },
    nodeExporter: { enabled: false },
    kubeStateMetrics: { enabled: true },
    "kube-state-metrics": {
        image: CHART_IMAGES.kubeStateMetrics,
        collectors: ["deployments", "statefulsets", "pods", "jobs", "nodes"],
        prometheus: { monitor: { enabled: true, honorLabels: true } },
        resources: resources({ cpu: "50m", memory: "256Mi" }),
    },
    kubeApiServer: { enabled: false },
    kubelet: { enabled: false },
    kubeControllerManager: { enabled: false },
    coreDns: { enabled: false },
    kubeEtcd: { enabled: false },
    kubeScheduler: { enabled: false },
    kubeProxy: { enabled: false },
    prometheusOperator: {
        image: CHART_IMAGES.prometheusOperator,
        prometheusConfigReloader: { image: CHART_IMAGES.configReloader },
        // The API server checks the objects against their schema; a webhook would be one more thing that can be down.
        admissionWebhooks: { enabled: false },
        tls: { enabled: false },
        resources: resources({ cpu: "100m", memory: "256Mi" }),
    },
    prometheus: {
        prometheusSpec: {
            image: CHART_IMAGES.prometheus,
            replicas: 2,
            retention: `${settings.retentionDays}d`,
            retentionSize: `${Math.floor(DISK_GB * 0.8)}GB`,
            externalLabels: { network, cluster },
            ruleSelectorNilUsesHelmValues: false,
            serviceMonitorSelectorNilUsesHelmValues: false,
            resources: resources({ cpu: "500m", memory: "4Gi" }),
            storageSpec: disk(DISK_GB),
            remoteWrite: settings.remoteWrite ? [remoteWriteSpec(settings.remoteWrite)] : [],
            additionalScrapeConfigs: vault ? [vaultScrape(vault)] : [],
        },
    },
    alertmanager: {
        config: alertmanagerConfig({ ...settings, region }, alerts),
        serviceAccount: { create: false, name: "alertmanager" },
        alertmanagerSpec: {
            image: CHART_IMAGES.alertmanager,
            replicas: 2,
            secrets: [RECEIVER_SECRETS],
            resources: resources({ cpu: "50m", memory: "128Mi" }),
            storage: disk(1),
        },
    },
});
