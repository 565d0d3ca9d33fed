import type { Pods } from "../components/boundary/paths";
import type { RelayedChain } from "../components/chain/hermes-config";
import { outsideChain } from "../components/chain/hermes-config";
import type { Chain } from "../components/chain/node";
import {
    COMETBFT_METRICS,
    GRPC_PORT,
    HERMES_METRICS,
    HORCRUX_METRICS,
    P2P_PORT,
    RPC_PORT,
    SDK_METRICS,
} from "../components/chain/ports";
import type { Paw } from "../components/settings/paw";
import { regionOf } from "../components/settings/paw";
import type { Relayer } from "../components/settings/paw-relayers";
import type { Scrape } from "../components/watch/scrape";
import { scrape } from "../components/watch/scrape";
import type { Metrics } from "../components/workload/metrics";
import type { Roles } from "./paw-paths";

/** Of what signs and what stands before it. No backup takes it. */
export const SIGNING = "paw";
/** Of what follows the chain and serves the public. Backups may take it. */
export const SERVING = "paw-data";

/** Where the program is in the image (PAW's Dockerfile). */
const BINARY = "/app/bin/paw-node";

export const VALIDATOR = { pods: "validator", namespace: SIGNING };
export const FULL_NODE = { pods: "full-node", namespace: SERVING };
export const ARCHIVE_NODE = { pods: "archive-node", namespace: SERVING };
/** Writes blocks into Postgres and answers the explorer's pages. */
export const INDEXER = { pods: "indexer", namespace: SERVING };
export const INDEXER_METRICS: Metrics = { port: "metrics", number: 9090, path: "/metrics" };
export const EXPLORER = { pods: "explorer", namespace: SERVING };
/** It signs; its pages do not. */
export const FAUCET = { pods: "faucet", namespace: SIGNING };
export const FAUCET_PAGES = { pods: "faucet-pages", namespace: SERVING };
export const STATUS = { pods: "status", namespace: SERVING };
/** Where all of these answer. */
export const WEB_PORT = 8080;
/** The faucet's metrics are where it answers. */
export const WEB_METRICS: Metrics = { port: "http", number: WEB_PORT, path: "/metrics" };
export const COSIGNERS = [1, 2, 3].map((shard) => ({ pods: `cosigner-${shard}`, namespace: SIGNING }));
export const sentryPods = ({ name }: { name: string }) => ({ pods: `sentry-${name}`, namespace: SIGNING });
export const relayerPods = ({ name }: { name: string }) => ({ pods: `relayer-${name}`, namespace: SIGNING });

/** Name and port inside the cluster. */
export const host = ({ pods, namespace }: Required<Pods>, port: number) => `${pods}.${namespace}.svc:${port}`;

/** What all nodes have in common. */
export const chainOf = (settings: Paw): Chain => ({
    chainId: settings.chainId,
    genesis: settings.genesis,
    image: settings.upgrade?.reached ? settings.upgrade.image : settings.images.node,
    binary: BINARY,
    minGasPrices: settings.minGasPrices,
    pruning: settings.pruning,
    stateSync: settings.stateSync,
    haltHeight: settings.haltHeight,
});

/** The nodes that follow the sentries. */
export const followersOf = ({ archive }: Paw) => [FULL_NODE, ...(archive ? [ARCHIVE_NODE] : [])];

/** Pages for people, with how each says that it is well. */
export const pagesOf = ({ explorer, faucet, status }: Paw) => [
    ...(explorer ? [{ ...EXPLORER, image: explorer.images.web, replicas: explorer.replicas, health: "/health" }] : []),
    ...(faucet ? [{ ...FAUCET_PAGES, image: faucet.images.web, replicas: faucet.replicas, health: "/health" }] : []),
    ...(status ? [{ ...STATUS, image: status.image, replicas: status.replicas, health: "/healthz" }] : []),
];

export const sentriesIn = ({ sentries }: Paw, region: string) =>
    sentries.nodes.filter((sentry) => regionOf(sentry.zone) === region);

/** A region's sentries as their peers in the cluster know them. */
export const peersIn = (settings: Paw, region: string): string[] =>
    sentriesIn(settings, region).map((sentry) => `${sentry.nodeId}@${host(sentryPods(sentry), P2P_PORT)}`);

/** Hosts that nodes fetch genesis and state from. */
export const sourcesOf = ({ genesis, stateSync }: Paw): string[] => [
    ...new Set([genesis.url, ...(stateSync?.rpc ?? [])].map((url) => new URL(url).hostname)),
];

const counterpartyHosts = ({ counterparties }: Relayer) => [
    ...new Set(counterparties.flatMap(({ rpc, grpc }) => [rpc, grpc]).map((url) => new URL(url).hostname)),
];

/** Who is in a region. Only the active one has nodes that a signer dials: without it they would never start. */
export function rolesIn(settings: Paw, { region, active }: { region: string; active: boolean }): Roles {
    const sentries = sentriesIn(settings, region).map(sentryPods);
    return {
        validator: VALIDATOR,
        sentries,
        cosigners: COSIGNERS,
        signed: [VALIDATOR, ...(active ? sentries : [])],
        followers: followersOf(settings),
        answering: FULL_NODE,
        relayers: settings.relayers.map((relayer) => ({
            ...relayerPods(relayer),
            counterparties: counterpartyHosts(relayer),
        })),
        indexers: settings.explorer ? [INDEXER] : [],
        faucets: settings.faucet ? [FAUCET] : [],
        pages: pagesOf(settings),
    };
}

/** All metrics of the system, each once for all regions. */
export function pawScrapes(settings: Paw): Scrape[] {
    const node = (pods: Required<Pods>) => [scrape(pods, COMETBFT_METRICS), scrape(pods, SDK_METRICS)];
    return [
        ...[VALIDATOR, ...followersOf(settings)].flatMap(node),
        ...settings.sentries.nodes.flatMap((sentry) =>
            node(sentryPods(sentry)).map((one) => ({ ...one, region: regionOf(sentry.zone) })),
        ),
        ...COSIGNERS.map((cosigner) => scrape(cosigner, HORCRUX_METRICS)),
        ...settings.relayers.map((relayer) => scrape(relayerPods(relayer), HERMES_METRICS)),
        ...(settings.explorer ? [scrape(INDEXER, INDEXER_METRICS)] : []),
        ...(settings.faucet ? [scrape(FAUCET, WEB_METRICS)] : []),
    ];
}

/** Our chain and those on the other side, as a relayer sees them. */
export const relayedChains = (settings: Paw, { counterparties }: Relayer): RelayedChain[] => [
    {
        id: settings.chainId,
        rpc: `http://${host(FULL_NODE, RPC_PORT)}`,
        events: `ws://${host(FULL_NODE, RPC_PORT)}/websocket`,
        grpc: `http://${host(FULL_NODE, GRPC_PORT)}`,
        trusted: true,
        prefix: settings.prefix,
        gasPrice: settings.minGasPrices,
        trustingDays: settings.trustingDays,
        maxBlockSeconds: 30,
        channels: counterparties.flatMap(({ channels }) => channels.map(({ port, ours }) => [port, ours] as const)),
    },
    ...counterparties.map(({ channels, ...chain }) =>
        outsideChain({ ...chain, channels: channels.map(({ port, theirs }) => [port, theirs] as const) }),
    ),
];
