/**
 * The rules of networking.k8s.io/v1 once more, read from their documentation and written as slowly and plainly as can be:
 * one connection at a time, no sets, no intervals. It shares nothing with the prover that it is held against.
 */

export interface NaivePod {
    namespace: string;
    name: string;
    labels: Record<string, string>;
    ports: { name: string; containerPort: number; protocol: string }[];
}

export interface NaiveSelector {
    matchLabels?: Record<string, string>;
    matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

export interface NaivePeer {
    podSelector?: NaiveSelector;
    namespaceSelector?: NaiveSelector;
    ipBlock?: { cidr: string; except?: string[] };
}

export interface NaivePort {
    protocol?: string;
    port?: number | string;
    endPort?: number;
}

export interface NaivePolicy {
    namespace: string;
    spec: {
        podSelector: NaiveSelector;
        policyTypes?: string[];
        ingress?: { from?: NaivePeer[]; ports?: NaivePort[] }[];
        egress?: { to?: NaivePeer[]; ports?: NaivePort[] }[];
    };
}

export interface NaiveWorld {
    namespaces: Record<string, Record<string, string>>;
    policies: NaivePolicy[];
}

/** A pod, or an IPv4 address outside the cluster. */
export type NaiveEnd = NaivePod | string;

export function allowed(world: NaiveWorld, from: NaiveEnd, to: NaiveEnd, protocol: string, port: number): boolean {
    return (
        passes("egress", world, from, to, to, protocol, port) && passes("ingress", world, to, from, to, protocol, port)
    );
}

function passes(
    direction: "ingress" | "egress",
    world: NaiveWorld,
    subject: NaiveEnd,
    other: NaiveEnd,
    receiver: NaiveEnd,
    protocol: string,
    port: number,
): boolean {
    if (typeof subject === "string") return true;
    let isolated = false;
    for (const { namespace, spec } of world.policies) {
        if (namespace !== subject.namespace || !selects(spec.podSelector, subject.labels)) continue;
        let types = spec.policyTypes ?? [];
        if (types.length === 0) types = spec.egress && spec.egress.length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
        if (!types.includes(direction === "ingress" ? "Ingress" : "Egress")) continue;
        isolated = true;
        const rules =
            direction === "ingress"
                ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
                : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
        for (const { peers, ports } of rules) {
            const peerFits = !peers?.length || peers.some((peer) => fits(peer, namespace, world, other));
            const portFits = !ports?.length || ports.some((rule) => opens(rule, receiver, protocol, port));
            if (peerFits && portFits) return true;
        }
    }
    return !isolated;
}

function fits(peer: NaivePeer, own: string, world: NaiveWorld, other: NaiveEnd): boolean {
    if (peer.ipBlock)
        return (
            typeof other === "string" &&
            within(other, peer.ipBlock.cidr) &&
            !(peer.ipBlock.except ?? []).some((except) => within(other, except))
        );
    if (typeof other === "string") return false;
    const namespaceFits = peer.namespaceSelector
        ? selects(peer.namespaceSelector, {
              ...world.namespaces[other.namespace],
              "kubernetes.io/metadata.name": other.namespace,
          })
        : other.namespace === own;
    return namespaceFits && selects(peer.podSelector ?? {}, other.labels);
}

function opens(rule: NaivePort, receiver: NaiveEnd, protocol: string, port: number): boolean {
    if ((rule.protocol ?? "TCP") !== protocol) return false;
    if (rule.port === undefined) return true;
    if (typeof rule.port === "number") return rule.port <= port && port <= (rule.endPort ?? rule.port);
    if (typeof receiver === "string") return false;
    return receiver.ports.some(
        (one) => one.name === rule.port && one.protocol === protocol && one.containerPort === port,
    );
}

function selects({ matchLabels = {}, matchExpressions = [] }: NaiveSelector, labels: Record<string, string>): boolean {
    for (const [key, value] of Object.entries(matchLabels)) if (labels[key] !== value) return false;
    for (const { key, operator, values = [] } of matchExpressions) {
        const value = labels[key];
        if (operator === "Exists" && value === undefined) return false;
        if (operator === "DoesNotExist" && value !== undefined) return false;
        if (operator === "In" && (value === undefined || !values.includes(value))) return false;
        if (operator === "NotIn" && value !== undefined && values.includes(value)) return false;
    }
    return true;
}

const known = new Map<string, string>();
function bits(address: string): string {
    let text = known.get(address);
    if (text === undefined) {
        const parts = address.split(".").map((part) => Number(part).toString(2).padStart(8, "0"));
        text = parts.join("");
        known.set(address, text);
    }
    return text;
}

/** An address is in a range if they begin with the same bits. */
export function within(address: string, cidr: string): boolean {
    const [base = "", length = "32"] = cidr.split("/");
    return bits(address).slice(0, Number(length)) === bits(base).slice(0, Number(length));
}
