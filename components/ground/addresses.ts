/** The IPv4 ranges of one region. */
export interface RegionRanges {
    nodes: string;
    pods: string;
    services: string;
    /** /28 for the control plane's private addresses. */
    controlPlane: string;
}

const toNumber = (address: string) => address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);

const toText = (address: number) => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");

/** The `index`-th range of length `length` inside `range`. */
export function subrange(range: string, length: number, index: number): string {
    const [base = "", own] = range.split("/");
    const start = Math.floor(toNumber(base) / 2 ** (32 - Number(own))) * 2 ** (32 - Number(own));
    return `${toText(start + index * 2 ** (32 - length))}/${length}`;
}

/**
 * Cuts a region's ranges from its eighth of the supernet: the first half for pods, the rest for nodes, services and
 * control plane. A block belongs to one region for good, so adding or removing a region moves nobody else's addresses.
 */
export function regionRanges(supernet: string, block: number): RegionRanges {
    const length = Number(supernet.split("/")[1]);
    const own = subrange(supernet, length + 3, block);
    const rest = subrange(own, length + 4, 1);
    return {
        pods: subrange(own, length + 4, 0),
        nodes: subrange(rest, length + 8, 0),
        services: subrange(rest, length + 8, 1),
        controlPlane: subrange(subrange(rest, length + 8, 2), 28, 0),
    };
}

/** The last eighth holds what Google runs for us on private addresses: databases and caches. */
export const privateServicesRange = (supernet: string) => {
    const length = Number(supernet.split("/")[1]);
    return subrange(supernet, length + 8, 7 * 32);
};
