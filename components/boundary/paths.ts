import type { types } from "@pulumi/kubernetes";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { PRIVATE_GOOGLE_APIS } from "../ground/firewall";
import type { Vault } from "../ground/vault";
import { declareNamePolicy } from "./name-policy";
import type { Namespace } from "./namespace";

/** Pods by the value of their label `app.kubernetes.io/name`, in the table's own namespace if none is named. */
export interface Pods {
    pods: string;
    namespace?: string;
}

/** Addresses outside the cluster. */
export interface Range {
    /** IPv4 range. */
    range: string;
    except?: readonly string[];
}

/** Hosts on the internet by their exact names, to which connections go and from which none come. */
export interface Names {
    names: readonly string[];
}

export type Peer = Pods | Range | Names;

/** One allowed path: who may open a connection to whom, where, and why. */
export interface Path<To extends Peer = Peer> {
    from: Pods | Range;
    to: To;
    /** TCP ports; `udp` adds the same ports over UDP. */
    ports: readonly number[];
    udp?: boolean;
    why: string;
}

/** The public internet: everything but private, link-local and shared addresses. */
export const INTERNET: Range = {
    range: "0.0.0.0/0",
    except: ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"],
};

/**
 * Names are looked up at kube-dns or at the node's own cache. With Dataplane V2 the cache is a pod, to which packets for
 * kube-dns are sent instead, and it is by the pod's labels that they are let out: docs.cilium.io, local redirect policy.
 */
export const dns = (from: Pods): Path[] => [
    { from, to: { pods: "kube-dns", namespace: "kube-system" }, ports: [53], udp: true, why: "looks up names" },
    ...[{ pods: "node-local-dns", namespace: "kube-system" }, { range: "169.254.20.10/32" }].map((to) => ({
        ...{ from, to, ports: [53], udp: true },
        why: "looks up names at the node's cache",
    })),
];

/** Google's APIs over private addresses, with the token that the metadata server hands out. */
export const googleApis = (from: Pods): Path[] => [
    { from, to: { range: "169.254.169.254/32" }, ports: [80, 8080], why: "gets its Google identity" },
    { from, to: { range: PRIVATE_GOOGLE_APIS }, ports: [443], why: "calls Google's APIs" },
];

/** A Vault outside of the cluster; nothing if there is none. */
export const vaultServer = (from: Pods, vault: Vault | undefined): Path[] =>
    vault
        ? [
              {
                  from,
                  to: vault.reached.range ? { range: vault.reached.range } : INTERNET,
                  ports: [vault.reached.port],
                  why: "reads secrets in Vault",
              },
          ]
        : [];

/** The control plane of the cluster that the namespace is in. */
export const kubernetesApi = (from: Pods, namespace: Namespace): Path => ({
    from,
    to: { range: namespace.cluster.network.ranges.controlPlane },
    ports: [443],
    why: "watches Kubernetes objects",
});

/**
 * Addresses of Google's front ends, from which load balancers pass on requests and ask for health
 * (cloud.google.com/load-balancing/docs/https#firewall-rules). For each Gateway, GKE makes the VPC firewall rule that
 * lets them in, at priority 1000 and so before our denial at 65534; which pods they reach is said here.
 */
export const LOAD_BALANCERS = ["130.211.0.0/22", "35.191.0.0/16"] as const;

/** From the internet, through the load balancer. */
export const fromLoadBalancers = (to: Pods, port: number): Path[] =>
    LOAD_BALANCERS.map((range) => ({ from: { range }, to, ports: [port], why: "passes on what the edge lets in" }));

/**
 * Turns the table of allowed paths into network policies: one for each workload, everything else stays denied.
 * @meets S0-14, S1-13
 */
export class AllowedPaths extends pulumi.ComponentResource {
    constructor(
        name: string,
        args: { namespace: Namespace; paths: readonly Path[] },
        opts?: pulumi.ComponentResourceOptions,
    ) {
        const { namespace, paths } = args;
        // The table is an input of its own, so that a plan shows it beside the policies that are made from it.
        const table = { cluster: namespace.cluster.region, namespace: namespace.namespace, paths: paths.map(plain) };
        super("slipway:boundary:AllowedPaths", name, table, opts);
        const here = (peer: Peer): peer is Pods =>
            "pods" in peer && (peer.namespace ?? namespace.namespace) === namespace.namespace;
        const workloads = [
            ...new Set(paths.flatMap(({ from, to }) => [from, to].filter(here).map((peer) => peer.pods))),
        ];

        for (const workload of workloads) {
            const incoming = paths.filter((path): path is Path<Pods> => here(path.to) && path.to.pods === workload);
            const leaving = paths.filter(({ from }) => here(from) && from.pods === workload);
            const outgoing = leaving.filter((path): path is Path<Pods | Range> => !("names" in path.to));
            for (const { to, ...path } of leaving)
                for (const host of "names" in to ? to.names : [])
                    declareNamePolicy(`${name}-${workload}`, { ...path, workload, host, namespace }, this);
            new kubernetes.networking.v1.NetworkPolicy(
                `${name}-${workload}`,
                {
                    metadata: {
                        name: workload,
                        namespace: namespace.namespace,
                        annotations: { "slipway.dev/why": [...incoming, ...outgoing].map(sentence).join("; ") },
                    },
                    spec: {
                        podSelector: { matchLabels: { "app.kubernetes.io/name": workload } },
                        policyTypes: ["Ingress", "Egress"],
                        ingress: incoming.map(({ from, ...path }) => ({ from: [peer(from)], ports: ports(path) })),
                        egress: outgoing.map(({ to, ...path }) => ({ to: [peer(to)], ports: ports(path) })),
                    },
                },
                { ...namespace.child, parent: this },
            );
        }
        this.registerOutputs();
    }
}

/** A row without what callers carry along with their pods. */
const plain = ({ from, to, ports, udp = false, why }: Path): Path => ({
    from: end(from),
    to: "names" in to ? { names: to.names } : end(to),
    ports,
    udp,
    why,
});

const end = (peer: Pods | Range): Pods | Range =>
    "range" in peer
        ? { range: peer.range, ...(peer.except && { except: peer.except }) }
        : { pods: peer.pods, ...(peer.namespace !== undefined && { namespace: peer.namespace }) };

const text = (peer: Pods | Range) => ("pods" in peer ? peer.pods : peer.range);

const sentence = ({ from, to, why }: Path<Pods | Range>) => `${text(from)} to ${text(to)}: ${why}`;

const ports = ({ ports, udp }: Pick<Path, "ports" | "udp">) =>
    (udp ? ["UDP", "TCP"] : ["TCP"]).flatMap((protocol) => ports.map((port) => ({ protocol, port })));

function peer(peer: Pods | Range): types.input.networking.v1.NetworkPolicyPeer {
    if ("range" in peer) return { ipBlock: { cidr: peer.range, ...(peer.except && { except: [...peer.except] }) } };
    // What Google runs there carries the older label.
    const label = peer.namespace === "kube-system" ? "k8s-app" : "app.kubernetes.io/name";
    return {
        podSelector: { matchLabels: { [label]: peer.pods } },
        ...(peer.namespace && {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": peer.namespace } },
        }),
    };
}
