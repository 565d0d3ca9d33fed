import { expect, test } from "vitest";
import { check } from "../../components/settings/check";
import { format } from "../../components/settings/problems";
import { rules, Settings } from "../../components/settings/settings";
import { settingsOf, withValue } from "../settings/yaml";

/** What is said of mainnet's stack file with another database block. */
function said(over: object): string[] {
    const mainnet = settingsOf("mainnet");
    const database = Object(Object(mainnet.ground).database);
    const checked = check(Settings, rules, withValue(mainnet, ["ground", "database"], { ...database, ...over }));
    return "problems" in checked ? format("file", checked.problems).split("\n  ").slice(1) : [];
}

const at = "ground.database.instances";

test.each<[string, object, string[]]>([
    ["a primary and a standby", {}, []],
    ["a primary alone", { instances: { "europe-west4": "primary" } }, []],
    ["a promotion", { instances: { "europe-west1": "former", "europe-west4": "primary" } }, []],
    [
        "no primary",
        { instances: { "europe-west1": "standby" } },
        [`${at} has no primary; use exactly one primary, the region that takes writes`],
    ],
    ["nothing", { instances: {} }, [`${at} has no primary; use exactly one primary, the region that takes writes`]],
    [
        "two primaries",
        { instances: { "europe-west1": "primary", "europe-west4": "primary" } },
        [`${at} has 2 primaries: europe-west1, europe-west4; use exactly one primary`],
    ],
    [
        "a former without the one that took over from it",
        { instances: { "europe-west1": "former", "europe-west4": "standby" } },
        [
            `${at} has no primary; use exactly one primary, the region that takes writes`,
            `${at} has a former beside europe-west4; use former only beside the primary that took over from it, until it is a standby again`,
        ],
    ],
    [
        "a region that the stack has not",
        { instances: { "europe-west1": "primary", "us-east1": "standby" } },
        [`${at} has an instance in us-east1; use one of the regions: europe-west1, europe-west4`],
    ],
    [
        "a role that does not exist",
        { instances: { "europe-west1": "primary", "europe-west4": "retired" } },
        [`${at}.europe-west4 is "retired"; use primary, standby, replica or former`],
    ],
    [
        "a tier of another edition",
        { tier: "db-custom-4-16384" },
        ['ground.database.tier is "db-custom-4-16384"; use an Enterprise Plus tier such as db-perf-optimized-N-4'],
    ],
    [
        "all at once",
        {
            instances: { "europe-west1": "standby", "europe-west4": "standby" },
            recoveryDays: 35,
            retainedBackups: 7,
            backupLocation: "europe-west4",
        },
        [
            `${at} has no primary; use exactly one primary, the region that takes writes`,
            `${at} has 2 standbys: europe-west1, europe-west4; use at most one standby; Cloud SQL designates one replica to take over`,
            "ground.database.retainedBackups is 7; use 35 or more, as many as recoveryDays",
            'ground.database.backupLocation is "europe-west4"; use a place without an instance, so that backups outlive the loss of a region',
        ],
    ],
])("a database with %s", (_, over, words) => {
    expect(said(over)).toEqual(words);
});
