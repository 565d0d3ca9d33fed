import type { Backend, Route } from "./route";
import { byHost } from "./route";

/** Name of the Gateway and of the namespace that it is alone in. */
export const GATEWAY = "edge";

const GROUP = "gateway.networking.k8s.io";

/**
 * The Gateway of a region. A host has a listener of its own, which takes routes from one namespace only: another system
 * cannot take the host. Port 80 takes routes from the Gateway's own namespace: the redirect and nothing else.
 */
export const gatewaySpec = <Name>(address: Name, routes: readonly Route[]) => ({
    gatewayClassName: "gke-l7-global-external-managed",
    addresses: [{ type: "NamedAddress", value: address }],
    listeners: [
        {
            name: "http",
            protocol: "HTTP",
            port: 80,
            allowedRoutes: { kinds: [{ kind: "HTTPRoute" }], namespaces: { from: "Same" } },
        },
        ...byHost(routes).map(([host, [first]]) => ({
            name: host,
            hostname: host,
            protocol: "HTTPS",
            port: 443,
            allowedRoutes: {
                kinds: [{ kind: "HTTPRoute" }],
                namespaces: {
                    from: "Selector",
                    selector: { matchLabels: { "kubernetes.io/metadata.name": first?.to.namespace } },
                },
            },
        })),
    ],
});

/** Sends whoever comes to port 80 to the same place over TLS. GKE refuses a `port` here; the scheme implies it. */
export const redirectSpec = {
    parentRefs: [{ group: GROUP, kind: "Gateway", name: GATEWAY, namespace: GATEWAY, sectionName: "http" }],
    rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] }],
};

/** Shares of 100 that go to the present release and to the candidate. */
export const weights = ({ candidate }: Pick<Backend, "candidate">): number[] =>
    candidate ? [100 - candidate.percent, candidate.percent] : [100];

/** What a host answers: a rule for each route, and nothing for any other path. */
export const routeSpec = (host: string, routes: readonly Route[]) => ({
    parentRefs: [{ group: GROUP, kind: "Gateway", name: GATEWAY, namespace: GATEWAY, sectionName: host }],
    hostnames: [host],
    rules: routes.map(({ prefixes, exact = [], to }) => ({
        matches: [
            ...exact.map((value) => ({ path: { type: "Exact", value } })),
            ...prefixes.map((value) => ({ path: { type: "PathPrefix", value } })),
        ],
        backendRefs: [to.workload, ...(to.candidate ? [to.candidate.workload] : [])].map((name, i) => ({
            kind: "Service",
            name,
            port: to.port,
            weight: weights(to)[i],
        })),
    })),
});
