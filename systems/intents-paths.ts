import type { Path, Pods } from "../components/boundary/paths";
import { dns, fromLoadBalancers, googleApis } from "../components/boundary/paths";
import { HERMES_METRICS } from "../components/chain/ports";
import type { Intents } from "../components/settings/intents";
import { PRICE_SOURCES } from "../components/settings/intents-oracle";
import type { Scrape } from "../components/watch/scrape";
import { scrape, scrapePath } from "../components/watch/scrape";
import { DATABASE_PORTS } from "../components/workload/database-proxy";
import { relayed } from "./intents-relayer";
import {
    COORDINATOR,
    COORDINATOR_METRICS,
    COORDINATOR_PORTS,
    ORACLE,
    ORACLE_METRICS,
    ORACLE_PORT,
    RELAYER,
    WEB_PORT,
    websOf,
} from "./intents-shape";
import { REDIS_TLS_PORT } from "./redis";
import { toHosts } from "./rpc";

const hostsOf = (urls: readonly string[]) => [...new Set(urls.map((url) => new URL(url).hostname))];

/** All metrics of the system. */
export const intentsScrapes = ({ oracle, relayer }: Intents): Scrape[] => [
    scrape(COORDINATOR, COORDINATOR_METRICS),
    ...(oracle.sidecar ? [scrape(ORACLE, ORACLE_METRICS)] : []),
    ...(relayer.hermes ? [scrape(RELAYER, HERMES_METRICS)] : []),
];

/** Who reaches whom; the admin API of the coordinator is on its http port and only the web UI's pods get there. */
export function intentsPaths(settings: Intents, privateServices: string, exposed: boolean): Path[] {
    const { chains, oracle, relayer, solvers } = settings;
    const webs: Pods[] = websOf(settings);
    const oracles = oracle.sidecar ? [ORACLE] : [];
    const relayers = relayer.hermes ? [RELAYER] : [];
    const sources = (oracle.sidecar?.markets ?? []).flatMap((market) => market.sources.map(({ name }) => name));
    return [
        ...[COORDINATOR, ...webs, ...oracles, ...relayers].flatMap(dns),
        ...googleApis(COORDINATOR),
        ...webs.map((from) => ({
            from,
            to: COORDINATOR,
            ports: [COORDINATOR_PORTS.http],
            why: "passes on intents and follows auctions",
        })),
        ...(exposed ? webs.flatMap((web) => fromLoadBalancers(web, WEB_PORT)) : []),
        {
            from: COORDINATOR,
            to: { range: privateServices },
            ports: DATABASE_PORTS,
            why: "keeps settlements in Postgres",
        },
        { from: COORDINATOR, to: { range: privateServices }, ports: [REDIS_TLS_PORT], why: "keeps quotes in Redis" },
        toHosts(COORDINATOR, hostsOf(chains.flatMap(({ rpc, grpc }) => [...rpc, ...grpc])), "asks chains"),
        toHosts(COORDINATOR, hostsOf(oracle.endpoints), "asks for prices"),
        toHosts(COORDINATOR, hostsOf(solvers.backends.map(({ endpoint }) => endpoint)), "asks solvers for quotes"),
        ...oracles.flatMap((to): Path[] => [
            { from: COORDINATOR, to, ports: [ORACLE_PORT], why: "asks for prices" },
            toHosts(to, [...new Set(sources.map((name) => PRICE_SOURCES[name]))], "follows prices"),
        ]),
        ...relayers.map((from) =>
            toHosts(from, hostsOf(relayed(settings).flatMap(({ rpc, grpc }) => [rpc, grpc])), "relays packets"),
        ),
        ...intentsScrapes(settings).map(scrapePath),
    ];
}
