import type { Path, Pods } from "../components/boundary/paths";
import { dns, fromLoadBalancers, googleApis, INTERNET } from "../components/boundary/paths";
import {
    COMETBFT_METRICS,
    COSIGNER_PORT,
    GRPC_PORT,
    P2P_PORT,
    PRIVVAL_PORT,
    REST_PORT,
    RPC_PORT,
} from "../components/chain/ports";
import type { Scrape } from "../components/watch/scrape";
import { scrapePath } from "../components/watch/scrape";
import { DATABASE_PORTS } from "../components/workload/database-proxy";
import { EXPLORER, FAUCET_PAGES, STATUS, WEB_PORT } from "./paw-shape";
import { REDIS_TLS_PORT } from "./redis";

/** The pods of one site, by what they do. */
export interface Roles {
    validator: Pods;
    sentries: readonly Pods[];
    cosigners: readonly Pods[];
    /** Nodes that wait for the signer. */
    signed: readonly Pods[];
    /** Nodes that follow the sentries. */
    followers: readonly Pods[];
    /** The nodes among them that answer relayers and indexers. */
    answering: Pods;
    relayers: readonly (Pods & { counterparties: readonly string[] })[];
    indexers: readonly Pods[];
    faucets: readonly Pods[];
    /** Pages for people, each of which asks some of the above. */
    pages: readonly Pods[];
}

export interface Surroundings {
    /** Hosts that a node fetches its genesis file and its state from. */
    sources: readonly string[];
    privateServices: string;
    /** What the internet reaches through the load balancer. */
    exposed: readonly (Pods & { port: number })[];
    scrapes: readonly Scrape[];
}

/**
 * Who reaches whom. The validator dials sentries and nothing else on the chain's network; cosigners dial what they sign
 * for, and each other; only sentries see the internet, on one port. Nothing dials a cosigner but its like. @meets S1-13
 */
export function pawPaths(roles: Roles, { sources, privateServices, exposed, scrapes }: Surroundings): Path[] {
    const { validator, sentries, cosigners, signed, followers, answering, relayers, indexers, faucets, pages } = roles;
    const pick = ({ pods }: Pods) => pages.filter((page) => page.pods === pods);
    const nodes = [validator, ...sentries, ...followers];
    const each = (from: readonly Pods[], to: readonly Pods[], ports: readonly number[], why: string): Path[] =>
        from.flatMap((one) =>
            to.filter((other) => other.pods !== one.pods).map((other) => ({ from: one, to: other, ports, why })),
        );
    return [
        ...[...nodes, ...cosigners, ...relayers, ...indexers, ...faucets, ...pages].flatMap(dns),
        ...nodes.map((from) => ({ from, to: { names: sources }, ports: [443], why: "fetches genesis and state" })),
        ...each([validator], sentries, [P2P_PORT], "follows the chain through its sentries"),
        ...each(sentries, sentries, [P2P_PORT], "stays with the other sentries"),
        ...each(followers, sentries, [P2P_PORT], "follows the chain through the sentries"),
        ...sentries.flatMap((sentry): Path[] => [
            { from: INTERNET, to: sentry, ports: [P2P_PORT], why: "peers of the chain's network" },
            { from: sentry, to: INTERNET, ports: [P2P_PORT], why: "peers of the chain's network" },
        ]),
        ...each(cosigners, signed, [PRIVVAL_PORT], "signs what the node asks for"),
        ...each(cosigners, cosigners, [COSIGNER_PORT], "signs together"),
        ...each(relayers, [answering], [RPC_PORT, GRPC_PORT], "relays packets of our chain"),
        ...relayers.map(({ counterparties, ...from }) => ({
            from,
            to: { names: counterparties },
            ports: [443],
            why: "relays packets of the other chains",
        })),
        ...each(indexers, [answering], [RPC_PORT, GRPC_PORT], "reads blocks"),
        ...each(faucets, [answering], [RPC_PORT, REST_PORT], "sends what it gives away"),
        ...each(pick(EXPLORER), indexers, [WEB_PORT], "passes on what people look for"),
        ...each(pick(FAUCET_PAGES), faucets, [WEB_PORT], "passes on who asks for coins"),
        ...each(
            pick(STATUS),
            [answering],
            [RPC_PORT, REST_PORT, GRPC_PORT, COMETBFT_METRICS.number],
            "sees who answers",
        ),
        ...each(pick(STATUS), pages, [WEB_PORT], "sees who answers"),
        ...faucets.map((from) => ({
            from,
            to: { range: privateServices },
            ports: [REDIS_TLS_PORT],
            why: "counts in Redis who was given something",
        })),
        ...[...indexers, ...faucets].flatMap((from): Path[] => [
            ...googleApis(from),
            { from, to: { range: privateServices }, ports: DATABASE_PORTS, why: "keeps what it knows in Postgres" },
        ]),
        ...exposed.flatMap(({ port, ...pods }) => fromLoadBalancers(pods, port)),
        ...scrapes.map(scrapePath),
    ];
}

/** The rows that concern a namespace. */
export const within = (paths: readonly Path[], namespace: string): Path[] =>
    paths.filter(({ from, to }) => [from, to].some((end) => "pods" in end && end.namespace === namespace));
