import { isIPv4, isIPv6 } from "node:net";
import { covers, type Interval, type Intervals, intersect, subtract, union } from "./intervals";

/** Addresses on one line: IPv4 first, IPv6 behind it. */
export type Addresses = Intervals<bigint>;

const V6 = 1n << 32n;
const END = V6 + (1n << 128n);
const FAMILIES = [
    { name: "IPv4", bits: 32, addresses: [{ from: 0n, until: V6 }] },
    { name: "IPv6", bits: 128, addresses: [{ from: V6, until: END }] },
] as const;

export const ALL_ADDRESSES: Addresses = [{ from: 0n, until: END }];

/** Addresses of a CIDR range or a single address; undefined if the text is neither. Bits behind the prefix are ignored. */
export function parseRange(text: string): Addresses | undefined {
    const [, address = "", prefix] = /^([^/]*)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
    const bits = isIPv4(address) ? 32 : isIPv6(address) && !address.includes("%") ? 128 : 0;
    const length = prefix === undefined ? bits : Number(prefix);
    if (bits === 0 || length > bits) return undefined;
    const value = bits === 32 ? dotted(address) : colons(address);
    const size = 1n << BigInt(bits - length);
    const from = (value / size) * size + (bits === 32 ? 0n : V6);
    return [{ from, until: from + size }];
}

const ranges = (...texts: string[]): Addresses => union(...texts.map((text) => parseRange(text) ?? []));

/** Addresses that a pod may have which no plan gives a range: private ones and the shared range of carriers. */
export const PRIVATE = ranges("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16");

/** Reserved by IANA for no host of anybody: this network, loopback, documentation, benchmarks, multicast, future use. */
export const RESERVED = ranges(
    ...["0.0.0.0/8", "127.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24"],
    ...["203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
);

/** The public internet: what IANA has given out for hosts that everybody can reach. */
export const INTERNET = union(
    subtract(ranges("0.0.0.0/0"), union(PRIVATE, RESERVED, ranges("169.254.0.0/16"))),
    ranges("2000::/3"),
);

/**
 * The addresses as CIDR ranges, as few as there can be. Where they are all that `whole` has of one family, the name of
 * the family stands for them: nobody reads the sixty ranges of the public IPv4 internet.
 */
export function describeAddresses(addresses: Addresses, whole: Addresses = []): string[] {
    return FAMILIES.flatMap((family) => {
        const part = intersect(addresses, family.addresses);
        const all = intersect(whole, family.addresses);
        if (part.length === 0) return [];
        return all.length > 0 && covers(part, all) ? [family.name] : part.flatMap((one) => cidrs(one, family.bits));
    });
}

function cidrs({ from, until }: Interval<bigint>, bits: number): string[] {
    const found: string[] = [];
    const base = bits === 32 ? 0n : V6;
    for (let at = from - base; at < until - base; ) {
        let length = bits;
        // A range can grow while it starts at a multiple of its size and ends within the interval.
        for (; length > 0; length--) {
            const size = 1n << BigInt(bits - length + 1);
            if (at % size !== 0n || at + size > until - base) break;
        }
        found.push(`${bits === 32 ? dots(at) : hex(at)}/${length}`);
        at += 1n << BigInt(bits - length);
    }
    return found;
}

function dotted(text: string): bigint {
    return text.split(".").reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function dots(value: bigint): string {
    return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
}

function colons(text: string): bigint {
    const plain = text.replace(/\d+\.\d+\.\d+\.\d+$/, (end) => {
        const value = dotted(end);
        return `${(value >> 16n).toString(16)}:${(value & 65535n).toString(16)}`;
    });
    const [head = [], tail = []] = plain.split("::").map((half) => half.split(":").filter((group) => group !== ""));
    const zeros = plain.includes("::") ? Array<string>(8 - head.length - tail.length).fill("0") : [];
    return [...head, ...zeros, ...tail].reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

function hex(value: bigint): string {
    const groups = [...Array(8).keys()].map((i) => ((value >> BigInt(112 - 16 * i)) & 65535n).toString(16)).join(":");
    // The longest run of zeros is written short, as everybody does.
    const [run] = (groups.match(/\b0(:0)+\b/g) ?? []).sort((a, b) => b.length - a.length);
    return run === undefined ? groups : groups.replace(new RegExp(`(^|:)${run}(:|$)`), "::");
}
