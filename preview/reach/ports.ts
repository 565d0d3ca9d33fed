import { type Intervals, intersect } from "./intervals";

/** What a network policy can tell apart; it says nothing of ICMP and others, which implementations treat as they like. */
export const PROTOCOLS = ["TCP", "UDP", "SCTP"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** Ports of all protocols on one line, so that a set of (protocol, port) is one set of intervals. */
export type Ports = Intervals<number>;

const HIGHEST = 65535;
const NO_PORTS: Ports = [];

export function portRange(protocol: Protocol, from = 1, to = HIGHEST): Ports {
    const base = PROTOCOLS.indexOf(protocol) * (HIGHEST + 1);
    return from <= to ? [{ from: base + from, until: base + to + 1 }] : NO_PORTS;
}

export const ALL_PORTS: Ports = PROTOCOLS.flatMap((protocol) => portRange(protocol));

export const isPort = (value: unknown): value is number =>
    typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= HIGHEST;

/** The ports of each protocol as text: `["80", "9000-9100"]`. */
export function describePorts(ports: Ports): { protocol: Protocol; ports: string[] }[] {
    return PROTOCOLS.flatMap((protocol, index) => {
        const base = index * (HIGHEST + 1);
        const found = intersect(ports, portRange(protocol)).map(({ from, until }) =>
            until - from === 1 ? String(from - base) : `${from - base}-${until - base - 1}`,
        );
        return found.length > 0 ? [{ protocol, ports: found }] : [];
    });
}
