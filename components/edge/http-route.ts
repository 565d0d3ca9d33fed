import type * as pulumi from "@pulumi/pulumi";
import type { Deep } from "../boundary/custom/custom-resource";
import type { Specs } from "../boundary/custom/types";
import type { Backend, Route } from "./route";
import { byHost } from "./route";

/** Name of the Gateway and of the namespace that it is alone in. */
export const GATEWAY = "edge";

const GROUP = "gateway.networking.k8s.io";

/**
 * The Gateway of a region. A host has a listener of its own, which takes routes from one namespace only: another system
 * cannot take the host. Port 80 takes routes from the Gateway's own namespace: the redirect and nothing else.
 */
export const gatewaySpec = (address: pulumi.Input<string>, routes: readonly Route[]) =>
    ({
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
                        from: "Selector" as const,
                        selector: { matchLabels: { "kubernetes.io/metadata.name": first.to.namespace } },
                    },
                },
            })),
        ],
    }) satisfies Deep<Specs["Gateway"]>;

/** Sends whoever comes to port 80 to the same place over TLS. GKE refuses a `port` here; the scheme implies it. */
export const redirectSpec = {
    parentRefs: [{ group: GROUP, kind: "Gateway", name: GATEWAY, namespace: GATEWAY, sectionName: "http" }],
    rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] }],
} satisfies Deep<Specs["HTTPRoute"]>;

/** The Services of a backend with their shares of 100: the present release, and the candidate if there is one. */
export const weights = ({ workload, candidate }: Pick<Backend, "workload" | "candidate">): [string, number][] =>
    candidate
        ? [
              [workload, 100 - candidate.percent],
              [candidate.workload, candidate.percent],
          ]
        : [[workload, 100]];

/** What a host answers: a rule for each route, and nothing for any other path. */
export const routeSpec = (host: string, routes: readonly Route[]) =>
    ({
        parentRefs: [{ group: GROUP, kind: "Gateway", name: GATEWAY, namespace: GATEWAY, sectionName: host }],
        hostnames: [host],
        rules: routes.map(({ prefixes, exact = [], to }) => ({
            matches: [
                ...exact.map((value) => ({ path: { type: "Exact" as const, value } })),
                ...prefixes.map((value) => ({ path: { type: "PathPrefix" as const, value } })),
            ],
            backendRefs: weights(to).map(([name, weight]) => ({ kind: "Service", name, port: to.port, weight })),
        })),
    }) satisfies Deep<Specs["HTTPRoute"]>;
