import type * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../components/boundary/namespace";
import { dns, type Path } from "../components/boundary/paths";
import type { Identity } from "../components/ground/identity";
import type { Executor } from "../components/settings/executor";
import { scrape, scrapePath } from "../components/watch/scrape";
import type { Metrics } from "../components/workload/metrics";
import type { Site } from "../components/workload/site";
import { CONFIG_DIR } from "../components/workload/volumes";
import { Workload } from "../components/workload/workload";
import { toHosts } from "./rpc";

export type Balances = NonNullable<Executor["balances"]>;

export const BALANCES = { pods: "balances", namespace: "executor" };
const METRICS: Metrics = { port: "metrics", number: 9090, path: "/metrics" };
const CONFIG = "balances.json";

export const balancesScrape = scrape(BALANCES, METRICS);

/** What the exporter reads as YAML. An endpoint without a timeout would be waited for without end. */
export const balancesConfig = ({ balances, contracts }: { balances: Balances; contracts: Executor["contracts"] }) =>
    `${JSON.stringify(
        {
            // Louder than `warn` it tells the addresses of its endpoints.
            global: { logging: "warn", metricsAddr: `:${METRICS.number}`, checkInterval: "30s" },
            execution: balances.endpoints.map(({ name, host }) => ({
                name,
                url: `https://${host}`,
                timeout: "10s",
            })),
            addresses: {
                account: [{ name: "executor contract", address: contracts.executor.address }, ...balances.accounts].map(
                    ({ name, address }) => ({ name, address }),
                ),
            },
        },
        undefined,
        2,
    )}\n`;

/** It knows public endpoints and public addresses, and nothing of the executor: it sees what a stolen key does too. */
export const declareBalances = (
    name: string,
    place: { site: Site; namespace: Namespace; identity: Identity },
    settings: { balances: Balances; contracts: Executor["contracts"] },
    opts: pulumi.ComponentResourceOptions,
) =>
    new Workload(
        name,
        {
            ...place,
            app: BALANCES.pods,
            image: settings.balances.image,
            args: ["--config", `${CONFIG_DIR}/${CONFIG}`],
            scale: { replicas: { min: 2, max: 2 } },
            metrics: METRICS,
            resources: { cpu: "10m", memory: "64Mi" },
            probes: {
                startup: { http: METRICS.path, port: METRICS.port },
                readiness: { http: METRICS.path, port: METRICS.port },
                liveness: { http: METRICS.path, port: METRICS.port },
            },
            config: { [CONFIG]: balancesConfig(settings) },
        },
        opts,
    );

/** Who reaches whom. */
export const balancesPaths = ({ endpoints }: Balances): Path[] => [
    ...dns(BALANCES),
    toHosts(
        BALANCES,
        endpoints.map(({ host }) => host),
        "reads balances",
    ),
    scrapePath(balancesScrape),
];
