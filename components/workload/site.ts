import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Admission } from "../boundary/admission";
import { Namespace } from "../boundary/namespace";
import { AllowedPaths, dns, googleApis, kubernetesApi, vaultServer } from "../boundary/paths";
import type { Cluster } from "../ground/cluster";
import type { Ground } from "../ground/ground";
import { CHART_IMAGES, CHARTS } from "./images";
import { declareWriterPriority } from "./placement";

export interface SiteArgs {
    ground: Ground;
    cluster: Cluster;
    /** The sites in which nothing signs or writes: all others, if this is the active one, and declared before it. */
    standby?: readonly Site[];
}

const OPERATOR = "external-secrets";
const WEBHOOK = `${OPERATOR}-webhook`;
const CERTIFICATES = `${OPERATOR}-cert-controller`;

/** One region's cluster, made ready to run workloads: with the operator that brings them their secrets. */
export class Site extends pulumi.ComponentResource {
    readonly ground: Ground;
    readonly cluster: Cluster;
    readonly region: string;
    /** Whether anything that signs or writes runs here. True for exactly one site. */
    readonly active: boolean;
    /** Exists once external secrets can be declared. */
    readonly externalSecrets: pulumi.Resource;
    private readonly standby: readonly Site[];
    /** Single writers that stand by here, by namespace and name. */
    private readonly writers = new Map<string, pulumi.Resource>();

    constructor(name: string, args: SiteArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:workload:Site", name, {}, opts);
        this.ground = args.ground;
        this.cluster = args.cluster;
        this.region = args.cluster.region;
        this.active = this.region === args.ground.active;
        this.standby = args.standby ?? [];
        if (this.active && this.standby.length + 1 !== Object.keys(args.ground.clusters).length)
            throw new pulumi.RunError(`${name} is the active site; declare all others before it and give it those`);

        declareWriterPriority(`${name}-writer-priority`, { parent: this, provider: args.cluster.kubernetes });
        new Admission(
            `${name}-admission`,
            { cluster: args.cluster, charts: [OPERATOR, "monitoring"] },
            { parent: this },
        );
        const namespace = new Namespace(
            `${name}-external-secrets`,
            { cluster: args.cluster, namespace: OPERATOR, quota: { cpu: 2, memoryGb: 4, pods: 10 } },
            { parent: this },
        );
        new AllowedPaths(
            `${name}-external-secrets-paths`,
            {
                namespace,
                paths: [
                    ...[OPERATOR, WEBHOOK, CERTIFICATES].flatMap((pods) => [
                        ...dns({ pods }),
                        kubernetesApi({ pods }, namespace),
                    ]),
                    ...googleApis({ pods: OPERATOR }),
                    ...vaultServer({ pods: OPERATOR }, args.ground.vault),
                    {
                        from: { pods: "prometheus", namespace: "monitoring" },
                        to: { pods: OPERATOR },
                        ports: [8080],
                        why: "reads metrics",
                    },
                    {
                        from: { range: args.cluster.network.ranges.controlPlane },
                        to: { pods: WEBHOOK },
                        ports: [10250],
                        why: "asks whether an external secret is valid",
                    },
                ],
            },
            { parent: this },
        );
        const pod = {
            image: CHART_IMAGES.externalSecrets,
            resources: { requests: { cpu: "50m", memory: "256Mi" }, limits: { memory: "256Mi" } },
        };
        this.externalSecrets = new kubernetes.helm.v3.Release(
            `${name}-external-secrets`,
            {
                name: OPERATOR,
                namespace: namespace.namespace,
                chart: CHARTS.externalSecrets.chart,
                version: CHARTS.externalSecrets.version,
                repositoryOpts: { repo: CHARTS.externalSecrets.repo },
                values: {
                    installCRDs: true,
                    replicaCount: 2,
                    metrics: { service: { enabled: true, port: 8080 } },
                    ...pod,
                    webhook: pod,
                    certController: pod,
                },
            },
            { ...namespace.child, parent: this },
        );
        this.registerOutputs({ region: this.region });
    }

    /**
     * What must have ended before a single writer may change here: the same one in every other site, so that an update
     * that moves it to another region stops the old one first. In a site that is not active, the writer stands by.
     */
    turn(writer: string, resource: pulumi.Resource): pulumi.Resource[] {
        if (!this.active) this.writers.set(writer, resource);
        return this.elsewhere(writer);
    }

    /** A single writer in the other sites. */
    elsewhere(writer: string): pulumi.Resource[] {
        return this.standby.map(({ region, writers }) => {
            const found = writers.get(writer);
            if (found) return found;
            throw new pulumi.RunError(
                `${writer} runs in ${this.region} and does not stand by in ${region}; declare it in every site, in their order`,
            );
        });
    }
}

/** Makes every region's cluster ready. The active one comes last: what writes there starts once it has ended elsewhere. */
export function declareSites(ground: Ground): Site[] {
    const declare = (cluster: Cluster, standby: readonly Site[] = []) =>
        new Site(`site-${cluster.region}`, { ground, cluster, standby });
    const clusters = Object.values(ground.clusters);
    const standby = clusters.filter(({ region }) => region !== ground.active).map((cluster) => declare(cluster));
    const active = clusters.filter(({ region }) => region === ground.active);
    return [...standby, ...active.map((cluster) => declare(cluster, standby))];
}
