import type { Way } from "../../preview/reach/reach";
import { within } from "./naive";

/** Whether ways have a port, at an address where they are about a range. */
export const open = (ways: readonly Way[], protocol: string, port: number, address?: string): boolean =>
    ways.some(
        (way) =>
            way.protocol === protocol &&
            way.ports.some((range) => {
                const [first, last = first] = range.split("-").map(Number);
                return Number(first) <= port && port <= Number(last);
            }) &&
            (address === undefined || !way.addresses || way.addresses.some((cidr) => within(address, cidr))),
    );
