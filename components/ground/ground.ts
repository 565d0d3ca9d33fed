import * as pulumi from "@pulumi/pulumi";
import type { Placement } from "../settings/database";
import { Cache } from "./cache";
import { Cluster } from "./cluster";
import { Database } from "./database";
import { Google } from "./google";
import { Keys } from "./keys";
import { Network } from "./network";
import type { PoolArgs } from "./node-pool";

export interface GroundArgs {
    network: string;
    google: { project: string; projectNumber: string; groupsDomain: string };
    supernet: string;
    regions: readonly { name: string; block: number; zones: readonly string[] }[];
    /** The region in which anything that signs or writes runs. */
    active: string;
    cluster: { channel: string; operators: readonly { name: string; range: string }[]; pools: readonly PoolArgs[] };
    database: {
        tier: string;
        diskGb: number;
        instances: Placement;
        recoveryDays: number;
        retainedBackups: number;
        backupLocation: string;
    };
    cache: { memoryGb: number };
}

/** What every system stands on in Google Cloud. */
export class Ground extends pulumi.ComponentResource {
    readonly google: Google;
    readonly network: Network;
    /** By region. */
    readonly keys: Record<string, Keys>;
    /** By region. */
    readonly clusters: Record<string, Cluster>;
    readonly database: Database;
    readonly cache: Cache;
    /** The region in which anything that signs or writes runs. */
    readonly active: string;
    /** By region, the addresses that its traffic to the internet comes from. */
    readonly egressAddresses: Record<string, pulumi.Output<string>[]>;

    constructor(name: string, args: GroundArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Ground", name, {}, opts);
        const child = { parent: this };
        const perRegion = <T>(make: (region: GroundArgs["regions"][number]) => T): Record<string, T> =>
            Object.fromEntries(args.regions.map((region) => [region.name, make(region)]));
        const at = <T>(by: Record<string, T>, region: string): T => {
            const found = by[region];
            if (!found) throw new pulumi.RunError(`${name} has no region ${region}; use ${Object.keys(by).join(", ")}`);
            return found;
        };

        this.active = args.active;
        this.google = new Google("google", { ...args.google, network: args.network }, child);
        const { google } = this;
        this.network = new Network("slipway", { google, supernet: args.supernet, regions: args.regions }, child);
        const { network } = this;
        this.egressAddresses = Object.fromEntries(
            Object.entries(network.regions).map(([region, { egress }]) => [region, egress]),
        );
        this.keys = perRegion((region) => new Keys(`keys-${region.name}`, { google, region: region.name }, child));
        this.clusters = perRegion(
            ({ name: region, zones }) =>
                new Cluster(
                    `slipway-${region}`,
                    {
                        google,
                        network,
                        region,
                        zones,
                        keys: at(this.keys, region),
                        groupsDomain: args.google.groupsDomain,
                        ...args.cluster,
                    },
                    child,
                ),
        );
        this.database = new Database(
            "postgres",
            {
                google,
                network,
                keys: this.keys,
                zones: Object.fromEntries(args.regions.map(({ name: region, zones }) => [region, zones])),
                ...args.database,
            },
            child,
        );
        this.cache = new Cache(
            "redis",
            { google, network, region: args.active, keys: at(this.keys, args.active), ...args.cache },
            child,
        );
        this.registerOutputs({ active: this.active });
    }
}
