import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../ground/cluster";
import written from "./admission-policies.json";
import { ADMITTED } from "./namespace";

interface Policy {
    name: string;
    spec: kubernetes.types.input.admissionregistration.v1.ValidatingAdmissionPolicySpec;
}

const policies: { policies: Policy[]; stacks: Record<string, Policy[]> } = written;

export interface AdmissionArgs {
    cluster: Cluster;
    /**
     * Namespaces of ours in which charts run: what a chart brings is not in the plan, so no rule was asked about it before,
     * and a policy would stop the next version of the chart in the middle of an update.
     */
    charts: readonly string[];
}

/**
 * The rules that the API server itself can hold, whoever asks it: one ValidatingAdmissionPolicy for each kind of object.
 * They hold in the namespaces that this package makes and in no other, so that nothing of Google's or Kubernetes' own is
 * stopped. `node --import tsx policies/admission.ts` writes them from the table of rules. @meets S0-15
 */
export class Admission extends pulumi.ComponentResource {
    constructor(name: string, args: AdmissionArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:boundary:Admission", name, {}, opts);
        const child = { parent: this, provider: args.cluster.kubernetes };
        for (const { name: policyName, spec } of policies.stacks[pulumi.getStack()] ?? policies.policies) {
            const policy = new kubernetes.admissionregistration.v1.ValidatingAdmissionPolicy(
                `${name}-${policyName}`,
                { metadata: { name: policyName }, spec },
                child,
            );
            new kubernetes.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
                `${name}-${policyName}`,
                {
                    metadata: { name: policyName },
                    spec: {
                        policyName,
                        validationActions: ["Deny"],
                        matchResources: {
                            namespaceSelector: {
                                matchLabels: ADMITTED,
                                matchExpressions: [
                                    {
                                        key: "kubernetes.io/metadata.name",
                                        operator: "NotIn",
                                        values: [...args.charts],
                                    },
                                ],
                            },
                        },
                    },
                },
                { ...child, dependsOn: policy },
            );
        }
        this.registerOutputs();
    }
}
