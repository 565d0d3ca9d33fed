import { describe, expect, test } from "vitest";
import { check } from "../../components/settings/check";
import { zonesOf } from "../../components/settings/locations";
import { rules, Settings } from "../../components/settings/settings";
import { type Path, settingsOf, withValue } from "./yaml";

/** The problems of mainnet's settings with another value at one place. */
function problems(path: Path, value: unknown): string[] {
    const result = check(Settings, rules, withValue(settingsOf("mainnet"), path, value));
    return "problems" in result ? result.problems.map(({ at, found, remedy }) => `${at} ${found}; ${remedy}`) : [];
}

describe("a place that Google Cloud does not have", () => {
    test("is refused with the nearest region", () => {
        expect(problems(["ground", "regions", 1, "name"], "europe-west44")).toContain(
            'ground.regions[1].name is "europe-west44"; use a region of Google Cloud, such as europe-west4',
        );
    });

    test("is refused with the zones of its region", () => {
        expect(problems(["ground", "regions", 0, "zones", 0], "europe-west1-a")).toEqual([
            'ground.regions[0].zones[0] is "europe-west1-a"; use a zone of europe-west1: europe-west1-b, europe-west1-c, europe-west1-d',
        ]);
    });

    test("cannot be a second active region", () => {
        expect(problems(["ground", "active"], ["europe-west1", "europe-west4"])).toEqual([
            "ground.active is a list; use a region such as europe-west1",
        ]);
    });
});

test.each([
    ["us-central1", 4],
    ["europe-west1", 3],
    ["europe-west5", 0],
    ["__proto__", 0],
])("%s has %i zones", (region, many) => {
    expect(zonesOf(region)).toHaveLength(many);
});
