import fc from "fast-check";
import { expect, test } from "vitest";
import { reach } from "../../preview/reach/reach";
import { allowed, type NaiveEnd, within } from "./naive";
import { open } from "./open";
import { ADDRESSES, hide, PORTS, PROTOCOLS, planOf, randomWorld } from "./worlds";

const RUNS = Number(process.env.REACH_RUNS ?? 300);

const nameOf = (end: NaiveEnd) => (typeof end === "string" ? end : `${end.namespace}/${end.name}`);

/** Connections of a world, each as a pair of ends: every two pods, every pod with every address, both ways. */
function pairs<Pod extends NaiveEnd>(pods: readonly Pod[], addresses: readonly string[]): [NaiveEnd, NaiveEnd][] {
    const outside = pods.flatMap((one) =>
        addresses.flatMap((address): [NaiveEnd, NaiveEnd][] => [
            [one, address],
            [address, one],
        ]),
    );
    return [...pods.flatMap((from) => pods.map((to): [NaiveEnd, NaiveEnd] => [from, to])), ...outside];
}

test(`agrees with an evaluator that tries every connection, on ${RUNS} random clusters`, { timeout: 30_000 }, () => {
    fc.assert(
        fc.property(randomWorld, fc.shuffledSubarray(ADDRESSES, { maxLength: 3 }), (world, addresses) => {
            const found = reach(planOf(world));
            for (const [from, to] of pairs(world.pods, addresses)) {
                const ways = found.between(nameOf(from), nameOf(to));
                for (const protocol of PROTOCOLS)
                    for (const port of PORTS)
                        if (open(ways, protocol, port) !== allowed(world, from, to, protocol, port))
                            expect.fail(
                                `${nameOf(from)} to ${nameOf(to)}, ${protocol} ${port}: ${JSON.stringify(ways)}`,
                            );
            }
        }),
        { numRuns: RUNS },
    );
});

test("says for a range exactly which of its addresses are meant", { timeout: 30_000 }, () => {
    fc.assert(
        fc.property(randomWorld, fc.constantFrom("0.0.0.0/0", "10.0.0.0/24", "8.8.8.0/29"), (world, range) => {
            const found = reach(planOf(world));
            const inside = ADDRESSES.filter((address) => within(address, range));
            for (const one of world.pods) {
                const [out, into] = [found.between(nameOf(one), range), found.between(range, nameOf(one))];
                for (const address of inside)
                    for (const port of PORTS) {
                        if (open(out, "TCP", port, address) !== allowed(world, one, address, "TCP", port))
                            expect.fail(`${one.name} to ${address}, TCP ${port}: ${JSON.stringify(out)}`);
                        if (open(into, "TCP", port, address) !== allowed(world, address, one, "TCP", port))
                            expect.fail(`${address} to ${one.name}, TCP ${port}: ${JSON.stringify(into)}`);
                    }
            }
        }),
        { numRuns: 50 },
    );
});

test(`never answers for certain what a hidden value decides, on ${RUNS} random clusters`, { timeout: 30_000 }, () => {
    const places = fc.array(fc.nat(), { minLength: 1, maxLength: 3 });
    let undetermined = 0;
    fc.assert(
        fc.property(randomWorld, places, (world, places) => {
            const found = reach(hide(planOf(world), places));
            for (const [from, to] of pairs(world.pods, ["10.0.0.8"])) {
                const ways = found.between(nameOf(from), nameOf(to));
                const certain = ways.filter((way) => !way.undetermined);
                undetermined += ways.length - certain.length;
                for (const protocol of PROTOCOLS)
                    for (const port of [1, 80, 81, 443]) {
                        const truth = allowed(world, from, to, protocol, port);
                        // What is so is at least possible; what is certain is so.
                        if (truth ? !open(ways, protocol, port) : open(certain, protocol, port))
                            expect.fail(
                                `${nameOf(from)} to ${nameOf(to)}, ${protocol} ${port}: ${JSON.stringify(ways)}`,
                            );
                    }
            }
        }),
        { numRuns: RUNS },
    );
    expect(undetermined).toBeGreaterThan(RUNS);
});
