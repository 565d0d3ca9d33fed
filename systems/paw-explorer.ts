import type * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../components/boundary/namespace";
import { GRPC_PORT, RPC_PORT } from "../components/chain/ports";
import type { Database } from "../components/ground/database";
import type { Identity } from "../components/ground/identity";
import { databaseUrl } from "../components/workload/database-proxy";
import type { Site } from "../components/workload/site";
import { Workload } from "../components/workload/workload";
import { EXPLORER, EXPLORER_PORT, FULL_NODE, host, INDEXER, INDEXER_METRICS, INDEXER_PORT } from "./paw-shape";

/** Name of its Postgres database. */
export const EXPLORER_DATABASE = "paw_explorer";

interface Part {
    site: Site;
    namespace: Namespace;
    identity: Identity;
    image: string;
}

export interface IndexerArgs extends Part {
    database: Database;
    chainId: string;
    /** The same indexer in the other sites. */
    takesOverFrom: readonly Workload[];
}

const health = { startup: "/health", readiness: "/health", liveness: "/health" };

/** Writes blocks into Postgres as they come, once, and answers the pages. */
export const declareIndexer = (name: string, args: IndexerArgs, opts: pulumi.ComponentResourceOptions) =>
    new Workload(
        name,
        {
            site: args.site,
            namespace: args.namespace,
            app: INDEXER.pods,
            image: args.image,
            scale: { writer: "one" },
            ports: { http: INDEXER_PORT },
            metrics: INDEXER_METRICS,
            resources: { cpu: "1", memory: "2Gi" },
            probes: health,
            identity: args.identity,
            env: {
                CHAIN_ID: args.chainId,
                DATABASE_URL: args.identity.databaseUser.apply((user) => databaseUrl(EXPLORER_DATABASE, user)),
                RPC_URL: `http://${host(FULL_NODE, RPC_PORT)}`,
                GRPC_URL: host(FULL_NODE, GRPC_PORT),
                WS_URL: `ws://${host(FULL_NODE, RPC_PORT)}/websocket`,
            },
            database: args.database,
            takesOverFrom: args.takesOverFrom,
        },
        opts,
    );

/** The explorer's pages, which pass questions on to the indexer. */
export const declareExplorer = (
    name: string,
    { replicas, ...part }: Part & { replicas: { min: number; max: number } },
    opts: pulumi.ComponentResourceOptions,
) =>
    new Workload(
        name,
        {
            ...part,
            app: EXPLORER.pods,
            scale: { replicas },
            ports: { http: EXPLORER_PORT },
            resources: { cpu: "100m", memory: "128Mi" },
            probes: health,
            env: { INDEXER_URL: `http://${host(INDEXER, INDEXER_PORT)}` },
        },
        opts,
    );
