import { PreviewError } from "../failure";
import type { Plan } from "../plan";
import { type Addresses, INTERNET, RESERVED } from "./addresses";
import { type Answer, answer, waysBetween } from "./answers";
import { covers, union } from "./intervals";
import { findEnds, outsideNames } from "./names";
import type { Direction } from "./policies";
import { proven } from "./proven";
import type { Way } from "./ways";
import type { End, Outside, Workload } from "./workloads";

export type { Answer } from "./answers";
export type { Way } from "./ways";

/** Who can reach whom by the network policies of a plan. No way means: cannot. */
export interface Reach {
    /** Ways from one end to another; names as in `names.ts`. */
    between(from: string, to: string): Way[];
    /** The same with what stands in the way, one answer for each pair of what the names mean. */
    explain(from: string, to: string): Answer[];
    /** Ways to all that an end can reach. */
    from(name: string): Way[];
    /** Ways from all that can reach an end. */
    to(name: string): Way[];
    /** Every way between workloads, and between them and the ranges that the plan declares or its policies mention. */
    matrix(): Way[];
    /** Workloads that no policy of the plan selects for a direction, which leaves it open to everybody. */
    unguarded(direction: Direction): string[];
    readonly workloads: readonly string[];
    /** What the answers rest on beyond the declared policies. */
    readonly notes: readonly string[];
}

/**
 * Computes it from the declared policies alone, by the rules of networking.k8s.io/v1. Out of scope is what no such policy
 * decides: pods on their node's network, what a node sends to its own pods, a pod that talks to itself, ICMP, firewalls
 * of the cloud, and load balancers that hide where a connection comes from.
 */
export function reach(plan: Plan): Reach {
    const { model, sides } = proven(plan);
    const { workloads } = model;
    const ranges = outsideNames(model).filter(({ title }) => title !== "vpc");
    const told = union(INTERNET, RESERVED);

    /** Ranges to answer for when a workload is asked about: those with a name, and what else its own rules mention. */
    function around(workload: Workload, direction: Direction): Outside[] {
        const mentioned = new Map<string, Addresses>();
        for (const { text, addresses } of sides.of(workload, direction).blocks) {
            const named = ranges.some((range) => covers(range.addresses, addresses.possible));
            if (!named && !covers(told, addresses.possible)) mentioned.set(text, addresses.possible);
        }
        return [...ranges, ...[...mentioned].map(([title, addresses]) => ({ title, addresses }))];
    }
    const outside = (end: End, direction: Direction) => ("addresses" in end ? [] : around(end, direction));
    const fromEnd = (from: End) =>
        [...workloads, ...outside(from, "egress")].flatMap((to) => waysBetween(sides, from, to));
    const toEnd = (to: End) =>
        [...workloads, ...outside(to, "ingress")].flatMap((from) => waysBetween(sides, from, to));

    function explain(from: string, to: string): Answer[] {
        const [starts, ends] = [findEnds(model, from), findEnds(model, to)];
        if ([...starts, ...ends].every((end) => "addresses" in end))
            throw new PreviewError(`${from} and ${to} are both outside; no network policy decides this`, "usage");
        return starts.flatMap((start) => ends.map((end) => answer(sides, start, end)));
    }

    return {
        explain,
        between: (from, to) => explain(from, to).flatMap(({ ways }) => ways),
        from: (name) => findEnds(model, name).flatMap(fromEnd),
        to: (name) => findEnds(model, name).flatMap(toEnd),
        matrix: () => [
            ...workloads.flatMap(fromEnd),
            ...workloads.flatMap((to) => around(to, "ingress").flatMap((from) => waysBetween(sides, from, to))),
        ],
        unguarded: (direction) =>
            workloads.filter((one) => sides.of(one, direction).closed === false).map(({ title }) => title),
        workloads: workloads.map(({ title }) => title),
        notes: model.notes,
    };
}
