import type * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../components/boundary/namespace";
import { GRPC_PORT, RPC_PORT } from "../components/chain/ports";
import type { Database } from "../components/ground/database";
import type { Identity } from "../components/ground/identity";
import { databaseUrl } from "../components/workload/database-proxy";
import type { Site } from "../components/workload/site";
import { Workload } from "../components/workload/workload";
import { FULL_NODE, host, INDEXER, INDEXER_METRICS, WEB_PORT } from "./paw-shape";

/** Name of its Postgres database. */
export const EXPLORER_DATABASE = "paw_explorer";

export interface IndexerArgs {
    site: Site;
    namespace: Namespace;
    identity: Identity;
    image: string;
    database: Database;
    chainId: string;
}

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
            ports: { http: WEB_PORT },
            metrics: INDEXER_METRICS,
            resources: { cpu: "1", memory: "2Gi" },
            probes: { startup: "/health", readiness: "/health", liveness: "/health" },
            identity: args.identity,
            env: {
                CHAIN_ID: args.chainId,
                DATABASE_URL: args.identity.databaseUser.apply((user) => databaseUrl(EXPLORER_DATABASE, user)),
                RPC_URL: `http://${host(FULL_NODE, RPC_PORT)}`,
                GRPC_URL: host(FULL_NODE, GRPC_PORT),
                WS_URL: `ws://${host(FULL_NODE, RPC_PORT)}/websocket`,
            },
            database: args.database,
        },
        opts,
    );
