import type { Betting } from "../components/settings/betting";
import type { Metrics } from "../components/workload/metrics";
import type { Probes } from "../components/workload/probes";
import { SECRETS_DIR } from "../components/workload/volumes";

/**
 * The one table of ports: what a program binds, its Service, its probes, the paths to it and the edge all come from here.
 * The keepers' is `health_check_port` of the application's KEEPER_SETUP_GUIDE.md. @meets S3-05
 */
export const PORTS = { ui: 3000, api: 8081, odds: 3001, keeper: 8080 } as const;

/** Health paths of the API; `/health` answers before the database does. @meets S3-09 */
export const API_PROBES = {
    startup: "/api/health/live",
    readiness: "/api/health/ready",
    liveness: "/api/health/live",
} as const satisfies Probes;

export const API_METRICS: Metrics = { port: "http", number: PORTS.api, path: "/api/health/metrics" };

/** By name of the variable: the file in which the secret is found. */
export const secretFile = (variable: string) => variable.toLowerCase().replaceAll("_", "-");
const fileOf = (variable: string): [string, string] => [`${variable}_FILE`, `${SECRETS_DIR}/${secretFile(variable)}`];

/** Tells a program where its secrets are, as `<NAME>_FILE`; their values never stand in an environment. */
export const secretEnv = (variables: readonly string[]): Record<string, string> =>
    Object.fromEntries(variables.map(fileOf));

/** The chain, as the API and the keepers are told of it. The API reads its endpoint under two names. */
export const chainEnv = ({ solana }: Betting) => ({
    RPC_URL: solana.rpc,
    SOLANA_RPC_URL: solana.rpc,
    SOLANA_WS_URL: solana.stream,
    SOLANA_COMMITMENT: solana.commitment,
    PROGRAM_ID: solana.program,
});

/** What both copies of the API are told. Where nothing is said it would bind 127.0.0.1 and think it is in development. */
export const apiEnv = (settings: Betting, hosts: readonly string[]) => ({
    SERVER_HOST: "0.0.0.0",
    SERVER_PORT: String(PORTS.api),
    ENVIRONMENT: settings.play.mockServices ? "development" : "production",
    CORS_ORIGINS: hosts.map((host) => `https://${host}`).join(","),
    LOG_LEVEL: settings.logLevel,
    MOCK_SERVICES_ENABLED: String(settings.play.mockServices),
    USE_MOCK_DATA: String(settings.play.mockData),
    ENABLE_AUTO_FUNDING: String(settings.play.autoFunding),
    RATE_LIMIT_GLOBAL_RPS: String(settings.rateLimits.globalRps),
    // It counts by the address that connects, and that is the load balancer's for everybody: the edge counts people's.
    RATE_LIMIT_PER_IP_RPS: String(settings.rateLimits.globalRps),
    ...chainEnv(settings),
});

/** What the copy that people reach is told besides: what is connected. */
export const connectedEnv = ({ integrations: { polymarket, kalshi }, polygon }: Betting): Record<string, string> => ({
    CACHE_ENABLED: "true",
    POLYMARKET_ENABLED: String(polymarket !== undefined),
    ...(polymarket && {
        POLYMARKET_CLOB_BASE_URL: polymarket.clob,
        POLYMARKET_GAMMA_BASE_URL: polymarket.gamma,
    }),
    KALSHI_ENABLED: String(kalshi !== undefined),
    ...(polygon && { POLYGON_RPC_URL: polygon.rpc }),
});

/** What the copy that settles is told besides: it needs nothing but the chain and the database. */
export const SETTLER_ENV = { CACHE_ENABLED: "false", POLYMARKET_ENABLED: "false", KALSHI_ENABLED: "false" } as const;
