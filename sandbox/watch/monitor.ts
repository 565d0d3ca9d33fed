import type { KubeObject } from "../cluster/object";
import { safe } from "./discovery";

/** The part of a ServiceMonitor that we declare. */
export interface MonitorSpec {
    namespaceSelector: { matchNames: string[] };
    selector: { matchLabels: Record<string, string> };
    endpoints: {
        port: string;
        path: string;
        interval: string;
        honorLabels: boolean;
        params?: Record<string, string[]>;
    }[];
}

export const specOf = ({ spec }: KubeObject) => spec as unknown as MonitorSpec;

/** Name of what one endpoint of a monitor scrapes, as the operator gives it. */
export const poolOf = ({ metadata }: KubeObject, endpoint: number) =>
    `serviceMonitor/${metadata.namespace}/${metadata.name}/${endpoint}`;

const into = (target_label: string, ...source_labels: string[]) => ({ source_labels, target_label });

/** Of the object that an address belongs to. */
const ofAddress = (kind: string, target_label: string) => ({
    source_labels: ["kind", "name"].map((part) => `__meta_kubernetes_endpoint_address_target_${part}`),
    regex: `${kind};(.*)`,
    target_label,
});

export interface Reached {
    /** Path of the file with what is discovered in a namespace. */
    file: (namespace: string) => string;
    /** Address of a proxy that every scrape goes through. */
    proxy: string;
}

/**
 * Scrape configurations as the operator makes them of a monitor (prometheus-operator v0.82.2, pkg/prometheus/promcfg.go,
 * `generateServiceMonitorConfig`, role Endpoints), as far as what we declare needs it.
 */
export const scrapeConfigs = (monitor: KubeObject, { file, proxy }: Reached) => {
    const { namespaceSelector, selector, endpoints } = specOf(monitor);
    return endpoints.map(({ port, path, interval, honorLabels, params }, i) => ({
        job_name: poolOf(monitor, i),
        honor_labels: honorLabels,
        scrape_interval: interval,
        metrics_path: path,
        ...(params && { params }),
        proxy_url: proxy,
        file_sd_configs: [{ files: namespaceSelector.matchNames.map(file) }],
        relabel_configs: [
            ...Object.entries(selector.matchLabels).map(([label, value]) => ({
                action: "keep",
                source_labels: ["label", "labelpresent"].map(
                    (part) => `__meta_kubernetes_service_${part}_${safe(label)}`,
                ),
                regex: `(${value});true`,
            })),
            { action: "keep", source_labels: ["__meta_kubernetes_endpoint_port_name"], regex: port },
            ofAddress("Node", "node"),
            ofAddress("Pod", "pod"),
            into("namespace", "__meta_kubernetes_namespace"),
            into("service", "__meta_kubernetes_service_name"),
            into("pod", "__meta_kubernetes_pod_name"),
            into("container", "__meta_kubernetes_pod_container_name"),
            { action: "drop", source_labels: ["__meta_kubernetes_pod_phase"], regex: "(Failed|Succeeded)" },
            into("job", "__meta_kubernetes_service_name"),
            { target_label: "endpoint", replacement: port },
        ],
    }));
};
