import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import * as vault from "@pulumi/vault";
import type { Vault as VaultSettings } from "../settings/vault";
import type { Cluster } from "./cluster";
import type { Google } from "./google";
import { guarded } from "./guard";
import type { Network } from "./network";

export interface VaultArgs extends VaultSettings {
    google: Google;
    network: Network;
    /** By region. */
    clusters: Record<string, Cluster>;
    /** Versions in use of secrets, by their names, where it is not the first. */
    secretVersions?: Readonly<Record<string, number>>;
}

/** Where the workloads of one cluster log in to Vault. */
export interface VaultLogin {
    mount: string;
    backend: vault.jwt.AuthBackend;
    /** Addresses that a login may come from; its token is of no use anywhere else. */
    from: pulumi.Input<string>[];
}

/**
 * A Vault that exists, configured for this stack: where secrets are, where workloads log in, what is logged.
 *
 * Whoever runs Pulumi logs in by themselves: the provider takes `VAULT_TOKEN` or `~/.vault-token` when it starts. The
 * state keeps its address and namespace. An argument `token`, or a `jwt` or password of its `authLogin…` arguments, would
 * be kept there too, so there is no way to give one. @meets S0-10
 */
export class Vault extends pulumi.ComponentResource {
    readonly address: string;
    readonly namespace: string | undefined;
    readonly prefix: string;
    readonly provider: vault.Provider;
    /** Mount of the secrets, key-value version 2. */
    readonly secrets: vault.Mount;
    /** Where each request is logged. Whatever is made in Vault comes after them. */
    readonly audited: readonly vault.Audit[];
    /** Versions in use of secrets, by their names, where it is not the first. */
    readonly secretVersions: Readonly<Record<string, number>>;
    /** By region. */
    readonly logins: Record<string, VaultLogin>;
    /** Where the clusters' pods reach it. */
    readonly reached: { range: string | undefined; port: number };

    constructor(name: string, args: VaultArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Vault", name, {}, opts);
        this.address = args.address;
        this.namespace = args.namespace;
        this.prefix = args.prefix;
        this.secretVersions = args.secretVersions ?? {};
        this.reached = { range: args.range, port: Number(/:([0-9]+)$/.exec(args.address)?.[1] ?? 443) };
        this.provider = new vault.Provider(
            `${name}-provider`,
            {
                address: args.address,
                ...(args.namespace && { namespace: args.namespace }),
                // Said in full, because the SDK takes what is left out from the caller's environment.
                skipTlsVerify: false,
                skipChildToken: false,
                maxLeaseTtlSeconds: 1200,
                maxRetries: 2,
            },
            { parent: this },
        );
        this.audited = this.audit(name, args);
        const child = { parent: this, provider: this.provider, dependsOn: [...this.audited] };
        this.secrets = new vault.Mount(
            `${name}-secrets`,
            { path: `${args.prefix}-kv`, type: "kv", options: { version: "2" }, description: "Secrets of workloads" },
            { ...child, ...guarded.opts },
        );
        new vault.kv.SecretBackendV2(
            `${name}-secrets`,
            {
                mount: this.secrets.path,
                maxVersions: args.versions,
                // Whoever writes says which version they replace, so that nobody overwrites what they have not seen.
                casRequired: true,
                deleteVersionAfter: args.deleteAfterDays * 86400,
            },
            child,
        );
        this.logins = Object.fromEntries(
            Object.values(args.clusters).map((cluster) => [cluster.region, this.login(name, cluster, args, child)]),
        );
        if (args.range) this.letOut(name, args.range, args);
        this.registerOutputs({ address: this.address });
    }

    /**
     * Each request is logged in two places, with tokens and secrets as keyed hashes. Vault answers while one of them
     * takes the log, and stops when none does (developer.hashicorp.com/vault/docs/audit). One is made after the other and
     * before all else: what is under way while a device is enabled is done, and answered with 500 because the new device
     * has not seen the request ("failed to audit response").
     */
    private audit(name: string, { audit, prefix }: VaultArgs): readonly vault.Audit[] {
        const made: vault.Audit[] = [];
        for (const [i, device] of audit.entries()) {
            const options = {
                hmac_accessor: "true",
                log_raw: "false",
                ...(device.type === "file"
                    ? { file_path: device.path, mode: "0600" }
                    : { address: device.address, socket_type: "tcp", write_timeout: "2s" }),
            };
            made.push(
                new vault.Audit(
                    `${name}-audit-${i}`,
                    { type: device.type, path: `${prefix}-${i}`, options },
                    { parent: this, provider: this.provider, dependsOn: [...made], ...guarded.opts },
                ),
            );
        }
        return made;
    }

    /**
     * Logins by the tokens that the cluster issues, checked against the public keys that GKE publishes. Vault's method
     * `kubernetes` would ask the cluster instead: it needs a way in to the private control plane, and from outside a
     * token that may review others and does not expire. The price: a revoked token is good until it expires, so tokens
     * live for ten minutes (developer.hashicorp.com/vault/docs/auth/jwt/oidc-providers/kubernetes).
     */
    private login(
        name: string,
        cluster: Cluster,
        { google, network, prefix, range }: VaultArgs,
        child: pulumi.CustomResourceOptions,
    ): VaultLogin {
        const { region, clusterName } = cluster;
        const issuer = `https://container.googleapis.com/v1/projects/${google.project}/locations/${region}/clusters/${clusterName}`;
        const mount = `${prefix}-${region}`;
        const backend = new vault.jwt.AuthBackend(
            `${name}-login-${region}`,
            {
                path: mount,
                type: "jwt",
                description: `Workloads of the cluster ${clusterName}`,
                oidcDiscoveryUrl: issuer,
                boundIssuer: issuer,
            },
            // Vault reads the issuer's keys at once, so the cluster comes first.
            { ...child, dependsOn: [cluster, ...this.audited] },
        );
        const egress = network.regions[region]?.egress ?? [];
        const from = range ? [cluster.network.ranges.nodes, cluster.network.ranges.pods] : egress;
        return { mount, backend, from };
    }

    /** The firewall lets nodes reach the internet on port 443 and nothing private outside of the network. */
    private letOut(name: string, range: string, { google, network }: VaultArgs): void {
        new gcp.compute.Firewall(
            `${name}-allow-egress`,
            {
                name: `${name}-allow-egress`,
                network: network.network.id,
                description:
                    "the operator of external secrets reads secrets in Vault; network policies decide which pods",
                direction: "EGRESS",
                priority: 1000,
                destinationRanges: [range],
                allows: [{ protocol: "tcp", ports: [String(this.reached.port)] }],
            },
            { parent: this, provider: google.provider },
        );
    }
}
