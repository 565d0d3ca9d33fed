import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Google } from "./google";

export interface AdmissionArgs {
    google: Google;
    /** Registry paths such as `quay.io/prometheus`. */
    registries: readonly string[];
}

/**
 * The project's Binary Authorization policy, which every cluster enforces: an image of another registry does not start,
 * whoever asks for it and whatever the namespace allows. Google's own system images are let in by Google's policy.
 * @meets S0-15, S1-20
 */
export class Admission extends pulumi.ComponentResource {
    constructor(name: string, args: AdmissionArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Admission", name, {}, opts);
        new gcp.binaryauthorization.Policy(
            name,
            {
                // Two stars stand for any depth below the path; one would stop at the next slash.
                admissionWhitelistPatterns: args.registries.map((registry) => ({ namePattern: `${registry}/**` })),
                defaultAdmissionRule: {
                    evaluationMode: "ALWAYS_DENY",
                    enforcementMode: "ENFORCED_BLOCK_AND_AUDIT_LOG",
                },
                globalPolicyEvaluationMode: "ENABLE",
            },
            { parent: this, provider: args.google.provider, dependsOn: args.google.ready },
        );
        this.registerOutputs();
    }
}
