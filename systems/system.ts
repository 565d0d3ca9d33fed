import * as pulumi from "@pulumi/pulumi";
import { Namespace, type NamespaceArgs } from "../components/boundary/namespace";
import { AllowedPaths, type Path } from "../components/boundary/paths";
import type { Exposed, Route } from "../components/edge/route";
import type { Ground } from "../components/ground/ground";
import { Identity } from "../components/ground/identity";
import type { Alert } from "../components/watch/alert";
import type { Scrape } from "../components/watch/scrape";
import type { Watched } from "../components/watch/watch";
import type { Site } from "../components/workload/site";

/** What every system is made from. */
export interface SystemArgs<Block> {
    network: string;
    ground: Ground;
    sites: readonly Site[];
    /** Its own block of the stack file. */
    settings: Block;
    /** Names under which the internet reaches it; none if the stack file does not expose it. */
    hosts: readonly string[];
}

/**
 * What a program must do that its published source does not, by program: a plan shows it, and `slipway ready` lists it.
 */
export type Contracts = Readonly<Record<string, readonly string[]>>;

/** A system in a namespace of its own, called as its block is; by default nobody reaches it and nothing is watched. */
export abstract class System extends pulumi.ComponentResource implements Watched, Exposed {
    readonly routes: readonly Route[] = [];
    readonly namespaces: Record<string, Namespace> = {};
    readonly alerts: readonly Alert[] = [];
    readonly scrapes: readonly Scrape[] = [];
    /** For what it is made of. */
    protected readonly child: pulumi.ComponentResourceOptions;
    private readonly name: string;
    private readonly ground: Ground;

    constructor(
        type: string,
        name: string,
        { ground }: Pick<SystemArgs<unknown>, "ground">,
        contracts: Contracts = {},
    ) {
        super(type, name, { contracts });
        this.name = name;
        this.ground = ground;
        this.child = { parent: this };
    }

    /** The Google identity of one of its workloads; the one that is called as the system is has no second name. */
    protected identity(workload: string, description: string, roles: readonly string[] = []): Identity {
        const actsFor = { namespace: this.name, serviceAccount: workload };
        const { google } = this.ground;
        const id = workload === this.name ? workload : `${this.name}-${workload}`;
        return new Identity(id, { google, description, actsFor, roles }, this.child);
    }

    /** Its namespace in a site, with what may happen there: a pod reaches and is reached as these paths say. */
    protected place(site: Site, quota: NamespaceArgs["quota"], paths: readonly Path[]): Namespace {
        const { cluster, region } = site;
        const args = { cluster, namespace: this.name, quota };
        const namespace = new Namespace(`${this.name}-${region}`, args, this.child);
        new AllowedPaths(`${this.name}-paths-${region}`, { namespace, paths }, this.child);
        this.namespaces[region] = namespace;
        return namespace;
    }
}
