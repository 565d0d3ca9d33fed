import type { Path, Peer } from "../../components/boundary/paths";
import type { Plan } from "../../preview/plan";
import { within } from "../reach/naive";

/** What a table allows, as its rows read; the policies that are made of it are not looked at. */

export interface Table {
    cluster: string;
    namespace: string;
    paths: Path[];
}

/** A pod of a cluster, or an address outside. */
export type End = { pod: string; namespace: string; cluster: string } | { address: string };

export const tables = (plan: Plan): Table[] =>
    plan.resources
        .filter(({ type }) => type === "slipway:boundary:AllowedPaths")
        .map(({ inputs }) => inputs as unknown as Table);

export function allows(all: readonly Table[], from: End, to: End, protocol: "TCP" | "UDP", port: number): boolean {
    return all.some(
        ({ cluster, namespace, paths }) =>
            [from, to].every((end) => "address" in end || end.cluster === cluster) &&
            paths.some(
                (row) =>
                    means(row.from, from, namespace) &&
                    means(row.to, to, namespace) &&
                    row.ports.includes(port) &&
                    (protocol === "TCP" || row.udp === true),
            ),
    );
}

function means(peer: Peer, end: End, namespace: string): boolean {
    if ("pods" in peer) return "pod" in end && end.pod === peer.pods && end.namespace === (peer.namespace ?? namespace);
    if (!("address" in end) || "names" in peer) return false;
    return within(end.address, peer.range) && !(peer.except ?? []).some((range) => within(end.address, range));
}

/** Every pod that a table names, once for each cluster. */
export const podsOf = (all: readonly Table[]): Exclude<End, { address: string }>[] => {
    const ends = all.flatMap(({ cluster, namespace, paths }) =>
        paths
            .flatMap(({ from, to }) => [from, to])
            .flatMap((peer) =>
                "pods" in peer ? [{ pod: peer.pods, namespace: peer.namespace ?? namespace, cluster }] : [],
            ),
    );
    return [...new Map(ends.map((end) => [JSON.stringify(end), end])).values()];
};

/** Addresses at the borders of every range that a table names, just beyond them, and some of nobody's. */
export function addressesOf(all: readonly Table[]): string[] {
    const ranges = all.flatMap(({ paths }) =>
        paths
            .flatMap(({ from, to }) => [from, to])
            .flatMap((peer) => ("range" in peer ? [peer.range, ...(peer.except ?? [])] : [])),
    );
    const borders = [...new Set(ranges)].flatMap((range) => {
        const [first = "", length = "32"] = range.split("/");
        const from = number(first);
        const until = from + 2 ** (32 - Number(length));
        return [from - 1, from, until - 1, until].filter((address) => address >= 0 && address < 2 ** 32).map(text);
    });
    return [...new Set([...borders, "1.1.1.1", "8.8.8.8", "104.18.0.1", "10.1.2.3", "192.168.7.7"])];
}

/** Ports that a table names, their neighbours, and those that nobody should reach. */
export const portsOf = (all: readonly Table[]): number[] => {
    const named = all.flatMap(({ paths }) => paths.flatMap(({ ports }) => ports));
    return [...new Set([...named.flatMap((port) => [port - 1, port, port + 1]), 1, 22, 5432, 6379, 65535])];
};

const number = (address: string) => address.split(".").reduce((value, part) => value * 256 + Number(part), 0);
const text = (value: number) => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
