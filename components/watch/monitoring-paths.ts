import type { Namespace } from "../boundary/namespace";
import type { Path } from "../boundary/paths";
import { dns, INTERNET, kubernetesApi } from "../boundary/paths";
import type { Scrape } from "./scrape";
import { PROMETHEUS, scrapePath } from "./scrape";

/** What the operator's pods are called by its chart. */
const OPERATOR = { pods: "kube-prometheus-stack-prometheus-operator" };
const ALERTMANAGER = { pods: "alertmanager", namespace: PROMETHEUS.namespace };

/** Who reaches whom in the monitoring namespace. */
export const monitoringPaths = (namespace: Namespace, scrapes: readonly Scrape[]): Path[] => [
    ...[OPERATOR, PROMETHEUS, ALERTMANAGER].flatMap(dns),
    kubernetesApi(OPERATOR, namespace),
    kubernetesApi(PROMETHEUS, namespace),
    { from: PROMETHEUS, to: ALERTMANAGER, ports: [9093], why: "sends alerts" },
    { from: ALERTMANAGER, to: ALERTMANAGER, ports: [9094], udp: true, why: "agrees on what was sent" },
    { from: ALERTMANAGER, to: INTERNET, ports: [443], why: "tells people" },
    ...scrapes.map(scrapePath),
];
