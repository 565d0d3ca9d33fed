import * as pulumi from "@pulumi/pulumi";
import { Namespace } from "../components/boundary/namespace";
import { AllowedPaths } from "../components/boundary/paths";
import { Relayer, type RelayerArgs } from "../components/chain/relayer";
import type { Exposed, Route } from "../components/edge/route";
import type { Ground } from "../components/ground/ground";
import { HsmKey } from "../components/ground/hsm-key";
import { Identity } from "../components/ground/identity";
import { Secret } from "../components/ground/secret";
import { signingEnv } from "../components/ground/signing-key";
import { VaultAccess } from "../components/ground/vault-access";
import type { Intents as IntentsSettings } from "../components/settings/intents";
import type { Alert } from "../components/watch/alert";
import { connectAlerts } from "../components/watch/alerts/connect";
import { intentsAlerts } from "../components/watch/alerts/intents";
import type { Scrape } from "../components/watch/scrape";
import type { Watched } from "../components/watch/watch";
import { databaseUrl } from "../components/workload/database-proxy";
import type { SecretSource } from "../components/workload/secret-files";
import type { Site } from "../components/workload/site";
import { tracePaths } from "../components/workload/tracing";
import { SECRETS_DIR } from "../components/workload/volumes";
import { Workload } from "../components/workload/workload";
import { intentsConfig } from "./intents-config";
import { declareOracle } from "./intents-oracle";
import { intentsPaths, intentsScrapes } from "./intents-paths";
import { relayed } from "./intents-relayer";
import { intentsRoutes } from "./intents-routes";
import {
    CANDIDATE,
    COORDINATOR,
    COORDINATOR_METRICS,
    COORDINATOR_PORTS,
    NAMESPACE,
    ORACLE,
    RELAYER,
    url,
    WEB,
    WEB_PORT,
    websOf,
} from "./intents-shape";
import { redisFiles } from "./redis";

export interface IntentsArgs {
    network: string;
    ground: Ground;
    sites: readonly Site[];
    settings: IntentsSettings;
    /** Names under which the internet reaches its web UI. */
    hosts: readonly string[];
}

const WEB_READINESS = "/";
/** Its own programs that answer requests. */
const TRACED = [COORDINATOR];

/**
 * The intents solver of seed document 000: a coordinator that runs exactly once, its web UI, Postgres and Redis, and if
 * the stack file says so an oracle sidecar and a relayer of its own.
 */
export class Intents extends pulumi.ComponentResource implements Watched, Exposed {
    readonly routes: readonly Route[];
    readonly namespaces: Record<string, Namespace> = {};
    readonly alerts: readonly Alert[];
    readonly scrapes: readonly Scrape[];
    readonly traced = TRACED;

