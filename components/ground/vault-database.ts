import * as pulumi from "@pulumi/pulumi";
import * as vault from "@pulumi/vault";
import { guarded } from "./guard";
import { refuse } from "./refuse";
import type { Vault } from "./vault";
import type { Usable } from "./vault-access";
import { vaultPath } from "./vault-policy";

export interface VaultDatabaseArgs {
    vault: Vault;
    host: string;
    port: number;
    database: string;
    /** Certificate authority that the server is verified against, PEM. */
    authority: pulumi.Input<string>;
    /**
     * Login that creates the others: with `CREATEROLE`, the roles that it gives `WITH ADMIN OPTION`, and
     * `pg_signal_backend`. Vault changes its password at once, and from then on nobody else knows it.
     */
    root: { username: string; password: pulumi.Input<string> };
    /** Short-lived logins by name: members of a role of the database that holds the rights. */
    logins: Record<string, { memberOf: string; defaultMinutes: number; maxMinutes: number }>;
}

const identifier = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * Short-lived logins to a Postgres that knows no Google identities. Slipway's own database is none: its workloads log
 * in with their identity, without any password.
 */
export class VaultDatabase extends pulumi.ComponentResource {
    /** The right to get a login, by its name. */
    readonly logins: Record<string, Usable>;

    constructor(name: string, args: VaultDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:VaultDatabase", name, {}, opts);
        const { vault: server, logins } = args;
        const child = { parent: this, provider: server.provider, dependsOn: [...server.audited] };
        const path = `${server.prefix}-database-${name}`;
        for (const [login, { memberOf, defaultMinutes, maxMinutes }] of Object.entries(logins)) {
            if (!identifier.test(memberOf))
                refuse(name, `gives ${login} the role ${memberOf}`, "name a role of Postgres");
            if (!(defaultMinutes >= 1 && defaultMinutes <= maxMinutes && maxMinutes <= 24 * 60))
                refuse(
                    name,
                    `gives ${login} for ${defaultMinutes} to ${maxMinutes} minutes`,
                    "use 1 to 1440, the default not above the maximum",
                );
        }

        const mount = new vault.Mount(
            name,
            { path, type: "database", description: `Short-lived logins to ${args.database}` },
            { ...child, ...guarded.opts },
        );
        const connection = new vault.database.SecretBackendConnection(
            name,
            {
                backend: mount.path,
                name,
                allowedRoles: Object.keys(logins),
                verifyConnection: true,
                postgresql: {
                    connectionUrl: `postgresql://{{username}}:{{password}}@${args.host}:${args.port}/${args.database}?sslmode=verify-full`,
                    username: args.root.username,
                    passwordWo: args.root.password,
                    passwordWoVersion: 1,
                    passwordAuthentication: "scram-sha-256",
                    tlsCa: args.authority,
                    usernameTemplate: '{{printf "v-%s-%s" .RoleName (random 12) | truncate 63}}',
                },
                rootRotationStatements: ["ALTER USER \"{{username}}\" WITH PASSWORD '{{password}}';"],
            },
            child,
        );
        // Schedules for this are Vault Enterprise's; once is what makes the first password worthless.
        new vault.generic.Endpoint(
            `${name}-rotate-root`,
            {
                path: pulumi.interpolate`${mount.path}/rotate-root/${connection.name}`,
                dataJson: "{}",
                disableRead: true,
                disableDelete: true,
            },
            child,
        );
        this.logins = Object.fromEntries(
            Object.entries(logins).map(([login, { memberOf, defaultMinutes, maxMinutes }]) => {
                new vault.database.SecretBackendRole(
                    `${name}-${login}`,
                    {
                        backend: mount.path,
                        name: login,
                        dbName: connection.name,
                        creationStatements: [
                            "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';",
                            `GRANT "${memberOf}" TO "{{name}}";`,
                        ],
                        renewStatements: ["ALTER ROLE \"{{name}}\" VALID UNTIL '{{expiration}}';"],
                        revocationStatements: [
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}';",
                            'DROP ROLE IF EXISTS "{{name}}";',
                        ],
                        defaultTtl: defaultMinutes * 60,
                        maxTtl: maxMinutes * 60,
                    },
                    child,
                );
                return [login, { rules: [{ path: vaultPath(name, path, "creds", login), capabilities: ["read"] }] }];
            }),
        );
        this.registerOutputs();
    }
}
