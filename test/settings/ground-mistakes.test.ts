import { expect, test } from "vitest";
import { check } from "../../components/settings/check";
import { rules, Settings } from "../../components/settings/settings";
import { type Path, settingsOf, withValue } from "./yaml";

test("what the ground cannot be is refused together", () => {
    const mistakes: [Path, unknown][] = [
        // The ranges of a region are cut from its block: the same block is the same addresses.
        [["ground", "regions", 1, "block"], 0],
        [["ground", "regions", 0, "zones", 1], "europe-west1-z"],
        [
            ["ground", "active"],
            ["europe-west1", "europe-west4"],
        ],
        [["ground", "database", "instances"], { "europe-west1": "primary", "europe-west3": "standby" }],
        [["ground", "database", "tier"], "db-custom-4-16384"],
        [["ground", "calendar", "freezes", 0, "to"], "2027-06-30"],
        [["ground", "cluster", "pools", 3, "nodesPerZone", "max"], 0],
        [["ground", "backups", "places", 0, "location"], "europe-west1"],
    ];
    const settings = mistakes.reduce((all, [path, value]) => withValue(all, path, value), settingsOf("mainnet"));
    const result = check(Settings, rules, settings);
    const found =
        "problems" in result ? result.problems.map(({ at, found, remedy }) => `${at} ${found}; ${remedy}`) : [];
    expect(found.sort()).toEqual([
        "ground.active is a list; use a region such as europe-west1",
        'ground.backups.places[0].location is "europe-west1"; use a region other than that of the cluster',
        "ground.calendar.freezes has 171 days from the first freeze to the last; use 90 days at most: Cloud SQL knows one period, which spans them all; add later ones when these are over",
        "ground.cluster.pools[3].nodesPerZone.max is 0; use 1 to 100",
        "ground.database.instances has an instance in europe-west3; use one of the regions: europe-west1, europe-west4",
        'ground.database.tier is "db-custom-4-16384"; use an Enterprise Plus tier such as db-perf-optimized-N-4',
        'ground.regions[0].zones[1] is "europe-west1-z"; use a zone of europe-west1: europe-west1-b, europe-west1-c, europe-west1-d',
        "ground.regions[1].block is 0; use a block other than that of ground.regions[0]",
    ]);
});
