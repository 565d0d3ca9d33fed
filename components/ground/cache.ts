import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Calendar } from "./calendar";
import { cacheMaintenance } from "./calendar";
import type { Google } from "./google";
import { guarded } from "./guard";
import type { Keys } from "./keys";
import type { Network } from "./network";

export interface CacheArgs {
    google: Google;
    network: Network;
    region: string;
    keys: Keys;
    calendar: Calendar;
    /** GB, 1 to 300. */
    memoryGb: number;
}

/**
 * Managed Redis with a replica in another zone; every connection is encrypted and authenticated.
 * @meets S2-17, S4-03, S4-11
 */
export class Cache extends pulumi.ComponentResource {
    readonly host: pulumi.Output<string>;
    readonly port: pulumi.Output<number>;
    /** Made by Google; goes straight on to Secret Manager. */
    readonly password: pulumi.Output<string>;
    /** Certificates that clients verify the server with. */
    readonly authority: pulumi.Output<string>;

    constructor(name: string, args: CacheArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Cache", name, {}, opts);

        const instance = new gcp.redis.Instance(
            name,
            {
                name,
                region: args.region,
                tier: "STANDARD_HA",
                memorySizeGb: args.memoryGb,
                redisVersion: "REDIS_7_2",
                authorizedNetwork: args.network.network.id,
                connectMode: "PRIVATE_SERVICE_ACCESS",
                authEnabled: true,
                transitEncryptionMode: "SERVER_AUTHENTICATION",
                customerManagedKey: args.keys.encryption.caches.id,
                // Full is an error that the application sees; evicting a lock or a nonce is one that it does not.
                redisConfigs: { "maxmemory-policy": "noeviction" },
                persistenceConfig: { persistenceMode: "RDB", rdbSnapshotPeriod: "ONE_HOUR" },
                maintenancePolicy: {
                    weeklyMaintenanceWindows: [cacheMaintenance(args.calendar)],
                },
                ...guarded.data,
            },
            {
                parent: this,
                provider: args.google.provider,
                dependsOn: [args.network.privateConnection, args.keys.encryption.caches.grant],
                ...guarded.opts,
            },
        );
        this.host = instance.host;
        this.port = instance.port;
        this.password = instance.authString;
        this.authority = instance.serverCaCerts.apply((certs) => certs.map(({ cert }) => cert).join("\n"));
        this.registerOutputs({ host: this.host });
    }
}
