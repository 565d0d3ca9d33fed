import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { InstanceArgs } from "./database-settings";
import { instanceSettings } from "./database-settings";
import type { Google } from "./google";
import { guarded } from "./guard";
import type { Identity } from "./identity";
import type { Keys } from "./keys";
import type { Network } from "./network";

export interface DatabaseArgs extends Omit<InstanceArgs, "network"> {
    google: Google;
    network: Network;
    /** Region that takes writes. */
    primary: string;
    /** Region that can take over. Default none. */
    standby?: string | undefined;
    /** Key rings by region; an instance cannot use a key of another region. */
    keys: Record<string, Keys>;
}

/** Managed Postgres: highly available in one region, a replica in another. Nobody logs in with a password. */
export class Database extends pulumi.ComponentResource {
    /** `project:region:instance` of the primary, for the Cloud SQL Auth Proxy. */
    readonly connection: pulumi.Output<string>;
    private readonly instance: gcp.sql.DatabaseInstance;
    private readonly google: Google;

    constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Database", name, {}, opts);
        this.google = args.google;

        this.instance = this.declare(`${name}-${args.primary}`, args.primary, args);
        if (args.standby) this.declare(`${name}-${args.standby}`, args.standby, args, this.instance);

        this.connection = this.instance.connectionName;
        this.registerOutputs({ connection: this.connection });
    }

    /** A database of its own for a system, and the login of the one workload that uses it. */
    add(database: string, user: Identity): void {
        const child = { parent: this, provider: this.google.provider };
        new gcp.sql.Database(
            `${database}-database`,
            {
                name: database,
                instance: this.instance.name,
                charset: "UTF8",
                collation: "en_US.UTF8",
                ...guarded.policy,
            },
            { ...child, ...guarded.opts },
        );
        new gcp.sql.User(
            `${database}-user`,
            {
                name: user.databaseUser,
                instance: this.instance.name,
                type: "CLOUD_IAM_SERVICE_ACCOUNT",
            },
            child,
        );
    }

    private declare(name: string, region: string, args: DatabaseArgs, primary?: gcp.sql.DatabaseInstance) {
        const key = args.keys[region]?.encryption.database;
        if (!key) throw new pulumi.RunError(`${name} has no key in ${region}; give the keys of that region`);
        return new gcp.sql.DatabaseInstance(
            name,
            {
                name,
                region,
                databaseVersion: "POSTGRES_18",
                encryptionKeyName: key.id,
                ...(primary && { masterInstanceName: primary.name, instanceType: "READ_REPLICA_INSTANCE" }),
                settings: instanceSettings(
                    { ...args, network: args.network.network.id },
                    primary ? "standby" : "primary",
                ),
                ...guarded.data,
            },
            {
                parent: this,
                provider: args.google.provider,
                dependsOn: [args.network.privateConnection, key.grant],
                // It grows by itself, and setting it back would mean a new instance.
                ignoreChanges: ["settings.diskSize"],
                ...guarded.opts,
            },
        );
    }
}
