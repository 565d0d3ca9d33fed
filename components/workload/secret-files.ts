import * as pulumi from "@pulumi/pulumi";
import { customResource } from "../boundary/custom/custom-resource";
import type { Namespace } from "../boundary/namespace";
import type { Secret } from "../ground/secret";
import type { VaultSecret } from "../ground/vault-access";
import { secretStores } from "./secret-stores";
import type { Site } from "./site";

/** Where the content of a file comes from: Secret Manager or Vault. */
export type SecretSource = Secret | VaultSecret;

export interface SecretFilesArgs {
    site: Site;
    namespace: Namespace;
    /** Name of the Kubernetes secret to make. */
    secretName: string;
    /** Kubernetes service account whose identity may read the secrets. */
    serviceAccount: string;
    /** File name to the secret that it holds. */
    files: Record<string, SecretSource>;
    /** Files made from those: `{{ .name }}` stands for the content of the file `name`. */
    composed?: Record<string, pulumi.Input<string>> | undefined;
    /** Minutes after which a new version is in the files, 5 to 60. Default 15. */
    refreshMinutes?: number | undefined;
}

/**
 * Brings secrets into one Kubernetes secret, each read with the workload's own identity where it is kept.
 * @meets S0-10, S1-19
 */
export class SecretFiles extends pulumi.ComponentResource {
    /** Name of the Kubernetes secret, for mounting. */
    readonly secretName: string;

    constructor(name: string, args: SecretFilesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:workload:SecretFiles", name, {}, opts);
        const { site, namespace, refreshMinutes = 15 } = args;
        if (!(refreshMinutes >= 5 && refreshMinutes <= 60))
            throw new pulumi.RunError(
                `${name} asks for secrets every ${refreshMinutes} minutes; use 5 to 60: sooner is a cost and a load for ` +
                    "whoever keeps them, later leaves a rotated secret in use",
            );
        const child = { ...namespace.child, parent: this };
        this.secretName = args.secretName;

        const stores = secretStores(name, args, { ...child, dependsOn: site.externalSecrets });
        const [main] = stores;
        if (!main) throw new pulumi.RunError(`${name} has no files; give at least one`);
        customResource(
            "ExternalSecret",
            `${name}-secret`,
            {
                metadata: { name: args.secretName, namespace: namespace.namespace },
                spec: {
                    refreshInterval: `${refreshMinutes}m`,
                    secretStoreRef: main.ref,
                    target: {
                        name: this.secretName,
                        creationPolicy: "Owner",
                        ...(args.composed && { template: { mergePolicy: "Merge", data: args.composed } }),
                    },
                    data: stores.flatMap((store) =>
                        store.files.map(([secretKey, remoteRef]) => ({
                            secretKey,
                            remoteRef,
                            ...(store !== main && { sourceRef: { storeRef: store.ref } }),
                        })),
                    ),
                },
            },
            { ...child, dependsOn: [site.externalSecrets, ...stores.flatMap((store) => store.ready)] },
        );
        this.registerOutputs({ secretName: this.secretName });
    }
}
