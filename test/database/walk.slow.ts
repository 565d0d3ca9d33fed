import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSound, moves, nextMove, refusal } from "../../components/ground/placement";
import { type Placement, Role } from "../../components/settings/database";
import { instanceChange } from "../../preview/database-changes";
import { named, rendered, World } from "./world";

const REGIONS = ["europe-west1", "europe-west4", "us-east1", "asia-east1"];

/** Every placement over these regions, sound or not, without the empty one. */
function placements(regions: readonly string[]): Placement[] {
    const roles = [undefined, ...Role.options];
    const all = regions.reduce<Placement[]>(
        (partial, region) =>
            partial.flatMap((one) => roles.map((role) => (role === undefined ? one : { ...one, [region]: role }))),
        [{}],
    );
    return all.filter((one) => Object.keys(one).length > 0);
}

const text = (placement: Placement) => JSON.stringify(Object.entries(placement).sort());

/** A stack that was brought to a placement step by step, with a refresh after each. */
function worldAt(goal: Placement): World {
    const primary = Object.keys(goal).find((region) => goal[region] === "primary") ?? "";
    const former = Object.keys(goal).find((region) => goal[region] === "former");
    const world = new World();
    let here: Placement = { [former ?? primary]: "primary" };
    expect(world.up(here)).toBe(undefined);
    while (text(here) !== text(goal)) {
        here = nextMove(here, goal)?.to ?? {};
        expect(world.up(here), text(here)).toBe(undefined);
        world.refresh();
    }
    return world;
}

describe("every placement against every other", () => {
    test.each([1, 2, 3])("over %i regions: a legal step that updates in place, or refused with the way", (size) => {
        const all = placements(REGIONS.slice(0, size));
        const sound = all.filter(isSound);
        let [legal, refused] = [0, 0];
        for (const from of sound) {
            const legalSteps = moves(from, REGIONS.slice(0, size)).map(({ to }) => text(to));
            const origin = worldAt(from);
            for (const to of all) {
                const world = origin.copy();
                const [before, [primary]] = [new Map(world.cloud), world.primaries()];
                const stop = world.up(to);
                if (stop === undefined) {
                    legal++;
                    expect([text(from), ...legalSteps]).toContain(text(to));
                    for (const [name, { encryptionKeyName }] of world.cloud)
                        if (before.has(name)) expect(encryptionKeyName).toBe(before.get(name)?.encryptionKeyName);
                    const gone = [...before.keys()].filter((name) => !world.cloud.has(name));
                    expect(gone.filter((name) => name === primary)).toEqual([]);
                    expect(gone.length).toBeLessThanOrEqual(1);
                    continue;
                }
                refused++;
                expect(stop.by).toBe("placement hook");
                expect(stop.why).toMatch(/; (next: [a-z].*pulumi up|use )/);
                expect(new Map(world.cloud)).toEqual(before);
                expect(nextMove(from, to) !== undefined, `${text(from)} to ${text(to)}`).toBe(isSound(to));
            }
        }
        expect(legal).toBeGreaterThanOrEqual(sound.length);
        if (size > 1) expect(refused).toBeGreaterThan(legal);
    });

    test("over 4 regions: a way leads from one to each and back", () => {
        const start: Placement = { "europe-west1": "primary" };
        for (const goal of placements(REGIONS).filter(isSound)) {
            expect(isSound(worldAt(goal).placement ?? {})).toBe(true);
            let here = goal;
            for (let steps = 0; text(here) !== text(start); steps++) {
                expect(steps).toBeLessThan(20);
                here = nextMove(here, start)?.to ?? expect.fail(`${text(goal)} has no way to ${text(start)}`);
            }
        }
    });
});

type Event = { edit: Placement; fault: number } | "refresh" | "take over" | { follow: Placement };

const anyPlacement = fc.constantFrom(...placements(REGIONS.slice(0, 3)));
const soundPlacement = fc.constantFrom(...placements(REGIONS.slice(0, 3)).filter(isSound));
const event: fc.Arbitrary<Event> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ edit: anyPlacement, fault: fc.nat(12) }) },
    { weight: 5, arbitrary: soundPlacement.map((follow) => ({ follow })) },
    { weight: 3, arbitrary: fc.constant("refresh" as const) },
    { weight: 1, arbitrary: fc.constant("take over" as const) },
);

