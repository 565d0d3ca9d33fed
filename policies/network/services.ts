import { each, list, matches } from "../cel";
import { isOpen, reader } from "../constraint";
import { baseKind } from "../kubernetes";
import { onlyPeers, PEERS } from "../ports";
import type { Example, Json, Rule, StackFinding } from "../rule";
import { asNumber, asText, isUnknown, own } from "../value";
import { homeOf } from "../workloads";

const SERVICE = "kubernetes:core/v1:Service";
const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";

const kindOf = reader("spec.type");
const ranges = reader("spec.loadBalancerSourceRanges");
const external = reader("spec.externalIPs");
const annotations = reader("metadata.annotations");

/** How GKE, EKS and AKS are told that a load balancer stays inside. */
const INTERNAL: readonly (readonly [string, RegExp])[] = [
    ["networking.gke.io/load-balancer-type", /^internal$/i],
    ["cloud.google.com/load-balancer-type", /^internal$/i],
    ["service.beta.kubernetes.io/aws-load-balancer-internal", /^(true|0\.0\.0\.0\/0)$/],
    ["service.beta.kubernetes.io/aws-load-balancer-scheme", /^internal$/],
    ["service.beta.kubernetes.io/azure-load-balancer-internal", /^true$/],
];

const WORLD = /^(0\.0\.0\.0|::)\/0$/;

type Reach = "inside" | "bounded" | "public" | { open: string };

/** Who can reach a Service. */
export function reachOf(props: { [key: string]: Json }): Reach {
    const kind = kindOf(props);
    if (isOpen(kind)) return { open: "spec.type" };
    if (kind === "NodePort") return "public";
    if (kind !== "LoadBalancer") return "inside";
    const notes = annotations(props);
    if (isOpen(notes)) return { open: "metadata.annotations" };
    if (INTERNAL.some(([key, value]) => value.test(asText(own(notes, key))))) return "inside";
    const open = INTERNAL.find(([key]) => isUnknown(own(notes, key)));
    if (open) return { open: `metadata.annotations["${open[0]}"]` };
    const list = ranges(props);
    if (isOpen(list)) return { open: "spec.loadBalancerSourceRanges" };
    const bounded = Array.isArray(list) && list.length > 0 && !list.some((range) => WORLD.test(asText(range)));
    return bounded ? "bounded" : "public";
}

/** Ports for operators and for other parts of the same system: signers, metrics, profiles, plain JSON-RPC. */
const PRIVATE_PORTS: Readonly<Record<number, string>> = {
    2222: "a remote signer (tmkms, horcrux)",
    6060: "profiles of a Go program",
    8545: "JSON-RPC of an EVM node",
    8546: "WebSocket JSON-RPC of an EVM node",
    9090: "gRPC of a Cosmos node, or Prometheus",
    26658: "ABCI of a Cosmos node",
    26660: "metrics of a Cosmos node",
};

const PRIVATE = list(Object.keys(PRIVATE_PORTS));

/** A Service that `reachOf` calls public, in CEL. */
const BALANCED =
    "object.spec.type == 'LoadBalancer' && " +
    "!(has(object.metadata.annotations) && object.metadata.annotations.exists(k, " +
    `${INTERNAL.map(([key, value]) => `(k == '${key}' && ${matches("object.metadata.annotations[k]", value)})`).join(" || ")})) && ` +
    "!(has(object.spec.loadBalancerSourceRanges) && object.spec.loadBalancerSourceRanges.size() > 0 && " +
    `!object.spec.loadBalancerSourceRanges.exists(e, ${matches("e", WORLD)}))`;
const PUBLIC = `has(object.spec.type) && (object.spec.type == 'NodePort' || (${BALANCED}))`;
const FOR_PEERS =
    "object.spec.type == 'LoadBalancer' && has(object.spec.ports) && object.spec.ports.size() > 0 && " +
    `object.spec.ports.all(p, string(p.port) in ${list(PEERS)})`;

const service = (spec: { [key: string]: Json }, metadata: { [key: string]: Json } = {}): Example => ({
    type: SERVICE,
    props: { metadata: { name: "api", namespace: "app", ...metadata }, spec },
});

