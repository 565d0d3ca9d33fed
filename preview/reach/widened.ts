import type { Plan } from "../plan";
import { type Addresses, describeAddresses, INTERNET, RESERVED } from "./addresses";
import { mayPass } from "./answers";
import { type Grant, toAddresses, toPod } from "./grants";
import { borders, covers, intersect, overlap, subtract, union } from "./intervals";
import { outsideNames } from "./names";
import { DIRECTIONS, type Direction } from "./policies";
import { describePorts, type Ports } from "./ports";
import { type Proven, proven } from "./proven";
import type { Workload } from "./workloads";

/** A way that is open now and was not. */
export interface Widening {
    from: string;
    to: string;
    /** URN of the workload at this side of it; null for pods that only policies name. */
    urn: string | null;
    direction: Direction;
    /** `TCP 443 at 0.0.0.0/1`. */
    what: string;
    /** URNs of the policies that open it; empty where no policy selects the pod any more. */
    policies: string[];
    /** False if nobody can know before the update whether it is open. */
    certain: boolean;
}

/** Everything that can be reached by one plan and could not be by the other, by their network policies alone. */
export function widened(before: Plan, after: Plan): Widening[] {
    const [old, now] = [proven(before), proven(after)];
    const byTitle = new Map(old.model.workloads.map((one) => [one.title, one]));
    // With a second cluster every title gets its cluster's name; by itself that opens nothing.
    const several = old.model.clusters.length > 1;
    const formerly = ({ title }: Workload) => byTitle.get(several ? title : (title.split("@")[0] ?? title));
    return now.model.workloads.flatMap((workload) => {
        const was = formerly(workload);
        return [
            ...DIRECTIONS.flatMap((direction) => outward(old, now, was, workload, direction)),
            ...now.model.workloads.flatMap((other) => between(old, now, [was, formerly(other)], [workload, other])),
        ];
    });
}

/** Ports and addresses outside the clusters. What reaches a pod that is new is only told where it is the internet. */
function outward(
    old: Proven,
    now: Proven,
    was: Workload | undefined,
    workload: Workload,
    direction: Direction,
): Widening[] {
    const grants = toAddresses(now.sides, workload, direction);
    const before = was ? toAddresses(old.sides, was, direction) : [];
    const names = outsideNames(now.model).filter(({ title }) => title !== "vpc");
    const found = new Map<string, { ports: Ports; end: string; at: string; via: Set<string>; certain: boolean }>();
    const open = (ports: Ports, end: string, at: string, opening: readonly Grant[], certain: boolean) => {
        const key = JSON.stringify([end, at, certain]);
        const known = found.get(key) ?? { ports: [], end, at, via: new Set<string>(), certain };
        known.ports = union(known.ports, ports);
        for (const { via } of opening) if (via.policy !== null) known.via.add(via.policy);
        found.set(key, known);
    };
    for (const ports of segments([...grants, ...before])) {
        const here = grants.filter((grant) => grant.host === undefined && overlap(grant.ports.possible, ports));
        const there = before.filter((grant) => overlap(grant.ports.possible, ports));
        const had = union(...there.filter(({ host }) => host === undefined).map(({ addresses }) => addresses.possible));
        const has = union(...here.map(({ addresses }) => addresses.possible));
        const fresh = subtract(subtract(has, had), RESERVED);
        const sure = union(
            ...here.filter((grant) => overlap(grant.ports.sure, ports)).map(({ addresses }) => addresses.sure),
        );
        for (const { end, part, at } of parts(fresh, names, was !== undefined)) {
            const opening = here.filter(({ addresses }) => overlap(addresses.possible, part));
            open(ports, end, at, opening, overlap(sure, part));
        }
        const hosts = new Set(there.flatMap(({ host }) => host ?? []));
        for (const grant of grants) {
            if (grant.host === undefined || hosts.has(grant.host) || covers(had, INTERNET)) continue;
            if (overlap(grant.ports.possible, ports))
                open(ports, grant.host, "", [grant], overlap(grant.ports.sure, ports));
        }
    }
    return [...found.values()].map(({ ports, end, at, via, certain }) => ({
        ...(direction === "egress" ? { from: workload.title, to: end } : { from: end, to: workload.title }),
        urn: workload.urn,
        direction,
        what: `${described(ports)}${at}`,
        policies: [...via].sort(),
        certain,
    }));
}

/** Addresses by the ranges that they lie in. */
function* parts(fresh: Addresses, names: readonly { title: string; addresses: Addresses }[], everywhere: boolean) {
    let rest = fresh;
    for (const { title, addresses } of names) {
        const part = intersect(rest, addresses);
        if (part.length === 0 || (!everywhere && title !== "internet")) continue;
        const at = covers(part, addresses) ? "" : ` at ${listed(describeAddresses(part, addresses))}`;
        yield { end: title, part, at };
        rest = subtract(rest, addresses);
    }
    if (rest.length > 0 && everywhere)
        yield { end: "other addresses", part: rest, at: ` at ${listed(describeAddresses(rest))}` };
}

const listed = (texts: readonly string[]) =>
    `${texts.slice(0, 6).join(", ")}${texts.length > 6 ? ` and ${texts.length - 6} more` : ""}`;

/** Ports between two pods of a cluster, of which at least one was there before. */
function between(
    old: Proven,
    now: Proven,
    [wasFrom, wasTo]: readonly (Workload | undefined)[],
    [from, to]: readonly [Workload, Workload],
): Widening[] {
    if (from === to || from.cluster !== to.cluster || (!wasFrom && !wasTo)) return [];
    if (!mayPass(now.sides, from, "egress", to) || !mayPass(now.sides, to, "ingress", from)) return [];
    const [out, into] = [toPod(now.sides, from, "egress", to), toPod(now.sides, to, "ingress", from)];
    const had =
        wasFrom && wasTo
            ? common(toPod(old.sides, wasFrom, "egress", wasTo), toPod(old.sides, wasTo, "ingress", wasFrom))
            : [];
    const fresh = subtract(common(out, into), had);
    if (fresh.length === 0) return [];
    const grants = [...out, ...into].filter(({ ports }) => overlap(ports.possible, fresh));
    const policies = [...new Set(grants.flatMap(({ via }) => via.policy ?? []))].sort();
    const sure = intersect(union(...out.map(({ ports }) => ports.sure)), union(...into.map(({ ports }) => ports.sure)));
    const end = { from: from.title, to: to.title, urn: to.urn ?? from.urn, direction: "ingress" as const };
    return [{ ...end, what: described(fresh), policies, certain: overlap(sure, fresh) }];
}

const common = (out: readonly Grant[], into: readonly Grant[]): Ports =>
    intersect(union(...out.map(({ ports }) => ports.possible)), union(...into.map(({ ports }) => ports.possible)));

const described = (ports: Ports) =>
    describePorts(ports)
        .map(({ protocol, ports: list }) => `${protocol} ${listed(list)}`)
        .join(", ");

/** The ports of the grants, cut wherever one of them begins or ends. */
function segments(grants: readonly Grant[]): Ports[] {
    const sets = grants.flatMap(({ ports }) => [ports.sure, ports.possible]);
    const cuts = borders(sets);
    return cuts.flatMap((from, index) => {
        const until = cuts[index + 1];
        return until !== undefined && sets.some((set) => overlap(set, [{ from, until }])) ? [[{ from, until }]] : [];
    });
}
