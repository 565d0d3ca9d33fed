import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { customResource } from "../boundary/custom/custom-resource";
import { Namespace } from "../boundary/namespace";
import { AllowedPaths } from "../boundary/paths";
import type { Identity } from "../ground/identity";
import type { Secret } from "../ground/secret";
import type { Watch as WatchSettings } from "../settings/watch";
import { CHARTS } from "../workload/images";
import { SecretFiles } from "../workload/secret-files";
import type { Site } from "../workload/site";
import type { Alert } from "./alert";
import { dashboards } from "./dashboard";
import { monitoringPaths } from "./monitoring-paths";
import { stackValues } from "./monitoring-values";
import { RECEIVER_SECRETS } from "./receivers";
import { REMOTE_WRITE_SECRET, remoteWritePath } from "./remote-write";
import { ruleGroups } from "./rule";
import type { Scrape } from "./scrape";

export interface MonitoringArgs {
    site: Site;
    /** Google identity of Alertmanager. */
    reader: Identity;
    /** What the receivers need, by file name. */
    secrets: Record<string, Secret>;
    /** The password of the remote store, if there is one. */
    remoteWritePassword: Secret | undefined;
    scrapes: readonly Scrape[];
    alerts: readonly Alert[];
    settings: WatchSettings;
    /** The network that the stack serves. */
    network: string;
}

/** Prometheus and Alertmanager of one site, and what they are told. */
export class Monitoring extends pulumi.ComponentResource {
    constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:watch:Monitoring", name, {}, opts);
        const { site, settings, scrapes } = args;
        const mails = settings.receivers.some(({ type }) => type === "email");
        const namespace = new Namespace(
            name,
            { cluster: site.cluster, namespace: "monitoring", quota: { cpu: 8, memoryGb: 24, pods: 20 } },
            { parent: this },
        );
        const child = { ...namespace.child, parent: this };
        new AllowedPaths(
            `${name}-paths`,
            {
                namespace,
                paths: [
                    ...monitoringPaths(namespace, scrapes, site.ground.vault, mails),
                    ...(settings.remoteWrite ? [remoteWritePath(settings.remoteWrite)] : []),
                ],
            },
            { parent: this },
        );
        const account = new kubernetes.core.v1.ServiceAccount(
            `${name}-alertmanager`,
            {
                metadata: {
                    name: "alertmanager",
                    namespace: namespace.namespace,
                    annotations: { "iam.gke.io/gcp-service-account": args.reader.email },
                },
                automountServiceAccountToken: false,
            },
            child,
        );
        const files = new SecretFiles(
            `${name}-receivers`,
            {
                site,
                namespace,
                secretName: RECEIVER_SECRETS,
                serviceAccount: "alertmanager",
                files: args.secrets,
            },
            { parent: this },
        );
        const remote =
            settings.remoteWrite &&
            args.remoteWritePassword &&
            new SecretFiles(
                `${name}-remote-write`,
                {
                    site,
                    namespace,
                    secretName: REMOTE_WRITE_SECRET,
                    serviceAccount: "alertmanager",
                    files: { password: args.remoteWritePassword },
                    composed: { user: settings.remoteWrite.user },
                },
                { parent: this },
            );
        const operator = new kubernetes.helm.v3.Release(
            `${name}-stack`,
            {
                name: "monitoring",
                namespace: namespace.namespace,
                chart: CHARTS.prometheusStack.chart,
                version: CHARTS.prometheusStack.version,
                repositoryOpts: { repo: CHARTS.prometheusStack.repo },
                values: stackValues({
                    settings,
                    alerts: args.alerts,
                    network: args.network,
                    region: site.region,
                    cluster: site.cluster.clusterName,
                    vault: site.ground.vault?.address,
                }),
            },
            { ...child, dependsOn: [account, files, ...(remote ? [remote] : [])] },
        );
        if (settings.dashboards)
            new kubernetes.core.v1.ConfigMap(
                `${name}-dashboards`,
                {
                    // The label is what Grafana's sidecar looks for.
                    metadata: {
                        name: "dashboards",
                        namespace: namespace.namespace,
                        labels: { grafana_dashboard: "1" },
                    },
                    data: Object.fromEntries(
                        Object.entries(dashboards(args.alerts)).map(([id, board]) => [
                            `${id}.json`,
                            JSON.stringify(board),
                        ]),
                    ),
                },
                child,
            );
        const observed = { ...child, dependsOn: operator };

        for (const [{ workload, namespace: place }, own] of byWorkload(scrapes))
            customResource(
                "ServiceMonitor",
                `${name}-${place}-${workload}`,
                {
                    metadata: { name: `${place}-${workload}`, namespace: namespace.namespace },
                    spec: {
                        namespaceSelector: { matchNames: [place] },
                        selector: { matchLabels: { "app.kubernetes.io/name": workload } },
                        endpoints: own.map(({ port, path, params, honorLabels = false }) => ({
                            port,
                            path,
                            ...(params && { params: lists(params) }),
                            interval: "30s",
                            honorLabels,
                        })),
                    },
                },
                observed,
            );
        customResource(
            "PrometheusRule",
            `${name}-alerts`,
            {
                metadata: { name: "slipway", namespace: namespace.namespace },
                spec: {
                    groups: ruleGroups(args.alerts, settings),
                },
            },
            observed,
        );
        this.registerOutputs();
    }
}

/** One monitor reads all metrics of a workload; others of its name may be in other namespaces. */
export function byWorkload(scrapes: readonly Scrape[]): [Scrape, Scrape[]][] {
    const found = new Map<string, [Scrape, Scrape[]]>();
    for (const scrape of scrapes) {
        const who = `${scrape.namespace}/${scrape.workload}`;
        const known = found.get(who);
        if (known) known[1].push(scrape);
        else found.set(who, [scrape, [scrape]]);
    }
    return [...found.values()];
}

const lists = (params: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(params).map(([key, value]) => [key, [value]]));
