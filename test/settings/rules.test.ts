import { describe, expect, test } from "vitest";
import { check } from "../../components/settings/check";
import type { Rule } from "../../components/settings/problems";
import { database, good, Sample } from "./sample";

/** Where a good file with a mistake put over it has problems, the rule's among them. */
function judged(rule: Rule<Sample>, over: object): string[] {
    const result = check(Sample, [rule], { ...good, ...over });
    return "problems" in result ? result.problems.map(({ at }) => at) : [];
}

describe("a rule", () => {
    test("sees defaults", () => {
        const days: number[] = [];
        judged((settings) => {
            days.push(settings.database.recoveryDays);
            return [];
        }, {});
        expect(days).toContain(14);
    });

    test("still judges what is sound when something else is broken", () => {
        const over = { ...database({ standby: "europe-west1" }), zones: "a" };
        const problems = judged(function* ({ database: { primary, standby } }) {
            if (primary === standby) yield { at: "database.standby", found: standby, use: "another" };
        }, over);
        expect(problems).toEqual(["database.standby", "zones"]);
    });

    test.each([
        ["wrong", database({ recoveryDays: 90 })],
        ["a placeholder", database({ recoveryDays: "TODO" })],
        ["a secret", database({ recoveryDays: { secure: "v1:abc" } })],
        ["misspelt, where its default would be judged instead", database({ recoverDays: 20 })],
        ["in a broken block", { database: "text" }],
    ])("says nothing of a field that is %s", (_, over) => {
        const problems = judged(function* (settings) {
            yield { at: "zones", found: settings.database.recoveryDays, use: "anything" };
        }, over);
        expect(problems).toHaveLength(1);
        expect(problems).not.toContain("zones");
    });

    test("says nothing of names when one of them is refused", () => {
        const problems = judged(
            function* (settings) {
                if (!("west" in settings.pools)) yield { at: "pools", found: "no pool in the west", use: "one" };
            },
            { pools: { "West!": { size: 1 } } },
        );
        expect(problems).toEqual(['pools["West!"]']);
    });

    test("does not crash on settings that are not whole, and is not silenced on settings that are", () => {
        const crash = () => {
            throw new Error("a mistake in the rule");
        };
        expect(judged(crash, { network: "prod" })).toEqual(["network"]);
        expect(() => judged(crash, {})).toThrow("a mistake in the rule");
    });

    test("shows nothing of a value at a sensitive key", () => {
        const rule: Rule<Sample> = function* ({ password }) {
            yield { at: "password", found: password, use: "none" };
        };
        const result = check(Sample, [rule], { ...good, password: "correct horse" });
        expect(result).toEqual({
            problems: [{ at: "password", found: "is given (not shown)", remedy: "use none" }],
        });
    });
});
