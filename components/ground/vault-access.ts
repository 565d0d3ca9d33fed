import * as pulumi from "@pulumi/pulumi";
import * as vault from "@pulumi/vault";
import type { Vault } from "./vault";
import type { VaultRule } from "./vault-policy";
import { renderPolicy, vaultPath } from "./vault-policy";

/** A secret in Vault. Its value is put in by an operator and read by the cluster; Pulumi never sees it. */
export interface VaultSecret {
    readonly source: "vault";
    readonly access: VaultAccess;
    /** Below the mount of the secrets. */
    readonly path: string;
    /** Field of the secret that holds the value. */
    readonly property: "value";
    /** The version that is read: never the latest, so that what reads it changes when a plan says so. */
    readonly version: number;
}

/** Something of Vault that a workload may use besides its own secrets. */
export interface Usable {
    readonly rules: readonly VaultRule[];
}

export interface VaultAccessArgs {
    vault: Vault;
    /** Kubernetes service account that logs in, in every cluster. */
    namespace: string;
    serviceAccount: string;
    /** Names of its secrets; they stand at `<namespace>/<service account>/<name>`. */
    secrets: readonly string[];
    /** Keys that it may sign with and databases that it may log in to. Default none. */
    uses?: readonly Usable[];
}

/** Lifetime of a token, seconds: the operator that brings secrets logs in anew each time. */
const TOKEN_SECONDS = 600;

/** What one workload may do in Vault, and nothing else: a policy of its own, and a role to log in with. */
export class VaultAccess extends pulumi.ComponentResource {
    readonly vault: Vault;
    readonly namespace: string;
    readonly serviceAccount: string;
    readonly role: string;
    readonly secrets: Record<string, VaultSecret>;
    /** By region; depend on one before the first login. */
    readonly logins: Record<string, vault.jwt.AuthBackendRole>;

    constructor(name: string, args: VaultAccessArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:VaultAccess", name, {}, opts);
        const { vault: server, namespace, serviceAccount } = args;
        const child = { parent: this, provider: server.provider, dependsOn: [...server.audited] };
        this.vault = server;
        this.namespace = namespace;
        this.serviceAccount = serviceAccount;
        this.role = `${server.prefix}-${namespace}-${serviceAccount}`;
        this.secrets = Object.fromEntries(
            args.secrets.map((secret) => [
                secret,
                {
                    source: "vault",
                    access: this,
                    path: vaultPath(name, namespace, serviceAccount, secret),
                    property: "value",
                    version: server.secretVersions[secret] ?? 1,
                },
            ]),
        );
        const policy = new vault.Policy(
            name,
            {
                name: this.role,
                policy: renderPolicy(name, [
                    ...Object.values(this.secrets).map(
                        ({ path }): VaultRule => ({
                            path: `${server.prefix}-kv/data/${path}`,
                            capabilities: ["read"],
                        }),
                    ),
                    ...(args.uses ?? []).flatMap(({ rules }) => rules),
                ]),
            },
            child,
        );
        this.logins = Object.fromEntries(
            Object.entries(server.logins).map(([region, login]) => [
                region,
                new vault.jwt.AuthBackendRole(
                    `${name}-${region}`,
                    {
                        backend: login.mount,
                        roleName: this.role,
                        roleType: "jwt",
                        userClaim: "sub",
                        boundSubject: `system:serviceaccount:${namespace}:${serviceAccount}`,
                        boundAudiences: [server.address],
                        tokenPolicies: [policy.name],
                        tokenNoDefaultPolicy: true,
                        tokenBoundCidrs: login.from,
                        tokenTtl: TOKEN_SECONDS,
                        tokenMaxTtl: TOKEN_SECONDS,
                        tokenExplicitMaxTtl: TOKEN_SECONDS,
                        tokenType: "service",
                    },
                    { ...child, dependsOn: login.backend },
                ),
            ]),
        );
        this.registerOutputs({ role: this.role });
    }
}
