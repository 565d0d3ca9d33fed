import type * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../components/boundary/namespace";
import { COMETBFT_METRICS, GRPC_PORT, REST_PORT, RPC_PORT } from "../components/chain/ports";
import type { Paw } from "../components/settings/paw";
import type { Site } from "../components/workload/site";
import { Workload } from "../components/workload/workload";
import type { PawKeys } from "./paw-keys";
import { EXPLORER, FAUCET, FAUCET_PAGES, FULL_NODE, host, INDEXER, pagesOf, STATUS, WEB_PORT } from "./paw-shape";

/** What each of the pages is told: whom they ask. */
const ENV: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    [EXPLORER.pods]: { INDEXER_URL: `http://${host(INDEXER, WEB_PORT)}` },
    [FAUCET_PAGES.pods]: { FAUCET_URL: `http://${host(FAUCET, WEB_PORT)}` },
    // As PAW's status-page/config.go reads them.
    [STATUS.pods]: {
        STATUS_PAGE_PORT: String(WEB_PORT),
        STATUS_PAGE_RPC_URL: `http://${host(FULL_NODE, RPC_PORT)}`,
        STATUS_PAGE_REST_URL: `http://${host(FULL_NODE, REST_PORT)}`,
        STATUS_PAGE_GRPC_ADDR: host(FULL_NODE, GRPC_PORT),
        STATUS_PAGE_EXPLORER_URL: `http://${host(EXPLORER, WEB_PORT)}`,
        STATUS_PAGE_FAUCET_HEALTH: `http://${host(FAUCET_PAGES, WEB_PORT)}/health`,
        STATUS_PAGE_METRICS_URL: `http://${host(FULL_NODE, COMETBFT_METRICS.number)}${COMETBFT_METRICS.path}`,
    },
};

export interface PagesArgs {
    settings: Paw;
    site: Site;
    namespace: Namespace;
    keys: PawKeys;
}

/** Pages for people: they hold nothing, and pass questions on to what does. */
export function declarePages(
    { settings, site, namespace, keys }: PagesArgs,
    opts: pulumi.ComponentResourceOptions,
): void {
    for (const { pods: app, image, replicas, health } of pagesOf(settings))
        new Workload(
            `${app}-${site.region}`,
            {
                site,
                namespace,
                app,
                image,
                scale: { replicas },
                ports: { http: WEB_PORT },
                resources: { cpu: "100m", memory: "128Mi" },
                probes: { startup: health, readiness: health, liveness: health },
                identity: keys.of({ pods: app }).identity,
                env: ENV[app] ?? {},
            },
            opts,
        );
}
