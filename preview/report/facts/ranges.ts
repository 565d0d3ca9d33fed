/** Ranges that are not the internet: private networks, and the addresses from which Google probes and tunnels. */
const inside = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "127.0.0.0/8",
    "35.191.0.0/16", // health checks of Google's load balancers
    "130.211.0.0/22", // the same
    "35.235.240.0/20", // Identity-Aware Proxy, which asks for a login first
    "199.36.153.4/30", // restricted.googleapis.com
    "199.36.153.8/30", // private.googleapis.com
].map((text) => parse(text));

interface Range {
    base: number;
    length: number;
}

function parse(text: string): Range | undefined {
    const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
    if (!match) return undefined;
    const [a = 0, b = 0, c = 0, d = 0, length = 32] = match.slice(1).map((part) => (part ? Number(part) : undefined));
    return { base: ((a * 256 + b) * 256 + c) * 256 + d, length };
}

const covers = (outer: Range, range: Range) =>
    range.length >= outer.length &&
    Math.floor(range.base / 2 ** (32 - outer.length)) * 2 ** (32 - outer.length) === outer.base;

/** Unique local (fc00::/7) and link-local (fe80::/10) IPv6, with a mask that stays within them. */
const insideV6 = /^(f[cd][0-9a-f]{2}:[0-9a-f:]*\/([7-9]|\d{2,3})|fe[89ab][0-9a-f]:[0-9a-f:]*\/\d{2,3})$/i;

/** True unless the whole range is known to lie inside: `0.0.0.0/1` is public, and so is what cannot be read. */
export function reachesPublic(text: string): boolean {
    const range = parse(text);
    if (!range) return !insideV6.test(text);
    return !inside.some((outer) => outer !== undefined && covers(outer, range));
}