const ingress = (spec: { [key: string]: Json }, name = "web"): Example => ({
    type: INGRESS,
    props: { metadata: { name, namespace: "app" }, spec },
});

const isService = (type: string): boolean => baseKind(type) === "Service" && /^kubernetes:(core\/)?v1:/.test(type);
const isIngress = (type: string): boolean => baseKind(type) === "Ingress";

interface Host {
    path: string;
    /** Undefined where nothing stands, "open" where nobody knows. */
    host: Json | undefined;
}

const OPEN_HOST = { $unknown: true };

/** The hosts of an Ingress, a Gateway or a route. */
function hosts(props: { [key: string]: Json }): Host[] {
    const rules = reader("spec.rules")(props);
    if (isOpen(rules)) return [{ path: "spec.rules", host: OPEN_HOST }];
    return (Array.isArray(rules) ? rules : []).map((rule, index) => ({
        path: `spec.rules[${index}].host`,
        host: isUnknown(rule) ? OPEN_HOST : own(rule, "host"),
    }));
}

/** What the world can reach through Kubernetes. */
export const services: readonly Rule[] = [
    {
        id: "NET-03",
        title: "no Service opens a way into the cluster by itself",
        why: "what comes in should come through the gateway, where TLS, limits and rules are",
        severity: "high",
        level: "mandatory",
        sameAs: [
            "KSV-0050",
            "kube-linter:exposed-services",
            "gatekeeper:block-nodeport-services",
            "kyverno:restrict-external-ips",
        ],
        cel: [
            {
                of: "services",
                passes:
                    `(!(${PUBLIC}) || (${FOR_PEERS})) && ` +
                    "(!has(object.spec.externalIPs) || object.spec.externalIPs.size() == 0)",
            },
        ],
        appliesTo: isService,
        *judge({ resource: { props } }) {
            const reach = reachOf(props);
            if (typeof reach === "object") yield { path: reach.open, undetermined: "the value comes from elsewhere" };
            // The peers of a chain come from everywhere.
            else if (
                reach === "public" &&
                !(kindOf(props) === "LoadBalancer" && onlyPeers(own(own(props, "spec"), "ports")))
            ) {
                const found = kindOf(props) === "NodePort" ? "NodePort" : "LoadBalancer, open to every address";
                yield { path: "spec.type", found, wanted: "ClusterIP, or loadBalancerSourceRanges" };
            }
            const ips = external(props);
            if (isOpen(ips)) yield { path: "spec.externalIPs", undetermined: "the value comes from elsewhere" };
            else if (Array.isArray(ips) && ips.length > 0)
                yield {
                    path: "spec.externalIPs",
                    found: "addresses that anybody may claim",
                    wanted: "a load balancer",
                };
        },
        good: [
            service({ type: "ClusterIP" }),
            service({ type: "LoadBalancer", loadBalancerSourceRanges: ["203.0.113.0/24"] }),
            service({ type: "LoadBalancer", ports: [{ port: 26656 }] }),
            service({ type: "LoadBalancer" }, { annotations: { "networking.gke.io/load-balancer-type": "Internal" } }),
        ],
        bad: [
            { ...service({ type: "LoadBalancer" }), at: ["spec.type"] },
            { ...service({ type: "NodePort" }), at: ["spec.type"] },
            { ...service({ externalIPs: ["203.0.113.1"] }), at: ["spec.externalIPs"] },
        ],
        open: [{ ...service({ type: { $unknown: true } }), unknownPaths: ["spec.type"], at: ["spec.type"] }],
    },
    {
        id: "NET-04",
        title: "an Ingress speaks TLS for every host",
        why: "whoever stands on the way reads the session and changes the address that a wallet is shown",
        severity: "high",
        level: "mandatory",
        sameAs: ["C-0263", "CIS-K 5.6.7", "gatekeeper:httpsonly", "kyverno:ingress-host-match-tls"],
        appliesTo: isIngress,
        *judge({ resource: { props } }) {
            const tls = reader("spec.tls")(props);
            if (isOpen(tls)) return yield { path: "spec.tls", undetermined: "the value comes from elsewhere" };
            const list = Array.isArray(tls) ? tls : [];
            const notes = annotations(props);
            // Certificates that a controller holds itself stand in an annotation.
            const managed =
                !isOpen(notes) &&
                /certificate|certmap|pre-shared-cert|ssl-cert/.test(Object.keys(notes ?? {}).join(" "));
            if (list.length === 0) {
                if (!managed) yield { path: "spec.tls", found: "nothing", wanted: "a certificate for each host" };
                return;
            }
            if (list.some((one) => isUnknown(one) || isUnknown(own(one, "hosts")))) return;
            const named = list.flatMap((one) => own(one, "hosts") ?? []).map(asText);
            for (const { path, host } of hosts(props)) {
                if (isUnknown(host)) yield { path, undetermined: "the host comes from elsewhere" };
                else if (
                    typeof host === "string" &&
                    host !== "" &&
                    named.length > 0 &&
                    !named.some((name) => covers(name, host))
                )
                    yield { path, found: "a host without a certificate", wanted: "the same host in spec.tls" };
            }
        },
        good: [ingress({ tls: [{ hosts: ["app.example.com"] }], rules: [{ host: "app.example.com" }] })],
        bad: [
            { ...ingress({ rules: [{ host: "app.example.com" }] }), at: ["spec.tls"] },
            {
                ...ingress({ tls: [{ hosts: ["app.example.com"] }], rules: [{ host: "api.example.com" }] }),
                at: ["spec.rules[0].host"],
            },
        ],
        open: [{ ...ingress({ tls: { $unknown: true } }), unknownPaths: ["spec.tls"], at: ["spec.tls"] }],
    },
    {
        id: "NET-05",
        title: "every host is named, and by one Ingress",
        why: "a rule for every name serves whatever name an attacker points at it",
        severity: "medium",
        level: "mandatory",
        sameAs: [
            "gatekeeper:block-wildcard-ingress",
            "kyverno:restrict-ingress-wildcard",
            "kyverno:unique-ingress-host",
        ],
        cel: [
            {
                of: "ingresses",
                passes:
                    "!has(object.spec.defaultBackend) && " +
                    `(${each("object.spec.rules", "r", "has(r.host) && r.host != '' && !r.host.contains('*')")})`,
            },
        ],
        appliesTo: isIngress,
        *judge({ resource: { props } }) {
            const backend = reader("spec.defaultBackend")(props);
            if (!isOpen(backend) && backend !== undefined && backend !== null)
                yield { path: "spec.defaultBackend", found: "a backend for every host", wanted: "rules with a host" };
            for (const { path, host } of hosts(props)) {
                if (isUnknown(host)) yield { path, undetermined: "the host comes from elsewhere" };
                else if (typeof host !== "string" || host === "")
                    yield { path, found: "nothing, which means every host", wanted: "a host" };
                else if (host.includes("*")) yield { path, found: "a wildcard", wanted: "each host by its name" };
            }
        },
        *judgeStack(stack): Iterable<StackFinding> {
            const first = new Map<string, string>();
            for (const subject of stack.kind("Ingress")) {
                const { provider, props, urn, within } = subject.resource;
                for (const { path, host } of hosts(props)) {
                    if (typeof host !== "string" || host === "") continue;
                    const key = `${provider ?? ""} ${host}`;
                    const owner = `${homeOf(subject)} ${urn} ${within}`;
                    const known = first.get(key);
                    if (known === undefined) first.set(key, owner);
                    else if (known !== owner)
                        yield {
                            subject,
                            path,
                            found: "a host that another Ingress has",
                            wanted: "one Ingress for each host",
                        };
                }
            }
        },
        good: [ingress({ rules: [{ host: "app.example.com" }] })],
        bad: [
            { ...ingress({ rules: [{ host: "*.example.com" }] }), at: ["spec.rules[0].host"] },
            { ...ingress({ rules: [{ http: {} }] }), at: ["spec.rules[0].host"] },
            {
                ...ingress({ rules: [{ host: "app.example.com" }] }),
                others: [ingress({ rules: [{ host: "app.example.com" }] }, "other")],
                at: ["spec.rules[0].host"],
            },
        ],
        open: [
            {
                ...ingress({ rules: [{ host: { $unknown: true } }] }),
                unknownPaths: ["spec.rules[0].host"],
                at: ["spec.rules[0].host"],
            },
        ],
    },
    {
        id: "NET-06",
        title: "ports for operators and signers are never public",
        why: "a validator that answers everybody on its signer's port signs for everybody",
        severity: "critical",
        level: "mandatory",
        sameAs: ["C-0021", "own: ports of chains"],
        cel: [
            {
                of: "services",
                passes:
                    `!(${PUBLIC}) || !has(object.spec.ports) || object.spec.ports.all(p, ` +
                    `!(string(p.port) in ${PRIVATE}) && (!has(p.targetPort) || !(string(p.targetPort) in ${PRIVATE})))`,
            },
            {
                of: "ingresses",
                passes: each(
                    "object.spec.rules",
                    "r",
                    "!has(r.http) || !has(r.http.paths) || r.http.paths.all(p, !has(p.backend.service) || !has(p.backend.service.port) || " +
                        `!has(p.backend.service.port.number) || !(string(p.backend.service.port.number) in ${PRIVATE}))`,
                ),
            },
            {
                of: "httproutes",
                passes: each(
                    "object.spec.rules",
                    "r",
                    each("r.backendRefs", "b", `!has(b.port) || !(string(b.port) in ${PRIVATE})`),
                ),
            },
        ],
        appliesTo: (type) => isService(type) || isIngress(type) || /:HTTPRoute$/.test(type),
        *judge({ type, resource: { props } }) {
            const wanted = "the port for users alone";
            if (isService(type)) {
                const reach = reachOf(props);
                const list = reader("spec.ports")(props);
                if (reach === "inside" || reach === "bounded") return;
                if (isOpen(list)) return yield { path: "spec.ports", undetermined: "the value comes from elsewhere" };
                for (const [index, entry] of (Array.isArray(list) ? list : []).entries())
                    for (const name of ["port", "targetPort"]) {
                        const meant = PRIVATE_PORTS[asNumber(own(entry, name))];
                        const path = `spec.ports[${index}].${name}`;
                        if (meant === undefined) continue;
                        if (reach === "public") yield { path, found: meant, wanted };
                        else yield { path, undetermined: "who can reach the Service is not known" };
                        break;
                    }
                return;
            }
            for (const { path, port } of backends(props)) {
                const meant = PRIVATE_PORTS[port];
                if (meant !== undefined) yield { path, found: meant, wanted };
            }
        },
        good: [
            service({ type: "ClusterIP", ports: [{ port: 26658 }] }),
            service({ type: "LoadBalancer", ports: [{ port: 26656 }] }),
        ],
        bad: [
            {
                ...service({ type: "LoadBalancer", ports: [{ port: 80, targetPort: 26658 }] }),
                at: ["spec.ports[0].targetPort"],
            },
            {
                ...ingress({
                    rules: [
                        {
                            host: "a.example.com",
                            http: { paths: [{ backend: { service: { name: "a", port: { number: 9090 } } } }] },
                        },
                    ],
                }),
                at: ["spec.rules[0].http.paths[0].backend.service.port.number"],
            },
        ],
        open: [
            {
                ...service({ type: "LoadBalancer", ports: { $unknown: true } }),
                unknownPaths: ["spec.ports"],
                at: ["spec.ports"],
            },
        ],
    },
];

const covers = (name: string, host: string): boolean =>
    name === host || (name.startsWith("*.") && host.slice(host.indexOf(".")) === name.slice(1));

/** The ports that an Ingress or a route leads to. */
function* backends(props: { [key: string]: Json }): Iterable<{ path: string; port: number }> {
    const rules = own(own(props, "spec"), "rules");
    for (const [index, rule] of (Array.isArray(rules) ? rules : []).entries()) {
        const paths = own(own(rule, "http"), "paths");
        for (const [at, one] of (Array.isArray(paths) ? paths : []).entries()) {
            const port = own(own(own(own(one, "backend"), "service"), "port"), "number");
            yield { path: `spec.rules[${index}].http.paths[${at}].backend.service.port.number`, port: asNumber(port) };
        }
        const refs = own(rule, "backendRefs");
        for (const [at, one] of (Array.isArray(refs) ? refs : []).entries())
            yield { path: `spec.rules[${index}].backendRefs[${at}].port`, port: asNumber(own(one, "port")) };
    }
}
