import * as pulumi from "@pulumi/pulumi";
import { Namespace } from "../components/boundary/namespace";
import { AllowedPaths } from "../components/boundary/paths";
import { P2pFirewall } from "../components/chain/p2p-firewall";
import type { Exposed, Route } from "../components/edge/route";
import type { Ground } from "../components/ground/ground";
import type { Paw as PawSettings } from "../components/settings/paw";
import type { Alert } from "../components/watch/alert";
import type { Scrape } from "../components/watch/scrape";
import type { Watched } from "../components/watch/watch";
import type { Site } from "../components/workload/site";
import { DiskClass } from "../components/workload/storage";
import { pawAlerts } from "./paw-alerts";
import { FAUCET_CONTRACTS, FAUCET_DATABASE } from "./paw-faucet";
import { EXPLORER_DATABASE } from "./paw-indexer";
import { PawKeys } from "./paw-keys";
import { declareAnswers, declareFollowers, declareSentries } from "./paw-nodes";
import { declarePages } from "./paw-pages";
import { pawPaths, within } from "./paw-paths";
import { exposedPods, pawRoutes } from "./paw-routes";
import { FAUCET, INDEXER, pawScrapes, rolesIn, SERVING, SIGNING, sourcesOf } from "./paw-shape";
import { declareWriters } from "./paw-writers";

export interface PawArgs {
    ground: Ground;
    sites: readonly Site[];
    settings: PawSettings;
    /** Names under which the internet reaches it. */
    hosts: readonly string[];
}

/**
 * The chain of seed document 001: a validator behind sentries, its threshold signer, relayers, and the nodes that serve
 * the public. What signs, and what stands before it, is in a namespace that no backup takes. Nodes that only follow are
 * in another one; backups of their disks are the chain's snapshots.
 */
export class Paw extends pulumi.ComponentResource implements Watched, Exposed {
    readonly routes: readonly Route[];
    /** Of the nodes that serve the public, by region. */
    readonly namespaces: Record<string, Namespace> = {};
    readonly alerts: readonly Alert[];
    readonly scrapes: readonly Scrape[];

    constructor(name: string, args: PawArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:systems:Paw", name, { contracts: args.settings.faucet ? FAUCET_CONTRACTS : {} }, opts);
        const { ground, settings, sites } = args;
        const child = { parent: this };
        this.scrapes = pawScrapes(settings);
        this.alerts = pawAlerts(settings, ground.active);
        this.routes = pawRoutes(args.hosts);

        const keys = new PawKeys(name, { ground, settings }, child);
        if (settings.faucet) ground.database.add(FAUCET_DATABASE, keys.of(FAUCET).identity);
        if (settings.explorer) ground.database.add(EXPLORER_DATABASE, keys.of(INDEXER).identity);
        const { google, network } = ground;
        for (const { cluster, region } of sites)
            new P2pFirewall(`${name}-p2p-${region}`, { google, network, cluster }, child);

        for (const site of sites) {
            const place = { settings, site, keys, ...this.declarePlace(name, args, site) };
            this.namespaces[site.region] = place.serving;
            declareFollowers(place, child);
            declareAnswers(place, this.routes, this);
            declarePages({ settings, site, namespace: place.serving, keys }, child);
            declareSentries(name, place, this);
            declareWriters(place, child);
        }
        this.registerOutputs();
    }

    private declarePlace(name: string, { ground, settings }: PawArgs, site: Site) {
        const child = { parent: this };
        const { cluster, region } = site;
        const roles = rolesIn(settings, site);
        const signing = new Namespace(
            `${name}-${region}`,
            {
                cluster,
                namespace: SIGNING,
                quota: { cpu: 200, memoryGb: 800, pods: 60, loadBalancers: roles.sentries.length },
            },
            child,
        );
        const serving = new Namespace(
            `${name}-data-${region}`,
            { cluster, namespace: SERVING, quota: { cpu: 200, memoryGb: 1600, pods: 60 } },
            child,
        );
        const paths = pawPaths(roles, {
            sources: sourcesOf(settings),
            privateServices: ground.network.privateServices,
            exposed: exposedPods(this.routes),
            scrapes: this.scrapes.filter((one) => one.region === undefined || one.region === region),
        });
        for (const namespace of [signing, serving])
            new AllowedPaths(
                `${namespace.namespace}-paths-${region}`,
                { namespace, paths: within(paths, namespace.namespace) },
                child,
            );
        const disk = new DiskClass(`${name}-disk-${region}`, { site, type: "pd-ssd" }, child);
        return { signing, serving, disk };
    }
}
