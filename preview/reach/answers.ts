import { type Grant, toAddresses, toForeignPod, toPod } from "./grants";
import type { Direction } from "./policies";
import type { Sides } from "./sides";
import { betweenAddresses, betweenPods, type Way } from "./ways";
import type { End, Outside, Workload } from "./workloads";

/** A pod whose policies let nothing through. */
export interface Stop {
    readonly workload: string;
    readonly direction: Direction;
    /** URNs of the policies that close it. */
    readonly policies: readonly string[];
}

/** What holds between two ends. */
export interface Answer {
    readonly from: string;
    readonly to: string;
    readonly ways: readonly Way[];
    /** What stands between them; empty if there is a way. */
    readonly stops: readonly Stop[];
}

const isOutside = (end: End): end is Outside => "addresses" in end;

/** Ways from one end to another; none between two ends that are both outside, which no policy decides. */
export function waysBetween(sides: Sides, from: End, to: End): Way[] {
    const ends = { from: from.title, to: to.title };
    if (isOutside(from))
        return isOutside(to) ? [] : betweenAddresses(ends, grants(sides, to, "ingress", from), from.addresses);
    if (isOutside(to)) return betweenAddresses(ends, grants(sides, from, "egress", to), to.addresses);
    if (!mayPass(sides, from, "egress", to) || !mayPass(sides, to, "ingress", from)) return [];
    return betweenPods(ends, grants(sides, from, "egress", to), grants(sides, to, "ingress", from));
}

/** Nearly all pairs of pods have nothing to do with each other, which is seen before anything is computed. */
export function mayPass(sides: Sides, one: Workload, direction: Direction, other: Workload): boolean {
    const { closed, everybody, pods, blocks } = sides.of(one, direction);
    if (closed !== true || everybody.length > 0) return true;
    return one.cluster === other.cluster ? pods.has(other) : blocks.length > 0;
}

export function answer(sides: Sides, from: End, to: End): Answer {
    const ways = waysBetween(sides, from, to);
    const stops = ways.length > 0 ? [] : [...stop(sides, from, "egress", to), ...stop(sides, to, "ingress", from)];
    const closed = stops.filter(({ grants }) => grants.length === 0);
    // Where every end lets something through, it is not the same that they let through.
    const told = (closed.length > 0 ? closed : stops).map(({ grants: _, ...told }) => told);
    return { from: from.title, to: to.title, ways, stops: told };
}

function stop(sides: Sides, end: End, direction: Direction, other: End): (Stop & { grants: readonly Grant[] })[] {
    if (isOutside(end)) return [];
    const policies = sides.of(end, direction).policies.map(({ urn }) => urn);
    if (policies.length === 0) return [];
    return [{ workload: end.title, direction, policies, grants: grants(sides, end, direction, other) }];
}

function grants(sides: Sides, one: Workload, direction: Direction, other: End): Grant[] {
    if (isOutside(other)) return toAddresses(sides, one, direction);
    return (one.cluster === other.cluster ? toPod : toForeignPod)(sides, one, direction, other);
}
