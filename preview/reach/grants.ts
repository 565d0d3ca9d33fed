import { type Addresses, ALL_ADDRESSES, INTERNET } from "./addresses";
import { ANY_POD } from "./clusters";
import { covers, overlap, union } from "./intervals";
import type { Direction } from "./policies";
import { ALL_PORTS, type Ports, portRange } from "./ports";
import type { Bounds, PortRule, Rule } from "./rules";
import type { Match, Sides, Via } from "./sides";
import { all, any, isHidden, reasonsOf, same, type Truth } from "./truth";
import type { Workload } from "./workloads";

/** Ports that one rule gives to one peer, and for a peer outside the cluster at which addresses. */
export interface Grant {
    readonly via: Via;
    readonly ports: Bounds<Ports>;
    readonly addresses: Bounds<Addresses>;
    /** The host that it leads to, if it is for one by its name. */
    readonly host?: string;
}

const exactly = <Set>(set: Set): Bounds<Set> => ({ sure: set, possible: set, reasons: [] });
const EVERY_PORT = exactly(ALL_PORTS);
const EVERYWHERE = exactly(ALL_ADDRESSES);

/** Between a pod and another of its cluster. */
export function toPod(sides: Sides, subject: Workload, direction: Direction, peer: Workload): Grant[] {
    const { closed, everybody, pods } = sides.of(subject, direction);
    const destination = direction === "egress" ? peer : subject;
    const named = pods.get(peer);
    if (!named && everybody.length === 0) return open(closed, direction);
    const matches = [...everybody, ...(named ?? [])];
    return [...open(closed, direction), ...matches.map((match) => grant(match, destination))];
}

/** Between a pod and addresses outside its cluster. */
export function toAddresses(sides: Sides, subject: Workload, direction: Direction): Grant[] {
    const { closed, everybody, blocks, hosts } = sides.of(subject, direction);
    const destination = direction === "ingress" ? subject : undefined;
    return [
        ...open(closed, direction),
        ...everybody.map((match) => grant(match, destination)),
        ...blocks.map((match) => grant(match, destination, match.addresses)),
        ...hosts.map((match) => ({ ...grant(match, destination, somewhere(match.host)), host: match.host })),
    ];
}

/** Which addresses a name has nobody knows before it is asked for. */
const somewhere = (host: string): Bounds<Addresses> => ({
    sure: [],
    possible: INTERNET,
    reasons: [`${host} has the addresses that its DNS gives`],
});

/** Between a pod and one of another cluster, which has some address of a range: certain only for the whole range. */
export function toForeignPod(sides: Sides, subject: Workload, direction: Direction, peer: Workload): Grant[] {
    const range = peer.cluster.pods ?? ANY_POD;
    // From here the other pod is an address, and an address has no named ports.
    const destination = direction === "ingress" ? subject : undefined;
    const { closed, everybody, blocks } = sides.of(subject, direction);
    const some = blocks.flatMap((match) => {
        const { sure, possible, reasons } = match.addresses;
        if (!overlap(possible, range)) return [];
        const unsure = [...reasons, `${peer.title}: its address is not known before the update`];
        return [{ ...match, truth: all(match.truth, covers(sure, range) || unsure) }];
    });
    return [...open(closed, direction), ...[...everybody, ...some].map((match) => grant(match, destination))];
}

/** What a pod that nothing closes lets through: one object for all such pods, which are many where policies are few. */
export const OPEN: Record<Direction, Grant[]> = {
    egress: [{ via: { direction: "egress", policy: null, rule: null }, ports: EVERY_PORT, addresses: EVERYWHERE }],
    ingress: [{ via: { direction: "ingress", policy: null, rule: null }, ports: EVERY_PORT, addresses: EVERYWHERE }],
};

function open(closed: Truth, direction: Direction): Grant[] {
    if (closed === true) return [];
    if (closed === false) return OPEN[direction];
    return OPEN[direction].map((grant) => ({ ...grant, ports: unsure(EVERY_PORT, closed) }));
}

function grant({ rule, via, truth }: Match, destination: Workload | undefined, addresses = EVERYWHERE): Grant {
    const ports = portsOf(rule, destination);
    return { via, ports: truth === true ? ports : unsure(ports, reasonsOf([truth])), addresses };
}

const unsure = ({ possible, reasons }: Bounds<Ports>, more: readonly string[]): Bounds<Ports> => ({
    sure: [],
    possible,
    reasons: [...more, ...reasons],
});

const withoutNames = new WeakMap<Rule, Bounds<Ports>>();

function portsOf(rule: Rule, destination: Workload | undefined): Bounds<Ports> {
    if (!rule.ports) return EVERY_PORT;
    const known = withoutNames.get(rule);
    if (known) return known;
    const ports = rule.ports.map((port) => (port.kind === "range" ? port.ports : resolve(port, destination)));
    const bounds = {
        sure: union(...ports.map(({ sure }) => sure)),
        possible: union(...ports.map(({ possible }) => possible)),
        reasons: ports.flatMap(({ reasons }) => reasons),
    };
    if (rule.ports.every(({ kind }) => kind === "range")) withoutNames.set(rule, bounds);
    return bounds;
}

/** A named port is the number that the receiving pod gives it. Outside the cluster nobody names ports. */
function resolve({ name, protocol }: PortRule & { kind: "name" }, destination: Workload | undefined): Bounds<Ports> {
    if (!destination) return exactly([]);
    const found = destination.ports.map((port): Bounds<Ports> => {
        const meant = all(
            same(port.name, name),
            isHidden(port.protocol) ? [port.protocol.reason] : port.protocol === protocol,
        );
        if (meant === false) return exactly([]);
        const ports = isHidden(port.number) ? portRange(protocol) : portRange(protocol, port.number, port.number);
        const reasons = reasonsOf([any(meant), ...(isHidden(port.number) ? [[port.number.reason]] : [])]);
        return { sure: reasons.length > 0 ? [] : ports, possible: ports, reasons };
    });
    const { morePorts } = destination;
    // A name stands once in a pod, so ports that nobody knows cannot add to one that is known.
    const sure = union(...found.map(({ sure }) => sure));
    if (morePorts && sure.length === 0)
        found.push({ sure: [], possible: portRange(protocol), reasons: [`${morePorts.reason}, such as ${name}`] });
    return {
        sure,
        possible: union(...found.map(({ possible }) => possible)),
        reasons: found.flatMap(({ reasons }) => reasons),
    };
}
