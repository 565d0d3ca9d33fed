import * as pulumi from "@pulumi/pulumi";
import { Namespace } from "../components/boundary/namespace";
import { AllowedPaths } from "../components/boundary/paths";
import { FullNode } from "../components/chain/full-node";
import { P2pFirewall } from "../components/chain/p2p-firewall";
import { Relayer } from "../components/chain/relayer";
import { declareSentryBudget, Sentry } from "../components/chain/sentry";
import { Signer } from "../components/chain/signer";
import { Validator } from "../components/chain/validator";
import type { Exposed, Route } from "../components/edge/route";
import type { Ground } from "../components/ground/ground";
import type { Paw as PawSettings } from "../components/settings/paw";
import { regionOf } from "../components/settings/paw";
import type { Alert } from "../components/watch/alert";
import type { Scrape } from "../components/watch/scrape";
import type { Watched } from "../components/watch/watch";
import { declareService } from "../components/workload/service";
import type { Site } from "../components/workload/site";
import { DiskClass } from "../components/workload/storage";
import type { Workload } from "../components/workload/workload";
import { declareFaucet, FAUCET_DATABASE } from "./paw-faucet";
import { declareIndexer, EXPLORER_DATABASE } from "./paw-indexer";
import { PawKeys } from "./paw-keys";
import { declarePages } from "./paw-pages";
import { pawPaths, within } from "./paw-paths";
import { answersOf, exposedPods, pawRoutes } from "./paw-routes";
import {
    COSIGNERS,
    chainOf,
    FAUCET,
    FULL_NODE,
    followersOf,
    INDEXER,
    pawScrapes,
    peersIn,
    relayedChains,
    relayerPods,
    rolesIn,
    SERVING,
    SIGNING,
    sentriesIn,
    sentryPods,
    sourcesOf,
    VALIDATOR,
} from "./paw-shape";

export interface PawArgs {
    ground: Ground;
    sites: readonly Site[];
    settings: PawSettings;
    /** Names under which the internet reaches it. */
    hosts: readonly string[];
}

/** What runs in one site only, as each site has it. */
interface Writers {
    validator: Validator;
    signer: Signer;
    relayers: readonly Relayer[];
    indexers: readonly Workload[];
    faucets: readonly Workload[];
}

/** What everything in a site is made with. */
interface Place {
    site: Site;
    signing: Namespace;
    serving: Namespace;
    disk: DiskClass;
    keys: PawKeys;
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
    readonly alerts: readonly Alert[] = [];
    readonly scrapes: readonly Scrape[];

