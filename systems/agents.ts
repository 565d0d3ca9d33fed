import type * as pulumi from "@pulumi/pulumi";
import type { Path } from "../components/boundary/paths";
import { dns, googleApis } from "../components/boundary/paths";
import { HsmKey } from "../components/ground/hsm-key";
import { Secret } from "../components/ground/secret";
import { signingEnv } from "../components/ground/signing-key";
import type { Agents as AgentsSettings, Server } from "../components/settings/agents";
import { SERVERS } from "../components/settings/agents";
import { agentsAlerts } from "../components/watch/alerts/agents";
import { scrape, scrapePath } from "../components/watch/scrape";
import type { Metrics } from "../components/workload/metrics";
import { Workload } from "../components/workload/workload";
import { FLASHBOTS_FILE, limitsEnv, MCP_PORT, orchestratorEnv, rpcEnv, servedBy, TENDERLY_FILE } from "./agents-env";
import { REDIS_TLS_PORT, redisFiles } from "./redis";
import { hostsOf, rpcSecrets, toHosts } from "./rpc";
import { type Contracts, System, type SystemArgs } from "./system";

export type AgentsArgs = Omit<SystemArgs<AgentsSettings>, "network" | "hosts">;

const NAMESPACE = "agents";
const ORCHESTRATOR = { pods: "orchestrator", namespace: NAMESPACE };
const METRICS: Metrics = { port: "metrics", number: 9090, path: "/metrics" };
const TENDERLY = "api.tenderly.co";
const PROBES = { startup: "/health", readiness: "/health", liveness: "/health" };

const pods = (server: Server) => ({ pods: server, namespace: NAMESPACE });

/** Of github.com/0xBased-lang/blockchain-web3-specialist-framework at 75670a6. */
const CONTRACTS: Contracts = {
    [ORCHESTRATOR.pods]: [
        "signs with Cloud KMS, by the key version in WALLET_KEY_VERSION, where its source wants WALLET_ENCRYPTION_PASSWORD",
        `answers /health on ${MCP_PORT} and metrics on ${METRICS.number}`,
    ],
    ...Object.fromEntries(
        SERVERS.map((server) => [
            server,
            [`speaks MCP over HTTP on ${MCP_PORT}, where its source speaks over standard input`],
        ]),
    ),
};

const SCRAPES = [ORCHESTRATOR, ...SERVERS.map(pods)].map((one) => scrape(one, METRICS));

/**
 * The agents of seed document 004. MCP servers read chains and pass on signed transactions: they have replicas and no
 * key. The orchestrator plans, simulates and signs, and is the only one that counts nonces, in Redis: it runs once, so
 * that even its own count, while Redis is away, is the only one. It signs for EVM chains alone: no HSM of Cloud KMS
 * holds the Ed25519 keys of Solana. @meets S4-03, S4-05
 */
export class Agents extends System {
    override readonly alerts;
    override readonly scrapes = SCRAPES;

    constructor(name: string, args: AgentsArgs) {
        super("slipway:systems:Agents", name, args, CONTRACTS);
        const { ground, settings, sites } = args;
        const { replicas } = settings.servers;
        const { child } = this;
        const { secretManager: manager } = ground;
        const paths = agentsPaths(ground.network.privateServices, settings);
        this.alerts = agentsAlerts({ simulationRequired: settings.simulation.required });

        const identity = (workload: string) => this.identity(workload, `Agents: ${workload}`);
        const orchestrator = identity(ORCHESTRATOR.pods);
        const servers = SERVERS.map((server) => {
            const reader = identity(server);
            const chains = servedBy(server, settings);
            const files = chains.map((chain) => rpcSecrets(chain, { manager, workload: server, reader }, child));
            return { server, identity: reader, chains, files: Object.assign({}, ...files) as Record<string, Secret> };
        });
        const key = new HsmKey(
            `${name}-wallet`,
            { ring: ground.signingRing, algorithm: "EC_SIGN_SECP256K1_SHA256", version: 1, signer: orchestrator },
            child,
        );
        const { simulation, flashbots } = settings;
        const own = (id: string, value?: pulumi.Input<string>) =>
            new Secret(id, { manager, reader: orchestrator, ...(value && { value }) }, child);
        const vendors = {
            [TENDERLY_FILE]: own(simulation.secret),
            ...(flashbots && { [FLASHBOTS_FILE]: own(flashbots.secret) }),
        };

        for (const site of sites) {
            const cache = ground.cache(site.region);
            const namespace = this.place(site, { cpu: 80, memoryGb: 300, pods: 160 }, paths);
            for (const { server, identity, chains, files } of servers)
                new Workload(
                    `${name}-${server}-${site.region}`,
                    {
                        site,
                        namespace,
                        app: server,
                        image: settings.images[server],
                        scale: { replicas },
                        ports: { http: MCP_PORT },
                        metrics: METRICS,
                        resources: { cpu: "250m", memory: "512Mi" },
                        probes: PROBES,
                        identity,
                        env: { ...limitsEnv(settings), ...rpcEnv(chains, replicas.max) },
                        secrets: { files },
                    },
                    child,
                );
            const redis = redisFiles(cache, "agents");
            new Workload(
                `${name}-${ORCHESTRATOR.pods}-${site.region}`,
                {
                    site,
                    namespace,
                    app: ORCHESTRATOR.pods,
                    image: settings.images.orchestrator,
                    scale: { writer: "one" },
                    ports: { http: MCP_PORT },
                    metrics: METRICS,
                    resources: {
                        cpu: String(settings.orchestrator.cpu),
                        memory: `${settings.orchestrator.memoryGb}Gi`,
                    },
                    probes: PROBES,
                    drainSeconds: settings.orchestrator.drainSeconds,
                    identity: orchestrator,
                    pool: settings.orchestrator.pool,
                    env: {
                        ...limitsEnv(settings),
                        ...orchestratorEnv(settings, NAMESPACE),
                        ...redis.env,
                        ...signingEnv("WALLET", key),
                    },
                    secrets: {
                        files: {
                            ...vendors,
                            ...redis.files(own(`${name}-redis-password-${site.region}`, cache.password)),
                        },
                        composed: redis.composed,
                    },
                },
                child,
            );
        }
        this.registerOutputs();
    }
}

/** Who reaches whom: servers their providers, the orchestrator the servers and what it simulates and sends with. */
const agentsPaths = (privateServices: string, settings: AgentsSettings): Path[] => [
    ...[ORCHESTRATOR, ...SERVERS.map(pods)].flatMap(dns),
    ...googleApis(ORCHESTRATOR),
    ...SERVERS.flatMap((server) => [
        { from: ORCHESTRATOR, to: pods(server), ports: [MCP_PORT], why: "reads chains and passes on transactions" },
        toHosts(
            pods(server),
            hostsOf(servedBy(server, settings).flatMap(({ providers }) => providers)),
            "asks the chain",
        ),
    ]),
    toHosts(ORCHESTRATOR, [TENDERLY], "simulates transactions"),
    ...(settings.flashbots ? [toHosts(ORCHESTRATOR, [settings.flashbots.host], "sends transactions in private")] : []),
    { from: ORCHESTRATOR, to: { range: privateServices }, ports: [REDIS_TLS_PORT], why: "counts nonces in Redis" },
    ...SCRAPES.map(scrapePath),
];