test("whatever is edited, refreshed, interrupted or taken over, one instance takes writes and none of its data goes", () => {
    const seen = { stops: new Set<string>(), switchovers: 0 };
    fc.assert(
        fc.property(fc.array(event, { minLength: 5, maxLength: 40 }), (events) => {
            const world = new World();
            world.up({ "europe-west1": "primary", "europe-west4": "standby" });
            for (const one of events) {
                const [before] = world.primaries();
                if (one === "refresh") world.refresh();
                else if (one === "take over") world.takeOver();
                else {
                    const { placement = {} } = world;
                    const to = "edit" in one ? one.edit : nextMove(placement, one.follow)?.to;
                    const stop = to && world.up(to, "edit" in one ? one.fault : undefined);
                    if (stop) seen.stops.add(stop.by);
                    if (world.primaries()[0] !== before) seen.switchovers++;
                }
                expect(world.primaries()).toHaveLength(1);
                expect(world.cloud.has(before ?? "")).toBe(true);
                const declared = Object.values(world.placement ?? {}).filter((role) => role === "primary");
                expect(declared).toHaveLength(1);
            }
        }),
        { numRuns: 400 },
    );
    // The walk goes where it can go wrong, and primaries did move.
    expect([...seen.stops]).toEqual(expect.arrayContaining(["Google", "fault", "placement hook"]));
    expect(seen.switchovers).toBeGreaterThan(50);
});

describe("a promotion", () => {
    const before: Placement = { "europe-west1": "primary", "europe-west4": "standby" };
    const after: Placement = { "europe-west1": "former", "europe-west4": "primary" };

    test("is a switchover by the provider's own test, and changes nothing but the new primary", () => {
        const [old, standby] = ["europe-west1", "europe-west4"].map((region) => rendered(region, before).inputs);
        const promoted = rendered("europe-west4", after).inputs;
        expect(instanceChange(standby ?? {}, promoted)).toEqual({ kind: "switchover", because: ["instanceType"] });
        expect(rendered("europe-west1", after).inputs).toEqual(old);
        expect(rendered("europe-west1", after).opts.ignoreChanges).toEqual(
            expect.arrayContaining(["instanceType", "masterInstanceName", "replicationCluster", "settings"]),
        );
    });

    test("ends as it should: the sides have changed, and the next update changes nothing", () => {
        const world = worldAt({ "europe-west1": "standby", "europe-west4": "primary" });
        expect(world.primaries()).toEqual([named("europe-west4")]);
        expect(world.cloud.get(named("europe-west1"))).toMatchObject({ masterInstanceName: named("europe-west4") });
        const cloud = new Map(world.cloud);
        expect(world.up({ "europe-west1": "standby", "europe-west4": "primary" })).toBe(undefined);
        expect(world.cloud).toEqual(cloud);
    });

    test("stands still while it is not settled, however often it is refreshed and updated", () => {
        const world = worldAt(before);
        for (let i = 0; i < 3; i++) {
            expect(world.up(after)).toBe(undefined);
            world.refresh();
        }
        expect(world.primaries()).toEqual([named("europe-west4")]);
    });

    test("may be called off where it did not take place, and only there", () => {
        const failed = new World();
        expect(failed.up(before)).toBe(undefined);
        // At creation the provider sends no designation, and Google switches over to nobody else.
        expect(failed.up(after)).toMatchObject({ by: "Google" });
        expect(failed.up(before)).toBe(undefined);
        expect(failed.primaries()).toEqual([named("europe-west1")]);

        const done = worldAt(before);
        // It took place, and the update was cut off right after.
        expect(done.up(after, 2)).toMatchObject({ by: "fault" });
        done.refresh();
        const stop = done.up(before);
        expect(stop).toMatchObject({ by: "instance hook" });
        expect(stop?.why).toContain("declare that one as primary and postgres-europe-west1 as former");
        expect(done.up(after)).toBe(undefined);
        expect(done.primaries()).toEqual([named("europe-west4")]);
    });

    test("is settled only once the state has learnt of it", () => {
        const world = worldAt(before);
        world.up(after);
        const settled: Placement = { "europe-west1": "standby", "europe-west4": "primary" };
        expect(world.up(settled)).toMatchObject({
            by: "instance hook",
            why: expect.stringContaining("pulumi refresh"),
        });
        world.refresh();
        expect(world.up(settled)).toBe(undefined);
    });

    test("waits until nothing else follows the primary, which the provider would replace", () => {
        const three: Placement = { ...before, "us-east1": "replica" };
        expect(moves(three, REGIONS).filter(({ how }) => how.startsWith("promote"))).toEqual([]);
        expect(nextMove(three, after)?.how).toContain("remove the replica in us-east1");
    });

    test("never makes an instance: one that does not exist has nothing to take over with", () => {
        const lost = worldAt(before);
        lost.state.delete(named("europe-west4"));
        lost.cloud.delete(named("europe-west4"));
        expect(lost.up(after)).toMatchObject({
            by: "instance hook",
            why: expect.stringContaining("postgres-europe-west4 does not exist"),
        });
        expect(lost.primaries()).toEqual([named("europe-west1")]);
    });
});

