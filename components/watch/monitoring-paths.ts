import type { Namespace } from "../boundary/namespace";
import type { Path } from "../boundary/paths";
import { dns, INTERNET, kubernetesApi, vaultServer } from "../boundary/paths";
import type { Vault } from "../ground/vault";
import { SMTP_PORT } from "./receivers";
import type { Scrape } from "./scrape";
import { PROMETHEUS, scrapePath } from "./scrape";

/** What the operator's pods are called by its chart. */
const OPERATOR = { pods: "kube-prometheus-stack-prometheus-operator" };
const KUBE_STATE = { pods: "kube-state-metrics" };
const ALERTMANAGER = { pods: "alertmanager", namespace: PROMETHEUS.namespace };

/** Who reaches whom in the monitoring namespace. */
export const monitoringPaths = (
    namespace: Namespace,
    scrapes: readonly Scrape[],
    vault: Vault | undefined,
    mails: boolean,
): Path[] => [
    ...[OPERATOR, PROMETHEUS, ALERTMANAGER, KUBE_STATE].flatMap(dns),
    kubernetesApi(OPERATOR, namespace),
    kubernetesApi(PROMETHEUS, namespace),
    kubernetesApi(KUBE_STATE, namespace),
    { from: PROMETHEUS, to: ALERTMANAGER, ports: [9093], why: "sends alerts" },
    { from: ALERTMANAGER, to: ALERTMANAGER, ports: [9094], udp: true, why: "agrees on what was sent" },
    { from: ALERTMANAGER, to: INTERNET, ports: mails ? [443, SMTP_PORT] : [443], why: "tells people" },
    { from: PROMETHEUS, to: OPERATOR, ports: [8080], why: "reads metrics" },
    { from: PROMETHEUS, to: KUBE_STATE, ports: [8080], why: "reads metrics" },
    // Each has a reloader of its configuration beside it, with metrics of its own.
    { from: PROMETHEUS, to: PROMETHEUS, ports: [9090, 8080], why: "reads metrics" },
    { from: PROMETHEUS, to: ALERTMANAGER, ports: [8080], why: "reads metrics" },
    ...vaultServer(PROMETHEUS, vault).map((path) => ({ ...path, why: "reads metrics of Vault" })),
    ...scrapes.map(scrapePath),
];