    constructor(name: string, args: IntentsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:systems:Intents", name, {}, opts);
        const { ground, hosts, settings, sites } = args;
        const { candidate } = settings.web;
        const { sidecar, stalenessSeconds } = settings.oracle;
        const { hermes } = settings.relayer;
        const { drainCommand } = settings.coordinator;
        this.scrapes = intentsScrapes(settings);
        this.alerts = [
            ...intentsAlerts({ stalenessSeconds, drainSeconds: settings.coordinator.drainSeconds }),
            ...(sidecar ? connectAlerts({ markets: sidecar.markets, stalenessSeconds }) : []),
        ];
        this.routes = intentsRoutes(hosts, {
            namespace: NAMESPACE,
            workload: WEB.pods,
            port: WEB_PORT,
            readiness: WEB_READINESS,
            // People leave a page with a WebSocket open.
            timeoutSeconds: 3600,
            ...(candidate && { candidate: { workload: CANDIDATE.pods, percent: candidate.percent } }),
        });
        const exposed = hosts.length > 0;
        const { google, signingRing, secretManager, database } = ground;
        const child = { parent: this };

        const identity = (workload: string, roles: string[]) =>
            new Identity(
                `${name}-${workload}`,
                {
                    google,
                    description: `Intents solver: ${workload}`,
                    actsFor: { namespace: NAMESPACE, serviceAccount: workload },
                    roles,
                },
                child,
            );
        const coordinator = identity(COORDINATOR.pods, ["roles/cloudsql.client", "roles/cloudsql.instanceUser"]);
        const pages = websOf(settings).map((web) => ({ ...web, identity: identity(web.pods, []) }));

        const provider = new HsmKey(
            `${name}-provider`,
            { ring: signingRing, algorithm: "EC_SIGN_SECP256K1_SHA256", version: 1, signer: coordinator },
            child,
        );
        const secret = (id: string, value?: pulumi.Input<string>) =>
            new Secret(id, { manager: secretManager, reader: coordinator, ...(value && { value }) }, child);
        const apiKeys = this.apiKeys(name, args, secret);
        database.add("atom_intents", coordinator);
        const oracle = sidecar && { sidecar, stalenessSeconds, identity: identity(ORACLE.pods, []) };
        const relayer = hermes && this.relayer(name, args, hermes.image, identity(RELAYER.pods, []));

        // The sites where nothing is written come first: what is active takes over from what has ended there.
        const standby: Relayer[] = [];
        const ended: Workload[] = [];
        for (const site of [...sites].sort((a, b) => Number(a.active) - Number(b.active))) {
            const cache = ground.cache(site.region);
            const redis = redisFiles(cache, "intents");
            const redisPassword = secret(`${name}-redis-password-${site.region}`, cache.password);
            const namespace = new Namespace(
                `${name}-${site.region}`,
                { cluster: site.cluster, namespace: NAMESPACE, quota: { cpu: 40, memoryGb: 160, pods: 60 } },
                child,
            );
            this.namespaces[site.region] = namespace;
            new AllowedPaths(
                `${name}-paths-${site.region}`,
                {
                    namespace,
                    paths: [
                        ...intentsPaths(settings, ground.network.privateServices, exposed),
                        ...tracePaths(site.tracing, TRACED),
                    ],
                },
                child,
            );
            const settler = new Workload(
                `coordinator-${site.region}`,
                {
                    site,
                    namespace,
                    app: COORDINATOR.pods,
                    image: settings.images.coordinator,
                    scale: { writer: "one" },
                    ports: COORDINATOR_PORTS,
                    metrics: COORDINATOR_METRICS,
                    traced: true,
                    resources: { cpu: String(settings.coordinator.cpu), memory: `${settings.coordinator.memoryGb}Gi` },
                    probes: { startup: "/health", readiness: "/health", liveness: "/health" },
                    drainSeconds: settings.coordinator.drainSeconds,
                    ...(drainCommand && { drainCall: { exec: drainCommand } }),
                    identity: coordinator,
                    pool: settings.coordinator.pool,
                    env: {
                        CONFIG_FILE: "/etc/slipway/config/intents.toml",
                        DATABASE_URL: coordinator.databaseUser.apply((user) => databaseUrl("atom_intents", user)),
                        ...redis.env,
                        ...signingEnv("PROVIDER", provider),
                        SOLVER_API_KEYS_DIR: SECRETS_DIR,
                        RATE_LIMIT_ANONYMOUS_RPM: String(settings.rateLimits.anonymousRpm),
                        RATE_LIMIT_AUTHENTICATED_RPM: String(settings.rateLimits.authenticatedRpm),
                        RATE_LIMIT_SOLVER_RPM: String(settings.rateLimits.solverRpm),
                    },
                    config: { "intents.toml": intentsConfig(args.network, settings) },
                    secrets: {
                        files: { ...redis.files(redisPassword), ...apiKeys },
                        composed: redis.composed,
                    },
                    database,
                    after: [...ended],
                },
                child,
            );
            if (!site.active) ended.push(settler);
            for (const { pods, image, identity } of pages)
                new Workload(
                    `${pods}-${site.region}`,
                    {
                        site,
                        namespace,
                        app: pods,
                        image,
                        scale: { replicas: settings.web.replicas },
                        ports: { http: WEB_PORT },
                        resources: { cpu: "100m", memory: "128Mi" },
                        probes: { startup: WEB_READINESS, readiness: WEB_READINESS, liveness: WEB_READINESS },
                        identity,
                        env: { COORDINATOR_URL: url(COORDINATOR, COORDINATOR_PORTS.http) },
                    },
                    child,
                );
            if (oracle) declareOracle(`${ORACLE.pods}-${site.region}`, { site, namespace, ...oracle }, child);
            if (relayer) {
                const one = relayer({ site, namespace, takesOverFrom: standby });
                if (!site.active) standby.push(one);
            }
        }
        this.registerOutputs();
    }

    /** Declares the relayer of a site: the same keys in each, and one that runs. */
    private relayer(name: string, { ground, settings }: IntentsArgs, image: string, identity: Identity) {
        const child = { parent: this };
        const chains = relayed(settings);
        const keys = Object.fromEntries(
            chains.map(({ id }) => [
                id,
                new Secret(`${name}-${RELAYER.pods}-${id}`, { manager: ground.secretManager, reader: identity }, child),
            ]),
        );
        return (place: Pick<RelayerArgs, "site" | "namespace" | "takesOverFrom">) =>
            new Relayer(
                `${name}-${RELAYER.pods}-${place.site.region}`,
                { ...place, app: RELAYER.pods, image, identity, chains, keys },
                child,
            );
    }

    /** Kept where the stack file says, under the same names. */
    private apiKeys(
        name: string,
        { ground: { vault }, settings: { solvers } }: IntentsArgs,
        secret: (id: string) => Secret,
    ): Record<string, SecretSource> {
        const names = solvers.apiKeys.map((solver) => `solver-api-key-${solver}`);
        if (solvers.custody === "secret-manager") return Object.fromEntries(names.map((id) => [id, secret(id)]));
        if (!vault) throw new pulumi.RunError(`${name} keeps API keys in Vault; give the ground a vault`);
        const access = new VaultAccess(
            `${name}-${COORDINATOR.pods}-vault`,
            { vault, namespace: NAMESPACE, serviceAccount: COORDINATOR.pods, secrets: names },
            { parent: this },
        );
        return access.secrets;
    }
}
