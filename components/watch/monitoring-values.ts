import type { Watch as WatchSettings } from "../settings/watch";
import { CHART_IMAGES } from "../workload/images";
import { resources } from "../workload/resources";
import { alertmanagerConfig, RECEIVER_SECRETS } from "./receivers";

const disk = (gigabytes: number) => ({
    volumeClaimTemplate: {
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: `${gigabytes}Gi` } } },
    },
});

/** Values of the kube-prometheus-stack chart: only the operator, Prometheus and Alertmanager, twice each. */
export const stackValues = ({ settings, cluster }: { settings: WatchSettings; cluster: string }) => ({
    fullnameOverride: "monitoring",
    defaultRules: { create: false },
    grafana: { enabled: false },
    nodeExporter: { enabled: false },
    kubeStateMetrics: { enabled: false },
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
            externalLabels: { cluster },
            ruleSelectorNilUsesHelmValues: false,
            serviceMonitorSelectorNilUsesHelmValues: false,
            resources: resources({ cpu: "500m", memory: "4Gi" }),
            storageSpec: disk(100),
        },
    },
    alertmanager: {
        config: alertmanagerConfig(settings.receivers),
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
