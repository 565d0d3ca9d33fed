import { RunError } from "@pulumi/pulumi";
import type { Namespace } from "../boundary/namespace";
import type { Candidate } from "../settings/candidate";

/** The workload that answers, behind its Service. */
export interface Backend {
    namespace: string;
    workload: string;
    port: number;
    /** HTTP path that answers 200 while it can serve. */
    readiness: string;
    /** Longest time that a request or a WebSocket may last, seconds. Default 30. */
    timeoutSeconds?: number;
    /** The release that is tried beside it: another workload in its namespace, and its share of the traffic. */
    candidate?: { workload: string; percent: Candidate["percent"] };
}

/** Paths of a host that a workload answers. What no route names is not routed. */
export interface Route {
    host: string;
    /** Paths with all that is beneath them, such as `/assets`. */
    prefixes: readonly string[];
    /** Paths without what is beneath them, such as `/`. */
    exact?: readonly string[];
    to: Backend;
}

/** What a system gives to be reached from the internet. */
export interface Exposed {
    readonly routes: readonly Route[];
    /** The namespaces of what answers, by region. */
    readonly namespaces: Readonly<Record<string, Namespace>>;
}

/** Paths that nobody on the internet may reach, wherever in a path their name stands. */
export const ADMIN_PATHS = ["/admin", "/metrics", "/debug", "/internal"] as const;

/** `a/b`, without anything that two programs could read in two ways. */
const PLAIN = /^\/([A-Za-z0-9_~-][A-Za-z0-9._~-]*(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*)?$/;

const adminIn = (path: string) => ADMIN_PATHS.find((admin) => `${path.toLowerCase()}/`.includes(`${admin}/`));

/** Most paths that one HTTPRoute takes in one rule (Gateway API 1.1). */
const MOST_PATHS = 64;

/** What is wrong with the routes of one host, a sentence each. */
function* faults(host: string, routes: readonly Route[]): Generator<string> {
    const prefixes = routes.flatMap((route) => route.prefixes);
    const exact = routes.flatMap((route) => route.exact ?? []);
    for (const path of [...prefixes, ...exact]) {
        if (!PLAIN.test(path)) yield `${host} routes ${path}; use a path such as /api/v1`;
        const admin = adminIn(path);
        if (admin) yield `${host} routes ${path}, which leads to ${admin}; that is not for the internet`;
    }
    // To the Gateway API, no path is every path.
    if (routes.some((route) => route.prefixes.length + (route.exact?.length ?? 0) === 0))
        yield `${host} has a route without a path; name the paths that people need`;
    if (prefixes.includes("/"))
        yield `${host} routes everything, ${ADMIN_PATHS.join(", ")} too; name the paths that people need`;
    for (const paths of [prefixes, exact])
        for (const path of new Set(paths.filter((path, i) => paths.indexOf(path) < i)))
            yield `${host} routes ${path} twice; use each path once`;
    if (prefixes.length + exact.length > MOST_PATHS)
        yield `${host} routes ${prefixes.length + exact.length} paths; use at most ${MOST_PATHS}`;

    const namespaces = [...new Set(routes.map(({ to }) => to.namespace))];
    if (namespaces.length > 1)
        yield `${host} is answered from the namespaces ${namespaces.join(" and ")}; give each its own host`;
    const alive = routes[0]?.to.readiness ?? "/";
    if (!exact.includes(alive) && !prefixes.some((prefix) => `${alive}/`.startsWith(`${prefix}/`)))
        yield `${host} does not route ${alive}, by which DNS sees whether a region is alive; route that too`;
}

/** Refuses routes that would lead where they must not, and hosts that lead nowhere. */
export function checkRoutes(routes: readonly Route[], hosts: readonly string[]): void {
    const found = [...new Set(routes.map(({ host }) => host).filter((host) => !hosts.includes(host)))].map(
        (host) => `${host} is routed, but is no host of the edge; add it to the stack file`,
    );
    for (const host of hosts) {
        const own = routes.filter((route) => route.host === host);
        found.push(...(own.length > 0 ? faults(host, own) : [`${host} leads nowhere; give it a route`]));
    }
    for (const [key, settings] of groups(routes.flatMap(({ to }) => services(to))))
        if (new Set(settings.map((one) => JSON.stringify(one))).size > 1)
            found.push(`${key} has different ports, readiness paths or timeouts in its routes; use the same in each`);
    if (found.length > 0) throw new RunError(found.join("\n"));
}

/** The routes of each host, in the order of the table. */
export function byHost(routes: readonly Route[]): [string, [Route, ...Route[]]][] {
    const found = new Map<string, [Route, ...Route[]]>();
    for (const route of routes) {
        const own = found.get(route.host);
        if (own) own.push(route);
        else found.set(route.host, [route]);
    }
    return [...found];
}

/** A Kubernetes Service that the load balancer sends requests to. */
export interface ExposedService {
    namespace: string;
    name: string;
    port: number;
    readiness: string;
    timeoutSeconds: number;
}

/** The Services of a backend: the present release, and the candidate if there is one. */
export const services = ({ namespace, workload, port, readiness, timeoutSeconds, candidate }: Backend) =>
    [workload, ...(candidate ? [candidate.workload] : [])].map(
        (name): ExposedService => ({ namespace, name, port, readiness, timeoutSeconds: timeoutSeconds ?? 30 }),
    );

/** Every Service once. */
export const exposedServices = (routes: readonly Route[]): ExposedService[] =>
    [...groups(routes.flatMap(({ to }) => services(to))).values()].flatMap(([first]) => first ?? []);

function groups(all: readonly ExposedService[]): Map<string, ExposedService[]> {
    const found = new Map<string, ExposedService[]>();
    for (const one of all) {
        const key = `${one.namespace}/${one.name}`;
        found.set(key, [...(found.get(key) ?? []), one]);
    }
    return found;
}
