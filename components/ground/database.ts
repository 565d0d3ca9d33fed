import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Placement } from "../settings/database";
import { instanceHooks, placementHooks } from "./database-hooks";
import { declaredInstance, instanceName } from "./database-instance";
import type { InstanceArgs } from "./database-settings";
import type { Google } from "./google";
import { guarded } from "./guard";
import type { Identity } from "./identity";
import type { Keys } from "./keys";
import type { Network } from "./network";
import { regionOf } from "./placement";

export interface DatabaseArgs extends Omit<InstanceArgs, "network" | "zones"> {
    google: Google;
    network: Network;
    /** The role of each region's instance; exactly one is the primary. */
    instances: Placement;
    /** Three zones of each region. */
    zones: Record<string, readonly string[]>;
    /** Key rings by region; an instance cannot use a key of another region. */
    keys: Record<string, Keys>;
}

/**
 * Managed Postgres: highly available in each region, with one region that takes writes and others that follow it. An
 * instance is never made again: what changes is its role, by the steps of `placement.ts`. Nobody logs in with a
 * password; `postgres` has none, and Cloud SQL lets it in only once somebody sets one. How a switchover goes is in
 * docs/runbooks/database-switchover.md, a restore in docs/runbooks/database-restore.md.
 * @meets S0-11, S0-13, S0-19, S1-31
 */
export class Database extends pulumi.ComponentResource {
    /** `project:region:instance` of the primary, for the Cloud SQL Auth Proxy. */
    readonly connection: pulumi.Output<string>;
    /** Instances that follow the primary in other regions. */
    readonly replicas: number;
    private readonly instance: gcp.sql.DatabaseInstance;
    private readonly google: Google;

    constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        const placement = args.instances;
        super("slipway:ground:Database", name, { placement }, { ...opts, hooks: placementHooks(name) });
        this.google = args.google;

        const region = regionOf(placement, "primary");
        if (region === undefined) throw new pulumi.RunError(`${name} has no primary; give one region that role`);
        this.instance = this.declare(name, region, args);
        const others = Object.keys(placement)
            .filter((other) => other !== region)
            .sort()
            .map((other) => this.declare(name, other, args, this.instance));

        this.replicas = others.length;
        this.connection = this.instance.connectionName;
        // Known once every instance is as declared: this is what tells a finished step from one that failed.
        const reached = pulumi.all([this.instance, ...others].map(({ id }) => id)).apply(() => placement);
        this.registerOutputs({ connection: this.connection, placement: reached });
    }

    /**
     * A database of its own for a system, and the logins of the workloads that use it; a login has no rights until the
     * owner of the schema grants them. Depend on what is returned before the first login.
     */
    add(database: string, user: Identity, others: Readonly<Record<string, Identity>> = {}): pulumi.Resource[] {
        // Replication carries both to whichever instance takes over; declared there anew, the old ones would be deleted.
        const child = { parent: this, provider: this.google.provider, ignoreChanges: ["instance"] };
        const made = new gcp.sql.Database(
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
        const login = (name: string, { databaseUser }: Identity) =>
            new gcp.sql.User(
                name,
                { name: databaseUser, instance: this.instance.name, type: "CLOUD_IAM_SERVICE_ACCOUNT" },
                child,
            );
        return [
            made,
            login(`${database}-user`, user),
            ...Object.entries(others).map(([name, other]) => login(`${database}-user-${name}`, other)),
        ];
    }

    private declare(
        database: string,
        region: string,
        args: DatabaseArgs,
        primary?: gcp.sql.DatabaseInstance,
    ): gcp.sql.DatabaseInstance {
        const name = instanceName(database, region);
        const key = args.keys[region]?.encryption.database;
        if (!key) throw new pulumi.RunError(`${name} has no key in ${region}; give the keys of that region`);
        const [first, second] = args.zones[region] ?? [];
        if (!first || !second) throw new pulumi.RunError(`${name} has no zones in ${region}; give two or more`);
        const declared = declaredInstance(database, region, args.instances, {
            ...args,
            project: this.google.project,
            network: args.network.network.id,
            zones: [first, second],
            encryptionKeyName: key.id,
        });
        return new gcp.sql.DatabaseInstance(name, declared.args, {
            parent: this,
            provider: this.google.provider,
            dependsOn: [args.network.privateConnection, key.grant, ...(primary ? [primary] : [])],
            hooks: instanceHooks(name, args.instances[region]),
            ...declared.opts,
        });
    }
}
