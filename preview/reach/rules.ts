import { type Addresses, ALL_ADDRESSES, parseRange } from "./addresses";
import { subtract } from "./intervals";
import type { Place } from "./place";
import { isPort, type Ports, PROTOCOLS, type Protocol, portRange } from "./ports";
import { readSelector, type Selector } from "./selectors";
import { type Hidden, isHidden, type Known } from "./truth";

/** What is allowed for certain, and what may be once everything is known. */
export interface Bounds<Set> {
    readonly sure: Set;
    readonly possible: Set;
    readonly reasons: readonly string[];
}

export type Peer =
    | { readonly kind: "pods"; readonly pods: Selector; readonly namespaces: Selector | null }
    | { readonly kind: "block"; readonly text: string; readonly addresses: Bounds<Addresses> }
    | { readonly kind: "host"; readonly host: string }
    | { readonly kind: "hidden"; readonly reason: string };

export type PortRule =
    | { readonly kind: "range"; readonly ports: Bounds<Ports> }
    | { readonly kind: "name"; readonly name: string; readonly protocol: Protocol };

export interface Rule {
    readonly index: number;
    /** Null: everybody. */
    readonly peers: readonly Peer[] | null;
    /** Null: every port. */
    readonly ports: readonly PortRule[] | null;
}

export function readRule(rule: Place, index: number, key: "from" | "to" | "matches"): Rule {
    const [peers, ports] = [rule.at(key).items, rule.at("ports").items];
    const read = key === "matches" ? readHost : readPeer;
    return {
        index,
        // An empty list is no list: it leaves out nobody.
        peers: rule.wrong ? [{ kind: "hidden", ...rule.wrong }] : peers.length === 0 ? null : peers.map(read),
        ports: rule.wrong || ports.length === 0 ? null : ports.map(readPort),
    };
}

function readPeer(peer: Place): Peer {
    const [pods, namespaces, block] = ["podSelector", "namespaceSelector", "ipBlock"].map((key) => peer.at(key)) as [
        Place,
        Place,
        Place,
    ];
    if (peer.wrong) return { kind: "hidden", ...peer.wrong };
    if (block.absent && pods.absent && namespaces.absent)
        return { kind: "hidden", ...peer.fault("names nobody, which the API server refuses") };
    if (!block.absent) return { kind: "block", ...readBlock(block) };
    return {
        kind: "pods",
        pods: readSelector(pods),
        // A selector of pods alone means those of the policy's own namespace.
        namespaces: namespaces.absent ? null : readSelector(namespaces),
    };
}

/** A host by its name, or all whose names fit a pattern. */
function readHost(match: Place): Peer {
    const host = match.at("name").absent ? match.at("pattern").text : match.at("name").text;
    return isHidden(host) ? { kind: "hidden", ...host } : { kind: "host", host };
}

function readBlock(block: Place): { text: string; addresses: Bounds<Addresses> } {
    const range = (place: Place): Known<Addresses> => {
        const text = place.text;
        return isHidden(text) ? text : (parseRange(text) ?? place.fault("is not a range of addresses"));
    };
    const cidr = range(block.at("cidr"));
    const excepts = block.at("except").items.map(range);
    const hidden = [cidr, ...excepts].filter(isHidden);
    const possible = excepts.reduce<Addresses>(
        (left, except) => (isHidden(except) ? left : subtract(left, except)),
        isHidden(cidr) ? ALL_ADDRESSES : cidr,
    );
    const without = block.at("except").items.map(({ value }) => value);
    return {
        text: `${block.at("cidr").value}${without.length > 0 ? ` except ${without.join(", ")}` : ""}`,
        addresses: { sure: hidden.length > 0 ? [] : possible, possible, reasons: hidden.map(({ reason }) => reason) },
    };
}

function readPort(rule: Place): PortRule {
    const [port, end, protocol] = [rule.at("port"), rule.at("endPort"), rule.at("protocol")];
    const named = PROTOCOLS.find((one) => one === (protocol.absent ? "TCP" : protocol.value));
    if (named && typeof port.value === "string" && /[a-z]/.test(port.value) && end.absent)
        return { kind: "name", name: port.value, protocol: named };

    const first = port.absent ? 1 : isPort(port.value) ? port.value : undefined;
    const last = end.absent ? (port.absent ? 65535 : first) : isPort(end.value) ? end.value : undefined;
    const faults: (Hidden | false)[] = [
        !named && (protocol.hidden ?? protocol.fault(`is not one of ${PROTOCOLS.join(", ")}`)),
        first === undefined && (port.hidden ?? port.fault("is not a port")),
        !end.absent && last === undefined && (end.hidden ?? end.fault("is not a port")),
        !end.absent && port.absent && end.fault("needs a port to begin at"),
        first !== undefined && last !== undefined && last < first && end.fault("ends before it begins"),
    ];
    const reasons = faults.flatMap((fault) => (fault ? [fault.reason] : []));
    // Of a range that is none, every port stays open.
    const to = first !== undefined && last !== undefined && last < first ? undefined : last;
    const possible = (named ? [named] : PROTOCOLS).flatMap((one) => portRange(one, first, to));
    return { kind: "range", ports: { sure: reasons.length > 0 ? [] : possible, possible, reasons } };
}
