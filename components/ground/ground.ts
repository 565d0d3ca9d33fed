import * as pulumi from "@pulumi/pulumi";
import type { Custody } from "../settings/custody";
import type { Placement } from "../settings/database";
import type { Vault as VaultSettings } from "../settings/vault";
import { Admission } from "./admission";
import { Audit } from "./audit";
import { Budget } from "./budget";
import { at } from "./by-region";
import { Cache } from "./cache";
import { type Calendar, databaseFreeze, databaseMaintenance } from "./calendar";
import { Changes } from "./changes";
import { Cluster } from "./cluster";
import { ClusterBackup } from "./cluster-backup";
import { Contacts } from "./contacts";
import { Database } from "./database";
import type { DeployersArgs } from "./deployers";
import { Deployers } from "./deployers";
import { Google } from "./google";
import { Keys } from "./keys";
import { Logs } from "./logs";
import { Network } from "./network";
import type { PoolArgs } from "./node-pool";
import { Quotas } from "./quotas";
import { SecretManager } from "./secret-manager";
import { SigningRing } from "./signing-ring";
import { Vault } from "./vault";

export interface GroundArgs {
    network: string;
    google: { project: string; projectNumber: string; groupsDomain: string };
    supernet: string;
    regions: readonly { name: string; block: number; zones: readonly string[] }[];
    /** The region in which anything that signs or writes runs. */
    active: string;
    calendar: Calendar;
    /** Registry paths that images may come from. */
    registries: readonly string[];
    cluster: {
        channel: string;
        operators: readonly { name: string; range: string }[];
        managedPrometheus: boolean;
        pools: readonly PoolArgs[];
    };
    database: {
        tier: string;
        diskGb: number;
        instances: Placement;
        recoveryDays: number;
        retainedBackups: number;
        backupLocation: string;
    };
    cache: { memoryGb: number };
    audit: { location: string; searchableDays: number; archiveDays: number; locked: boolean };
    logs: { retentionDays: number; debug: boolean };
    backups: {
        namespaces: readonly string[];
        /** Which region's cluster is backed up in which region. */
        places: readonly { cluster: string; location: string }[];
        retainDays: number;
        lockDays: number;
        locked: boolean;
    };
    deployers: Omit<DeployersArgs, "google" | "clusters">;
    /** E-mail addresses that Google itself writes to. */
    contacts: readonly string[];
    budget: { billingAccount: string; monthly: number };
    custody: Custody;
    vault?: VaultSettings | undefined;
}

/** What every system stands on in Google Cloud. */
export class Ground extends pulumi.ComponentResource {
    readonly google: Google;
    readonly network: Network;
    /** People whom Google itself tells. */
    readonly contacts: Contacts;
    /** By region. */
    readonly keys: Record<string, Keys>;
    /** By region. */
    readonly clusters: Record<string, Cluster>;
    readonly database: Database;
    /** By region. Each stands on its own: what is lost with a region can be asked for again. */
    private readonly caches: Record<string, Cache>;
    readonly signingRing: SigningRing;
    readonly secretManager: SecretManager;
    /** A Vault that exists, if the stack file names one. */
    readonly vault: Vault | undefined;
    /** The region in which anything that signs or writes runs. */
    readonly active: string;
    /** By region, the addresses that its traffic to the internet comes from. */
    readonly egressAddresses: Record<string, pulumi.Output<string>[]>;

    constructor(name: string, args: GroundArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Ground", name, {}, opts);
        const child = { parent: this };
        const perRegion = <T>(make: (region: GroundArgs["regions"][number]) => T): Record<string, T> =>
            Object.fromEntries(args.regions.map((region) => [region.name, make(region)]));

        const { calendar } = args;

        this.active = args.active;
        this.google = new Google("google", { ...args.google, network: args.network }, child);
        const { google } = this;
        new Admission("images", { google, registries: args.registries }, child);
        this.network = new Network("slipway", { google, supernet: args.supernet, regions: args.regions }, child);
        const { network } = this;
        this.egressAddresses = Object.fromEntries(
            Object.entries(network.regions).map(([region, { egress }]) => [region, egress]),
        );
        this.keys = perRegion((region) => new Keys(`keys-${region.name}`, { google, region: region.name }, child));
        const { signingLocation, administrators, ...custody } = args.custody;
        this.signingRing = new SigningRing("signing", { google, location: signingLocation, administrators }, child);
        this.secretManager = new SecretManager("secrets", { google, keys: this.keys, ...custody }, child);
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
                        calendar,
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
                maintenance: databaseMaintenance(calendar),
                freeze: databaseFreeze(calendar),
                ...args.database,
            },
            child,
        );
        this.caches = perRegion(
            ({ name: region }) =>
                new Cache(
                    `redis-${region}`,
                    { google, network, region, keys: at(this.keys, region), calendar, ...args.cache },
                    child,
                ),
        );
        this.contacts = new Contacts("contact", { google, emails: args.contacts }, child);
        this.declareUpkeep(args, child);
        this.vault =
            args.vault &&
            new Vault(
                "vault",
                { google, network, clusters: this.clusters, secretVersions: custody.versions, ...args.vault },
                child,
            );
        this.registerOutputs({ active: this.active });
    }

    /** What nothing runs on, but nobody can do without: audit, backups, who may deploy, what it may cost. */
    private declareUpkeep(args: GroundArgs, child: pulumi.ComponentResourceOptions): void {
        const { google, keys, clusters, contacts } = this;
        const regional = { google, location: args.audit.location, keys: at(keys, args.audit.location) };
        const audit = new Audit("audit", { ...regional, ...args.audit }, child);
        new Logs("logs", { ...regional, audit, ...args.logs }, child);
        const { places, ...backups } = args.backups;
        for (const { cluster, location } of places)
            new ClusterBackup(
                `backup-${cluster}`,
                {
                    google,
                    cluster: at(clusters, cluster),
                    location,
                    keys: at(keys, location),
                    // Back where it came from, or to where the backups are when that is gone.
                    into: [...new Set([cluster, location])].map((region) => at(clusters, region)),
                    ...backups,
                },
                child,
            );
        new Deployers("deployer", { google, clusters: Object.values(clusters), ...args.deployers }, child);
        const region = args.audit.location;
        new Budget("budget", { google, contacts, region, keys: at(keys, region), ...args.budget }, child);
        new Quotas("quotas", { google, contacts }, child);
        new Changes("changes", { google, contacts }, child);
    }

    /** The region's Redis. */
    cache(region: string): Cache {
        return at(this.caches, region);
    }
}