    constructor(name: string, args: PawArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:systems:Paw", name, {}, opts);
        const { ground, settings, sites } = args;
        const child = { parent: this };
        this.scrapes = pawScrapes(settings);
        this.routes = pawRoutes(args.hosts);

        const keys = new PawKeys(name, { ground, settings }, child);
        if (settings.faucet) ground.database.add(FAUCET_DATABASE, keys.of(FAUCET).identity);
        if (settings.explorer) ground.database.add(EXPLORER_DATABASE, keys.of(INDEXER).identity);
        const clusters = sites.map((site) => site.cluster);
        new P2pFirewall(`${name}-p2p`, { google: ground.google, network: ground.network, clusters }, child);

        // The sites where nothing signs come first: what is active takes over from what has ended there.
        const standby: Writers[] = [];
        for (const site of [...sites].sort((a, b) => Number(a.active) - Number(b.active))) {
            const place = { site, keys, ...this.declarePlace(name, args, site) };
            this.namespaces[site.region] = place.serving;
            this.declareFollowers(settings, place);
            this.declareAnswers(place);
            declarePages({ settings, site, namespace: place.serving, keys }, child);
            this.declareSentries(name, settings, place);
            const writers = this.declareWriters(settings, place, standby);
            if (!site.active) standby.push(writers);
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

    private declareFollowers(settings: PawSettings, { site, serving, disk, keys }: Place): void {
        const { archive, fullNodes, snapshots } = settings;
        const sentries = peersIn(settings, site.region);
        for (const { pods: app } of followersOf(settings))
            new FullNode(
                `${app}-${site.region}`,
                {
                    chain: chainOf(settings),
                    site,
                    namespace: serving,
                    app,
                    identity: keys.of({ pods: app }).identity,
                    pool: settings.pools.nodes,
                    disk,
                    sentries,
                    snapshots,
                    ...(app === FULL_NODE.pods || !archive ? fullNodes : { ...archive, members: 1, archive: true }),
                },
                { parent: this },
            );
    }

    /** A Service for each thing that full nodes answer: the load balancer takes one port and one health check from each. */
    private declareAnswers({ site, serving }: Place): void {
        for (const { name, pods, port } of answersOf(this.routes))
            declareService(
                `${name}-${site.region}`,
                {
                    metadata: {
                        name,
                        namespace: serving.namespace,
                        labels: { "app.kubernetes.io/part-of": serving.namespace },
                    },
                    selector: { "app.kubernetes.io/name": pods },
                    ports: { [name]: port },
                },
                { ...serving.child, parent: this },
            );
    }

    private declareSentries(name: string, settings: PawSettings, { site, signing, disk, keys }: Place): void {
        const { nodes, ...size } = settings.sentries;
        const near = peersIn(settings, site.region);
        for (const sentry of sentriesIn(settings, site.region)) {
            const pods = sentryPods(sentry);
            new Sentry(
                `${pods.pods}-${site.region}`,
                {
                    chain: chainOf(settings),
                    site,
                    namespace: signing,
                    app: pods.pods,
                    identity: keys.of(pods).identity,
                    nodeKey: keys.secret(pods, "node-key"),
                    pool: settings.pools.nodes,
                    zone: sentry.zone,
                    disk,
                    ...size,
                    address: keys.address(pods),
                    signed: site.active,
                    seeds: settings.peers.seeds,
                    peers: [...near.filter((peer) => !peer.startsWith(sentry.nodeId)), ...settings.peers.persistent],
                    hidden: [settings.validator.nodeId],
                },
                { parent: this },
            );
        }
        declareSentryBudget(`${name}-sentries-${site.region}`, signing, this);
    }

    /** What runs in the active site and nowhere else; `others` are the same in the sites where they do not run. */
    private declareWriters(settings: PawSettings, place: Place, others: readonly Writers[]): Writers {
        const { site, signing, serving, disk, keys } = place;
        const { chainId, images, signer, validator } = settings;
        const child = { parent: this };
        const { nodeId: _, ...size } = validator;
        const own = signer.zones.every((zone) => regionOf(zone) === site.region);
        return {
            validator: new Validator(
                `${VALIDATOR.pods}-${site.region}`,
                {
                    chain: chainOf(settings),
                    site,
                    namespace: signing,
                    app: VALIDATOR.pods,
                    identity: keys.of(VALIDATOR).identity,
                    nodeKey: keys.secret(VALIDATOR, "node-key"),
                    pool: settings.pools.signers,
                    disk,
                    ...size,
                    sentries: peersIn(settings, site.region),
                    takesOverFrom: others.map((other) => other.validator),
                },
                child,
            ),
            signer: new Signer(
                `signer-${site.region}`,
                {
                    chainId,
                    site,
                    namespace: signing,
                    image: images.signer,
                    key: keys.consensus,
                    identities: Object.fromEntries(COSIGNERS.map((one) => [one.pods, keys.secret(one, "ecies")])),
                    zones: own ? Object.fromEntries(COSIGNERS.map((one, i) => [one.pods, signer.zones[i]])) : {},
                    nodes: rolesIn(settings, site).signed.map(({ pods }) => pods),
                    signAbove: signer.signAbove,
                    pool: settings.pools.signers,
                    disk,
                    takesOverFrom: others.map((other) => other.signer),
                },
                child,
            ),
            relayers: settings.relayers.map((relayer, i) => {
                const pods = relayerPods(relayer);
                return new Relayer(
                    `${pods.pods}-${site.region}`,
                    {
                        site,
                        namespace: signing,
                        app: pods.pods,
                        image: images.relayer,
                        identity: keys.of(pods).identity,
                        chains: relayedChains(settings, relayer),
                        keys: keys.of(pods).secrets,
                        takesOverFrom: others.flatMap((other) => other.relayers[i] ?? []),
                    },
                    child,
                );
            }),
            indexers: settings.explorer
                ? [
                      declareIndexer(
                          `${INDEXER.pods}-${site.region}`,
                          {
                              site,
                              namespace: serving,
                              identity: keys.of(INDEXER).identity,
                              database: site.ground.database,
                              image: settings.explorer.images.indexer,
                              chainId,
                              takesOverFrom: others.flatMap((other) => other.indexers),
                          },
                          child,
                      ),
                  ]
                : [],
            faucets: settings.faucet
                ? [
                      declareFaucet(
                          `${FAUCET.pods}-${site.region}`,
                          {
                              settings,
                              faucet: settings.faucet,
                              site,
                              namespace: signing,
                              identity: keys.of(FAUCET).identity,
                              key: keys.secret(FAUCET, "key"),
                              redisPassword: keys.redisPassword(FAUCET, site),
                              takesOverFrom: others.flatMap((other) => other.faucets),
                          },
                          child,
                      ),
                  ]
                : [],
        };
    }
}
