import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { REGIONS, zonesOf } from "../../components/settings/locations";

import { declared, settings } from "../generated";

type Generated = typeof settings extends fc.Arbitrary<infer T> ? T : never;

/** The same network with one more region, first or last in its list. */
function withAnother(network: Generated, name: string, first: boolean): Generated {
    const { ground } = network;
    const { regions, backups, active } = ground;
    const block = [0, 1, 2, 3, 4, 5, 6].find((free) => regions.every((region) => region.block !== free));
    const another = { name, block, zones: zonesOf(name).slice(0, 3) };
    // A chain has a sentry in each region.
    const { paw } = network.systems as { paw?: { sentries: { nodes: object[] } } };
    const sentry = { name: "more", zone: another.zones[0], nodeId: "f".repeat(40) };
    const systems = paw
        ? { ...network.systems, paw: { ...paw, sentries: { nodes: [...paw.sentries.nodes, sentry] } } }
        : network.systems;
    const places = [...backups.places, { cluster: name, location: active }];
    return {
        ...network,
        systems,
        ground: {
            ...ground,
            regions: first ? [another, ...regions] : [...regions, another],
            backups: { ...backups, places },
        },
    };
}

test("another region changes nothing of what is there", async () => {
    const cases = fc
        .tuple(settings, fc.constantFrom(...REGIONS), fc.boolean())
        .filter(([{ ground }, name]) => ground.regions.length < 5 && !ground.regions.some((one) => one.name === name))
        // A single region keeps its backups at home; with a second one they must go there, which is a change.
        .filter(([{ ground }]) => ground.regions.length > 1);
    await fc.assert(
        fc.asyncProperty(cases, async ([network, name, first]) => {
            const before = (await declared(network)).plan.resources;
            const after = (await declared(withAnother(network, name, first))).plan.resources;
            const added = new Map(after.map((resource) => [resource.urn, resource]));
            const changed = before.filter((resource) => {
                const now = added.get(resource.urn);
                if (!now) return true;
                // What signs in the active region waits for what has ended in every other.
                const kept = resource.dependencies.every((urn) => now.dependencies.includes(urn));
                return !kept || !isDeepStrictEqual({ ...now, dependencies: [] }, { ...resource, dependencies: [] });
            });
            expect(changed.map(({ urn }) => urn)).toEqual([]);
            expect(after.length).toBeGreaterThan(before.length);
        }),
        { numRuns: Number(process.env.SLIPWAY_RUNS ?? 15), interruptAfterTimeLimit: 60_000 },
    );
});
