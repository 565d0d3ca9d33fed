import type { Path } from "../components/boundary/paths";
import { dns, googleApis } from "../components/boundary/paths";
import { HsmKey } from "../components/ground/hsm-key";
import type { Identity } from "../components/ground/identity";
import { Secret } from "../components/ground/secret";
import { signingEnv } from "../components/ground/signing-key";
import type { Executor as ExecutorSettings } from "../components/settings/executor";
import { executorAlerts } from "../components/watch/alerts/executor";
import { type Scrape, scrape, scrapePath } from "../components/watch/scrape";
import { DATABASE_PORTS, databaseUrl } from "../components/workload/database-proxy";
import type { Metrics } from "../components/workload/metrics";
import { ScheduledJob } from "../components/workload/scheduled-job";
import { CONFIG_DIR } from "../components/workload/volumes";
import { Workload } from "../components/workload/workload";
import { BALANCES, balancesPaths, balancesScrape, declareBalances } from "./executor-balances";
import { executorConfig } from "./executor-config";
import { REDIS_TLS_PORT, redisFiles } from "./redis";
import { hostsOf, rpcSecrets, toHosts } from "./rpc";
import { type Contracts, System, type SystemArgs } from "./system";

export type ExecutorArgs = Omit<SystemArgs<ExecutorSettings>, "network" | "hosts">;

const NAMESPACE = "executor";
const EXECUTOR = { pods: "executor", namespace: NAMESPACE };
const VERIFIER = { pods: "verifier", namespace: NAMESPACE };
const METRICS: Metrics = { port: "metrics", number: 9090, path: "/metrics" };
const SCRAPE = scrape(EXECUTOR, METRICS);
const CONFIG = "executor.json";
const DATABASE = "executor";

/** No source of it is published: seed document 002 is all there is. */
const CONTRACTS: Contracts = {
    [EXECUTOR.pods]: [
        `reads its limits, providers and contracts from ${CONFIG}, and keeps to them`,
        "signs with Cloud KMS, by the key version in ACCOUNT_KEY_VERSION",
    ],
    [VERIFIER.pods]: [`holds the addresses of ${CONFIG} against the chain, and fails where they differ`],
};

/**
 * The EVM executor of seed document 002: one writer with an account key in the HSM, its journal in Postgres, prices and
 * gas in Redis, and a job that holds the documented addresses against the chain. The other regions hold it at zero.
 * @meets S2-01, S2-16, S2-17
 */
export class Executor extends System {
    override readonly alerts;
    override readonly scrapes: readonly Scrape[];

    constructor(name: string, args: ExecutorArgs) {
        super("slipway:systems:Executor", name, args, CONTRACTS);
        const { ground, settings, sites } = args;
        const { child } = this;
        const { secretManager: manager, database } = ground;
        const { balances, chain, contracts, providers } = settings;
        this.alerts = executorAlerts({
            workload: EXECUTOR.pods,
            transactionsPerHour: settings.limits.transactionsPerHour,
            balances: balances !== undefined,
        });
        this.scrapes = [SCRAPE, ...(balances ? [balancesScrape] : [])];

        const identity = (workload: string, roles: string[] = []) =>
            this.identity(workload, `EVM executor: ${workload}`, roles);
        const executor = identity(EXECUTOR.pods, ["roles/cloudsql.client", "roles/cloudsql.instanceUser"]);
        const verifier = identity(VERIFIER.pods);
        const reader = balances && identity(BALANCES.pods);
        const rpc = (workload: string, reader: Identity) =>
            rpcSecrets({ chain, providers }, { manager, workload, reader }, child);
        const executorRpc = rpc(EXECUTOR.pods, executor);
        const verifierRpc = rpc(VERIFIER.pods, verifier);
        const key = new HsmKey(
            `${name}-account`,
            { ring: ground.signingRing, algorithm: "EC_SIGN_SECP256K1_SHA256", version: 1, signer: executor },
            child,
        );
        database.add(DATABASE, executor);
        const config = { [CONFIG]: executorConfig(settings) };
        const paths = executorPaths(ground.network.privateServices, settings);

        for (const site of sites) {
            const cache = ground.cache(site.region);
            const password = new Secret(
                `${name}-redis-password-${site.region}`,
                { manager, reader: executor, value: cache.password },
                child,
            );
            const namespace = this.place(site, { cpu: 34, memoryGb: 132, pods: 10 }, paths);
            const redis = redisFiles(cache, "executor");
            new Workload(
                `${name}-${site.region}`,
                {
                    site,
                    namespace,
                    app: EXECUTOR.pods,
                    image: settings.images.executor,
                    scale: { writer: "one" },
                    ports: { http: 8080 },
                    metrics: METRICS,
                    resources: { cpu: String(settings.cpu), memory: `${settings.memoryGb}Gi` },
                    probes: { startup: "/health", readiness: "/health", liveness: "/health" },
                    drainSeconds: settings.drainSeconds,
                    identity: executor,
                    pool: settings.pool,
                    env: {
                        CONFIG_FILE: `${CONFIG_DIR}/${CONFIG}`,
                        DATABASE_URL: executor.databaseUser.apply((user) => databaseUrl(DATABASE, user)),
                        ...redis.env,
                        ...signingEnv("ACCOUNT", key),
                    },
                    config,
                    secrets: { files: { ...executorRpc, ...redis.files(password) }, composed: redis.composed },
                    database,
                },
                child,
            );
            if (balances && reader)
                declareBalances(
                    `${name}-balances-${site.region}`,
                    { site, namespace, identity: reader },
                    { balances, contracts },
                    child,
                );
            new ScheduledJob(
                `${name}-verifier-${site.region}`,
                {
                    site,
                    namespace,
                    app: VERIFIER.pods,
                    image: settings.images.verifier,
                    schedule: settings.verifySchedule,
                    // It only reads, and in a standby region it shows that secrets and ways out are there as well.
                    runs: { sites: "every" },
                    deadlineSeconds: 1800,
                    resources: { cpu: "100m", memory: "256Mi" },
                    identity: verifier,
                    env: { CONFIG_FILE: `${CONFIG_DIR}/${CONFIG}` },
                    config,
                    secrets: { files: verifierRpc },
                },
                child,
            );
        }
        this.registerOutputs();
    }
}

/** Who reaches whom: nobody the executor but Prometheus, and it nobody but those it was told of. */
const executorPaths = (privateServices: string, { balances, providers }: ExecutorSettings): Path[] => [
    ...[EXECUTOR, VERIFIER].flatMap(dns),
    ...googleApis(EXECUTOR),
    ...[EXECUTOR, VERIFIER].map((from) => toHosts(from, hostsOf(providers), "asks the chain")),
    { from: EXECUTOR, to: { range: privateServices }, ports: DATABASE_PORTS, why: "keeps its journal in Postgres" },
    { from: EXECUTOR, to: { range: privateServices }, ports: [REDIS_TLS_PORT], why: "keeps prices and gas in Redis" },
    scrapePath(SCRAPE),
    ...(balances ? balancesPaths(balances) : []),
];
