import type { Path, Pods } from "../components/boundary/paths";
import { dns, fromLoadBalancers, googleApis } from "../components/boundary/paths";
import type { Betting } from "../components/settings/betting";
import type { Scrape } from "../components/watch/scrape";
import { scrapePath } from "../components/watch/scrape";
import { DATABASE_PORTS } from "../components/workload/database-proxy";
import { PORTS } from "./betting-env";
import { apiUrls, chainUrls, keeperUrls, oddsUrls } from "./betting-integrations";
import { REDIS_TLS_PORT } from "./redis";

export const NAMESPACE = "betting";
const inNamespace = (pods: string) => ({ pods, namespace: NAMESPACE });

export const UI = inNamespace("ui");
/** A release of the UI that is tried beside the present one. */
export const CANDIDATE = inNamespace("ui-candidate");
export const API = inNamespace("api");
export const SETTLER = inNamespace("settler");
export const ODDS = inNamespace("odds");
export const MIGRATE = inNamespace("migrate");
export const keeperPods = (keeper: string) => inNamespace(`keeper-${keeper}`);

/**
 * Who reaches whom. The UI reaches nobody: pages ask the API through the edge, so that the UI's own proxy of `/api` leads
 * nowhere. Nobody reaches the settler but Prometheus.
 */
export function bettingPaths(
    settings: Betting,
    at: { privateServices: string; exposed: boolean; scrapes: readonly Scrape[] },
): Path[] {
    const keepers = Object.entries(settings.keepers).map(([name, { reads }]) => ({ pods: keeperPods(name), reads }));
    const pages = settings.ui.candidate ? [UI, CANDIDATE] : [UI];
    const odds = settings.flash ? [ODDS] : [];
    const stored = [MIGRATE, API, SETTLER];
    return [
        ...[...pages, ...stored, ...odds, ...keepers.map(({ pods }) => pods)].flatMap(dns),
        ...stored.flatMap(googleApis),
        ...(at.exposed
            ? [
                  ...pages.flatMap((to) => fromLoadBalancers(to, PORTS.ui)),
                  ...fromLoadBalancers(API, PORTS.api),
                  ...odds.flatMap((to) => fromLoadBalancers(to, PORTS.odds)),
              ]
            : []),
        ...stored.map((from) => ({
            from,
            to: { range: at.privateServices },
            ports: DATABASE_PORTS,
            why: "keeps bets in Postgres",
        })),
        { from: API, to: { range: at.privateServices }, ports: [REDIS_TLS_PORT], why: "keeps prices in Redis" },
        ...toHosts(API, apiUrls(settings), "asks the chain and markets"),
        ...toHosts(SETTLER, chainUrls(settings), "settles bets on the chain"),
        ...odds.flatMap((from) => toHosts(from, oddsUrls(settings), "reads the odds of bookmakers")),
        ...keepers.flatMap(({ pods, reads }) =>
            toHosts(pods, keeperUrls(reads, settings), "acts on the chain by what it reads"),
        ),
        ...at.scrapes.map(scrapePath),
    ];
}

/** To the hosts of these addresses by their exact names: a row for each host, with all of its ports. */
function toHosts(from: Pods, urls: readonly string[], why: string): Path[] {
    const ports = new Map<string, Set<number>>();
    for (const url of urls) {
        const { hostname, port } = new URL(url);
        ports.set(hostname, (ports.get(hostname) ?? new Set()).add(Number(port || 443)));
    }
    return [...ports].map(([host, ports]) => ({ from, to: { names: [host] }, ports: [...ports], why }));
}
