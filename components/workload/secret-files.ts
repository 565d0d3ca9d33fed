import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../boundary/namespace";
import type { Secret } from "../ground/secret";
import type { Site } from "./site";

export interface SecretFilesArgs {
    site: Site;
    namespace: Namespace;
    /** Name of the Kubernetes secret to make. */
    secretName: string;
    /** Kubernetes service account whose Google identity may read the secrets. */
    serviceAccount: string;
    /** File name to the secret that it holds. */
    files: Record<string, Secret>;
    /** Files made from those: `{{ .name }}` stands for the content of the file `name`. */
    composed?: Record<string, pulumi.Input<string>> | undefined;
}

/** Brings secrets from Secret Manager into one Kubernetes secret, read with the workload's own identity. */
export class SecretFiles extends pulumi.ComponentResource {
    /** Name of the Kubernetes secret, for mounting. */
    readonly secretName: string;

    constructor(name: string, args: SecretFilesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:workload:SecretFiles", name, {}, opts);
        const { site, namespace } = args;
        const metadata = { name: args.secretName, namespace: namespace.namespace };
        const child = { ...namespace.child, parent: this, dependsOn: site.externalSecrets };
        this.secretName = args.secretName;

        const store = new kubernetes.apiextensions.CustomResource(
            `${name}-store`,
            {
                apiVersion: "external-secrets.io/v1",
                kind: "SecretStore",
                metadata,
                spec: {
                    provider: {
                        gcpsm: {
                            projectID: site.ground.google.project,
                            auth: {
                                workloadIdentity: {
                                    clusterLocation: site.region,
                                    clusterName: site.cluster.clusterName,
                                    serviceAccountRef: { name: args.serviceAccount },
                                },
                            },
                        },
                    },
                },
            },
            child,
        );
        new kubernetes.apiextensions.CustomResource(
            `${name}-secret`,
            {
                apiVersion: "external-secrets.io/v1",
                kind: "ExternalSecret",
                metadata,
                spec: {
                    refreshInterval: "15m",
                    secretStoreRef: { kind: "SecretStore", name: args.secretName },
                    target: {
                        name: this.secretName,
                        creationPolicy: "Owner",
                        ...(args.composed && { template: { mergePolicy: "Merge", data: args.composed } }),
                    },
                    data: Object.entries(args.files).map(([secretKey, secret]) => ({
                        secretKey,
                        remoteRef: { key: secret.secretId, version: String(secret.version) },
                    })),
                },
            },
            { ...child, dependsOn: [site.externalSecrets, store] },
        );
        this.registerOutputs({ secretName: this.secretName });
    }
}
