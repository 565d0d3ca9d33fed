import type * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../components/boundary/namespace";
import { REST_PORT, RPC_PORT } from "../components/chain/ports";
import type { Identity } from "../components/ground/identity";
import type { Secret } from "../components/ground/secret";
import type { Paw } from "../components/settings/paw";
import { databaseUrl } from "../components/workload/database-proxy";
import { IMAGES } from "../components/workload/images";
import type { Site } from "../components/workload/site";
import { SECRETS_DIR } from "../components/workload/volumes";
import { Workload } from "../components/workload/workload";
import { FAUCET, FULL_NODE, host, WEB_METRICS, WEB_PORT } from "./paw-shape";
import { redisFiles } from "./redis";
import type { Contracts } from "./system";

/** Name of its Postgres database. */
export const FAUCET_DATABASE = "paw_faucet";

/** Of github.com/poaiw-blockchain/paw at 5d3f533. */
export const FAUCET_CONTRACTS: Contracts = {
    [FAUCET.pods]: [
        "reads the address of Redis from the file REDIS_URL_FILE, where its source reads it from the environment",
    ],
};

const HOME = "/home/faucet";
const KEY = "faucet";

export interface FaucetArgs {
    settings: Paw;
    faucet: NonNullable<Paw["faucet"]>;
    site: Site;
    namespace: Namespace;
    identity: Identity;
    /** The key file that `pawd keys add --keyring-backend test` writes, `faucet.info`. */
    key: Secret;
    redisPassword: Secret;
}

/**
 * Gives coins away, so it signs: it runs once, and only its pages reach it. Its key is a file; it asks for the rest as
 * PAW's faucet/backend/pkg/config does, but for Redis, whose address holds a password and so is a file too. @meets S1-38
 */
export function declareFaucet(name: string, args: FaucetArgs, opts: pulumi.ComponentResourceOptions): Workload {
    const { faucet, settings, site } = args;
    const redis = redisFiles(site.ground.cache(site.region), "paw");
    return new Workload(
        name,
        {
            site,
            namespace: args.namespace,
            app: FAUCET.pods,
            image: faucet.images.backend,
            scale: { writer: "one" },
            ports: { http: WEB_PORT },
            metrics: WEB_METRICS,
            resources: { cpu: "200m", memory: "256Mi" },
            probes: { startup: "/api/v1/health", readiness: "/api/v1/health", liveness: "/api/v1/health" },
            identity: args.identity,
            env: {
                PORT: String(WEB_PORT),
                CHAIN_ID: settings.chainId,
                NODE_RPC: `http://${host(FULL_NODE, RPC_PORT)}`,
                NODE_REST: `http://${host(FULL_NODE, REST_PORT)}`,
                FAUCET_ADDRESS: faucet.address,
                FAUCET_KEY_NAME: KEY,
                PAWD_HOME: HOME,
                KEYRING_BACKEND: "test",
                DENOM: settings.minGasPrices.replace(/^[0-9.]+/, ""),
                GAS_PRICE: settings.minGasPrices,
                AMOUNT_PER_REQUEST: String(faucet.amount),
                RATE_LIMIT_PER_IP: String(faucet.perIp),
                RATE_LIMIT_PER_ADDRESS: String(faucet.perAddress),
                RATE_LIMIT_WINDOW_HOURS: String(faucet.windowHours),
                DATABASE_URL: args.identity.databaseUser.apply((user) => databaseUrl(FAUCET_DATABASE, user)),
                ...redis.env,
            },
            secrets: {
                files: { "faucet.info": args.key, ...redis.files(args.redisPassword) },
                composed: redis.composed,
            },
            scratch: { home: { at: HOME, size: "16Mi" } },
            init: [
                {
                    name: "key",
                    image: IMAGES.busybox,
                    command: [
                        "sh",
                        "-c",
                        `mkdir -p ${HOME}/keyring-test && ln -sf ${SECRETS_DIR}/faucet.info ${HOME}/keyring-test/${KEY}.info`,
                    ],
                    resources: { cpu: "50m", memory: "32Mi" },
                    sees: ["home"],
                },
            ],
            database: site.ground.database,
        },
        opts,
    );
}
