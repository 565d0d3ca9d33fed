import type * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../components/boundary/namespace";
import type { Identity } from "../components/ground/identity";
import type { Intents } from "../components/settings/intents";
import type { Site } from "../components/workload/site";
import { CONFIG_DIR } from "../components/workload/volumes";
import { Workload } from "../components/workload/workload";
import { ORACLE, ORACLE_METRICS, ORACLE_PORT } from "./intents-shape";

type Sidecar = NonNullable<Intents["oracle"]["sidecar"]>;

const FILES = { settings: "oracle.json", markets: "markets.json" } as const;

/** Answers with the prices that it has; while it has none, it says that it does not run. */
const PRICES = "/connect/oracle/v2/prices";
const VERSION = "/connect/oracle/v2/version";

/**
 * Connect's oracle.json, as far as it differs from the defaults (github.com/skip-mev/connect, cmd/connect/config). By
 * default it also tells Skip's own server what it sees.
 */
export const oracleConfig = (stalenessSeconds: number) => ({
    host: "0.0.0.0",
    port: String(ORACLE_PORT),
    maxPriceAge: `${stalenessSeconds}s`,
    metrics: {
        enabled: true,
        prometheusServerAddress: `0.0.0.0:${ORACLE_METRICS.number}`,
        telemetry: { disabled: true },
    },
});

const currencies = (pair: string) => {
    const [base = "", quote = ""] = pair.split("/");
    return { Base: base, Quote: quote };
};

/** What it prices, in the form of `ReadMarketMapFromFile`; from a chain it takes this over plain gRPC alone. */
export const marketMap = (markets: Sidecar["markets"]) => ({
    markets: Object.fromEntries(
        markets.map(({ pair, decimals, atLeast, sources }) => [
            pair,
            {
                ticker: {
                    currency_pair: currencies(pair),
                    decimals,
                    min_provider_count: atLeast,
                    enabled: true,
                },
                provider_configs: sources.map(({ name, ticker, through }) => ({
                    name,
                    off_chain_ticker: ticker,
                    ...(through !== undefined && { normalize_by_pair: currencies(through) }),
                })),
            },
        ]),
    ),
});

export interface OracleArgs {
    site: Site;
    namespace: Namespace;
    identity: Identity;
    sidecar: Sidecar;
    stalenessSeconds: number;
}

/**
 * Asks exchanges for prices, so that what holds a key need not. It has none itself, and any number of it may run.
 * @meets S0-06
 */
export const declareOracle = (
    name: string,
    { sidecar, stalenessSeconds, ...place }: OracleArgs,
    child: pulumi.ComponentResourceOptions,
) =>
    new Workload(
        name,
        {
            ...place,
            app: ORACLE.pods,
            image: sidecar.image,
            command: [
                "/usr/local/bin/connect",
                ...["--oracle-config", `${CONFIG_DIR}/${FILES.settings}`],
                ...["--market-config-path", `${CONFIG_DIR}/${FILES.markets}`],
                // It would also write its log to a file, and nothing but `/tmp` can be written.
                "--log-disable-file-rotation",
            ],
            scale: { replicas: sidecar.replicas },
            ports: { http: ORACLE_PORT },
            metrics: ORACLE_METRICS,
            resources: { cpu: "250m", memory: "512Mi" },
            probes: { startup: VERSION, readiness: PRICES, liveness: VERSION },
            config: {
                [FILES.settings]: JSON.stringify(oracleConfig(stalenessSeconds)),
                [FILES.markets]: JSON.stringify(marketMap(sidecar.markets)),
            },
        },
        child,
    );
