import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

interface Metadata {
    name: string;
    namespace: string;
}

export interface BudgetArgs {
    metadata: Metadata;
    selector: Record<string, string>;
    /**
     * How many pods there are, where each is a set of one. Kubernetes counts `maxUnavailable` from the sets of the pods
     * that exist (getExpectedScale in pkg/controller/disruption/disruption.go): a pod that is gone until its set makes it
     * again would not be missed, and another could go.
     */
    setsOfOne?: number;
}

/** A drain always finds a pod that it may stop, and one that is broken anyway stops nobody. @meets S1-11 */
export const declareBudget = (
    name: string,
    { metadata, selector, setsOfOne }: BudgetArgs,
    child: pulumi.CustomResourceOptions,
) =>
    new kubernetes.policy.v1.PodDisruptionBudget(
        name,
        {
            metadata,
            spec: {
                ...(setsOfOne === undefined ? { maxUnavailable: 1 } : { minAvailable: setsOfOne - 1 }),
                unhealthyPodEvictionPolicy: "AlwaysAllow",
                selector: { matchLabels: selector },
            },
        },
        child,
    );

/** Replicas of a Deployment follow the load. @meets S0-17, S1-22 */
export const declareElasticity = (
    name: string,
    metadata: Metadata,
    replicas: { min: number; max: number },
    child: pulumi.CustomResourceOptions,
) =>
    new kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
        name,
        {
            metadata,
            spec: {
                scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: metadata.name },
                minReplicas: replicas.min,
                maxReplicas: replicas.max,
                metrics: [
                    {
                        type: "Resource",
                        resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
                    },
                ],
            },
        },
        child,
    );
