import type * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../components/boundary/namespace";
import { FullNode } from "../components/chain/full-node";
import { declareSentryBudget, Sentry } from "../components/chain/sentry";
import type { Route } from "../components/edge/route";
import type { Paw as PawSettings } from "../components/settings/paw";
import { declareService } from "../components/workload/service";
import type { Site } from "../components/workload/site";
import type { DiskClass } from "../components/workload/storage";
import type { PawKeys } from "./paw-keys";
import { answersOf } from "./paw-routes";
import { chainOf, FULL_NODE, followersOf, peersIn, sentriesIn, sentryPods } from "./paw-shape";

/** What everything in a site is made with. */
export interface Place {
    settings: PawSettings;
    site: Site;
    signing: Namespace;
    serving: Namespace;
    disk: DiskClass;
    keys: PawKeys;
}

/** Nodes that follow the sentries: those that answer, and the archive. */
export function declareFollowers(
    { settings, site, serving, disk, keys }: Place,
    opts: pulumi.ComponentResourceOptions,
): void {
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
            opts,
        );
}

/** A Service for each thing that full nodes answer: the load balancer takes one port and one health check from each. */
export function declareAnswers({ site, serving }: Place, routes: readonly Route[], parent: pulumi.Resource): void {
    for (const { name, pods, port } of answersOf(routes))
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
            { ...serving.child, parent },
        );
}

/** A site's sentries. Only in the active site does a signer dial them. */
export function declareSentries(
    name: string,
    { settings, site, signing, disk, keys }: Place,
    parent: pulumi.Resource,
): void {
    const { nodes, ...size } = settings.sentries;
    const near = peersIn(settings, site.region);
    const sentries = sentriesIn(settings, site.region);
    for (const sentry of sentries) {
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
            { parent },
        );
    }
    declareSentryBudget(`${name}-sentries-${site.region}`, signing, sentries.length, parent);
}
