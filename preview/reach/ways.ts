import { type Addresses, describeAddresses, INTERNET } from "./addresses";
import { type Grant, OPEN } from "./grants";
import { borders, contains, covers, intersect, overlap, subtract, union } from "./intervals";
import { ALL_PORTS, describePorts, type Ports, type Protocol } from "./ports";
import type { Via } from "./sides";

/** One way from somebody to somebody. */
export interface Way {
    readonly from: string;
    readonly to: string;
    readonly protocol: Protocol;
    /** `["443", "9000-9100"]` */
    readonly ports: readonly string[];
    /** Which addresses of an end that is outside, as CIDR ranges or as `IPv4` for all of it; absent: all of them. */
    readonly addresses?: readonly string[];
    /** The only host that it leads to, by its name; which addresses that has, its DNS says. */
    readonly host?: string;
    /** The rules that let it through together: any of those with the same direction would do. */
    readonly via: readonly Via[];
    /** Present if nobody can know before the update whether it is there, with the reasons. */
    readonly undetermined?: readonly string[];
}

type Ends = Pick<Way, "from" | "to">;
interface Piece {
    ports: Ports;
    via: readonly Via[];
    addresses?: readonly string[];
    host?: string;
    undetermined?: readonly string[];
}

/** Ways between two pods: both have to allow it. */
export function betweenPods(ends: Ends, egress: readonly Grant[], ingress: readonly Grant[]): Way[] {
    if (egress.length === 0 || ingress.length === 0) return [];
    if (egress === OPEN.egress && ingress === OPEN.ingress) return openWays.map((way) => ({ ...way, ...ends }));
    const grants = [...egress, ...ingress];
    return merge(
        ends,
        segments(grants).flatMap((ports) => throughBoth(ports, [egress, ingress])),
    );
}

function throughBoth(ports: Ports, directions: readonly (readonly Grant[])[]): Piece[] {
    const sides = directions.map((grants) => grants.filter((grant) => overlap(grant.ports.possible, ports)));
    if (sides.some((grants) => grants.length === 0)) return [];
    const sure = sides.map((grants) => grants.filter((grant) => overlap(grant.ports.sure, ports)));
    const open = sides.filter((_, index) => sure[index]?.length === 0).flat();
    // Where a side is certain, what may come on top of it says nothing.
    const grants = sides.flatMap((side, index) => (sure[index]?.length ? sure[index] : side));
    return [piece(ports, grants, open.length > 0 && open.flatMap((grant) => grant.ports.reasons))];
}

/** Ways between a pod and addresses. Only the pod has policies; what guards the other end is not known here. */
export function betweenAddresses(ends: Ends, grants: readonly Grant[], range: Addresses): Way[] {
    const near = grants.filter(({ addresses }) => overlap(addresses.possible, range));
    const pieces = segments(near).flatMap((ports): Piece[] => {
        const here = near.filter((grant) => overlap(grant.ports.possible, ports));
        const certain = here.filter(
            (grant) => overlap(grant.ports.sure, ports) && overlap(grant.addresses.sure, range),
        );
        const sure = intersect(union(...certain.map(({ addresses }) => addresses.sure)), range);
        // Of the whole internet it is certain that a name is somewhere on it.
        const named = covers(range, INTERNET) ? here.filter(({ host }) => host !== undefined) : [];
        const others = here.filter((grant) => !named.includes(grant));
        const possible = intersect(union(...others.map(({ addresses }) => addresses.possible)), range);
        const open = subtract(possible, sure);
        const opening = others.filter(({ addresses }) => overlap(addresses.possible, open));
        const reasons = opening.flatMap((grant) => [...grant.ports.reasons, ...grant.addresses.reasons]);
        return [
            ...(sure.length > 0 ? [{ ...piece(ports, certain, false), ...part(sure, range) }] : []),
            ...(open.length > 0 ? [{ ...piece(ports, opening, reasons), ...part(open, range) }] : []),
            ...named
                .filter((grant) => !covers(sure, grant.addresses.possible))
                .map((grant) => ({
                    ...piece(ports, [grant], grant.ports.sure.length === 0 && grant.ports.reasons),
                    host: grant.host ?? "",
                })),
        ];
    });
    return merge(ends, pieces);
}

/** The ports of the grants, cut wherever one of them begins or ends. */
function segments(grants: readonly Grant[]): Ports[] {
    const sets = grants.flatMap(({ ports }) => [ports.sure, ports.possible]);
    const [cuts, whole] = [borders(sets), union(...sets)];
    return cuts.flatMap((from, index) => {
        const until = cuts[index + 1];
        return until !== undefined && contains(whole, from) ? [[{ from, until }]] : [];
    });
}

const piece = (ports: Ports, grants: readonly Grant[], reasons: readonly string[] | false): Piece => ({
    ports,
    via: [...new Set(grants.map(({ via }) => via))],
    ...(reasons && { undetermined: [...new Set(reasons)].sort() }),
});

const part = (addresses: Addresses, range: Addresses) =>
    covers(addresses, range) ? {} : { addresses: describeAddresses(addresses, range) };

/** Pieces that differ in nothing but their ports become one way for each protocol. */
function merge(ends: Ends, pieces: readonly Piece[]): Way[] {
    const groups: Piece[][] = [];
    for (const one of pieces) {
        const alike = groups.find(([first]) => first && isAlike(first, one));
        if (alike) alike.push(one);
        else groups.push([one]);
    }
    return groups.flatMap((group) => {
        const ports = describePorts(union(...group.map(({ ports }) => ports)));
        const { ports: _, ...rest } = group[0] as Piece;
        return ports.map((described) => ({ ...ends, ...described, ...rest }));
    });
}

const isAlike = (a: Piece, b: Piece) =>
    isSame(a.via, b.via) &&
    isSame(a.addresses, b.addresses) &&
    a.host === b.host &&
    isSame(a.undetermined, b.undetermined);

const isSame = <T>(a: readonly T[] = [], b: readonly T[] = []) =>
    a.length === b.length && a.every((item, index) => item === b[index]);

/** What two pods have that nobody guards; there may be very many pairs of them. */
const openWays = merge({ from: "", to: "" }, throughBoth(ALL_PORTS, [OPEN.egress, OPEN.ingress]));
