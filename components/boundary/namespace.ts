import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../ground/cluster";
import { guarded } from "../ground/guard";

/** The label of a namespace in which the admission policies hold. */
export const ADMITTED = { "slipway-admission": "enforced" };

export interface NamespaceArgs {
    cluster: Cluster;
    /** Name of the namespace in Kubernetes. */
    namespace: string;
    /** Most that everything in it may ask for together. */
    quota: {
        cpu: number;
        memoryGb: number;
        pods: number;
        /** Services that have an address of their own on the internet. Default 0. */
        loadBalancers?: number;
    };
}

/**
 * A namespace in which nothing may talk to anything until a path allows it, and nothing may run with more rights than
 * the restricted Pod Security Standard gives. @meets S0-15, S1-10, S1-13, S1-18
 */
export class Namespace extends pulumi.ComponentResource {
    readonly cluster: Cluster;
    readonly namespace: string;
    /** For the objects in it. */
    readonly child: pulumi.CustomResourceOptions;

    constructor(name: string, args: NamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:boundary:Namespace", name, {}, opts);
        this.cluster = args.cluster;
        this.namespace = args.namespace;
        const inCluster = { parent: this, provider: args.cluster.kubernetes };

        const namespace = new kubernetes.core.v1.Namespace(
            name,
            {
                metadata: {
                    name: args.namespace,
                    labels: {
                        ...ADMITTED,
                        "pod-security.kubernetes.io/enforce": "restricted",
                        "pod-security.kubernetes.io/audit": "restricted",
                        "pod-security.kubernetes.io/warn": "restricted",
                    },
                },
            },
            // Everything in a namespace goes with it.
            { ...inCluster, ...guarded.opts },
        );
        this.child = { ...inCluster, dependsOn: namespace };

        new kubernetes.networking.v1.NetworkPolicy(
            `${name}-default-deny`,
            {
                metadata: { name: "default-deny", namespace: args.namespace },
                spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
            },
            this.child,
        );
        new kubernetes.core.v1.ResourceQuota(
            `${name}-quota`,
            {
                metadata: { name: "quota", namespace: args.namespace },
                spec: {
                    hard: {
                        "requests.cpu": String(args.quota.cpu),
                        "requests.memory": `${args.quota.memoryGb}Gi`,
                        "limits.memory": `${args.quota.memoryGb}Gi`,
                        pods: String(args.quota.pods),
                        // Nothing else here is reached from outside except through the edge.
                        "services.loadbalancers": String(args.quota.loadBalancers ?? 0),
                        "services.nodeports": "0",
                    },
                },
            },
            this.child,
        );
        new kubernetes.core.v1.LimitRange(
            `${name}-limits`,
            {
                metadata: { name: "limits", namespace: args.namespace },
                spec: {
                    limits: [
                        {
                            type: "Container",
                            default: { memory: "256Mi" },
                            defaultRequest: { cpu: "50m", memory: "256Mi" },
                        },
                    ],
                },
            },
            this.child,
        );
        this.registerOutputs({ namespace: this.namespace });
    }
}