describe("the words of a refusal", () => {
    const both: Placement = { "europe-west1": "primary", "europe-west4": "standby" };

    test.each<[string, Placement, Placement, string]>([
        [
            "swapping both roles at once",
            both,
            { "europe-west1": "standby", "europe-west4": "primary" },
            "no single step leads from europe-west1: primary, europe-west4: standby to europe-west1: standby, " +
                "europe-west4: primary; next: promote europe-west4: set ground.database.instances.europe-west4 to " +
                "primary and ground.database.instances.europe-west1 to former, then pulumi up, then pulumi refresh",
        ],
        [
            "a standby that is not there yet",
            { "europe-west1": "primary" },
            both,
            "next: add a replica in europe-west4: set ground.database.instances.europe-west4 to replica, then pulumi up",
        ],
        [
            "leaving the standby out",
            both,
            { "europe-west1": "primary" },
            "next: release the standby in europe-west4: set ground.database.instances.europe-west4 to replica",
        ],
        [
            "leaving the former out",
            { "europe-west1": "former", "europe-west4": "primary" },
            { "europe-west4": "primary" },
            "next: settle europe-west1: run pulumi refresh, which shows it as a replica of europe-west4",
        ],
        [
            "removing the only instance",
            { "europe-west1": "primary" },
            {},
            "ground.database.instances has no primary; use exactly one primary, the region that takes writes",
        ],
        ["two primaries", both, { "europe-west1": "primary", "europe-west4": "primary" }, "has 2 primaries"],
    ])("%s", (_, from, to, words) => {
        expect(refusal({ placement: from, finished: true }, to)).toContain(words);
    });

    test("says to finish what was begun, or takes it back where that does no harm", () => {
        const begun = (placement: Placement) => ({ placement, finished: false });
        const promoting: Placement = { "europe-west1": "former", "europe-west4": "primary" };
        expect(refusal(begun(promoting), { "europe-west1": "standby", "europe-west4": "primary" })).toBe(
            "the step to europe-west1: former, europe-west4: primary is not finished; " +
                "next: declare that and run pulumi up until it succeeds",
        );
        expect(refusal(begun(promoting), both)).toBe(undefined);
        expect(refusal({ placement: promoting, finished: true }, both)).toContain("next: settle europe-west1");
        expect(refusal(begun(both), promoting)).toBe(undefined);
        expect(refusal(begun({ ...both, "us-east1": "replica" }), both)).toBe(undefined);
        expect(refusal(begun(both), { ...both, "us-east1": "replica" })).toContain("is not finished");
    });

    test("says where a database begins", () => {
        expect(refusal(undefined, both)).toBe(undefined);
        expect(refusal(undefined, { "europe-west1": "former", "europe-west4": "primary" })).toContain(
            "begin with a primary and a standby",
        );
    });
});
