import * as pulumi from "@pulumi/pulumi";
import { customResource } from "../boundary/custom/custom-resource";
import type { Specs } from "../boundary/custom/types";
import type { Secret } from "../ground/secret";
import type { VaultAccess, VaultSecret } from "../ground/vault-access";
import type { SecretFilesArgs } from "./secret-files";

/** A place that secrets are read from, and the files whose content is there. */
export interface Store {
    ref: { kind: "SecretStore"; name: string };
    files: [string, { key: string; property?: string; version: string }][];
    /** What has to exist before a secret is read. */
    ready: pulumi.Resource[];
}

/** One store for each place that the files come from. */
export function secretStores(name: string, args: SecretFilesArgs, child: pulumi.CustomResourceOptions): Store[] {
    const entries = Object.entries(args.files);
    const google = entries.filter((entry): entry is [string, Secret] => entry[1].source === "secret-manager");
    const vault = entries.filter((entry): entry is [string, VaultSecret] => entry[1].source === "vault");
    const access = vault[0]?.[1].access;

    const store = (part: string, storeName: string, provider: Specs["SecretStore"]["provider"]) =>
        customResource(
            "SecretStore",
            `${name}-${part}`,
            {
                metadata: { name: storeName, namespace: args.namespace.namespace },
                spec: { provider },
            },
            child,
        );
    const stores: Store[] = [];
    if (google.length > 0)
        stores.push({
            ref: { kind: "SecretStore", name: args.secretName },
            files: google.map(([file, { secretId, version }]) => [file, { key: secretId, version: String(version) }]),
            ready: [store("store", args.secretName, { gcpsm: secretManager(args) })],
        });
    if (access) {
        const storeName = `${args.secretName}-vault`;
        stores.push({
            ref: { kind: "SecretStore", name: storeName },
            files: vault.map(([file, { path, property, version }]) => [
                file,
                { key: path, property, version: String(version) },
            ]),
            ready: [
                store("vault", storeName, { vault: vaultServer(name, args, access, vault) }),
                ...[access.logins[args.site.region] ?? []].flat(),
            ],
        });
    }
    return stores;
}

const secretManager = ({ site, serviceAccount }: SecretFilesArgs) => ({
    projectID: site.ground.google.project,
    auth: {
        workloadIdentity: {
            clusterLocation: site.region,
            clusterName: site.cluster.clusterName,
            serviceAccountRef: { name: serviceAccount },
        },
    },
});

/** Logs in with a token of the workload's own service account, made for Vault alone and good for ten minutes. */
function vaultServer(
    name: string,
    { site, namespace, serviceAccount }: SecretFilesArgs,
    access: VaultAccess,
    secrets: [string, VaultSecret][],
) {
    const stranger = secrets.find(([, secret]) => secret.access !== access)?.[1].access;
    const own = access.namespace === namespace.namespace && access.serviceAccount === serviceAccount;
    const login = access.vault.logins[site.region];
    if (stranger || !own)
        throw new pulumi.RunError(
            `${name} reads secrets of ${(stranger ?? access).role}; give it an access of its own, for ` +
                `${namespace.namespace}/${serviceAccount}`,
        );
    if (!login) throw new pulumi.RunError(`${name} has no login to Vault in ${site.region}; give Vault that cluster`);
    return {
        server: access.vault.address,
        ...(access.vault.namespace && { namespace: access.vault.namespace }),
        path: `${access.vault.prefix}-kv`,
        version: "v2" as const,
        auth: {
            jwt: {
                path: login.mount,
                role: access.role,
                kubernetesServiceAccountToken: {
                    serviceAccountRef: { name: serviceAccount },
                    // Left out, the operator adds the audience "vault", which any other Vault would take as well.
                    audiences: [access.vault.address],
                    expirationSeconds: 600,
                },
            },
        },
    };
}
