import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check } from "../../components/settings/check";
import type { Problem } from "../../components/settings/problems";
import { rules, Settings } from "../../components/settings/settings";
import { pathOf, places, settingsOf, withValue } from "./yaml";

const mainnet = settingsOf("mainnet");
const all = places(mainnet);
/** One place of each kind: what goes for the first entry of a list goes for the others. */
const kinds = new Map(all.map((place) => [pathOf(place.path).replaceAll(/[0-9]+/g, ""), place]));

function problems(settings: unknown): Problem[] {
    const result = check(Settings, rules, settings);
    return "problems" in result ? result.problems : [];
}

/** What nobody understands, or that comes from a library or a mistake of ours. */
const jargon = /undefined|null|NaN|\[object|Invalid|[Ee]xpected|received|ZodError|RegExp|Symbol\(|\n\s+at /;

describe("one mistake is one problem, told at its place", () => {
    test("a value of another kind", () => {
        for (const { path, value } of kinds.values()) {
            const wrong = typeof value === "object" ? 42 : {};
            expect(problems(withValue(mainnet, path, wrong)).map(({ at }) => at)).toEqual([pathOf(path)]);
        }
    });

    test("a key that is misspelt", () => {
        for (const { path, value } of kinds.values()) {
            const key = path.at(-1);
            if (typeof key === "number") continue;
            const misspelt = [...path.slice(0, -1), `${key}x`];
            // The regions of database instances and the keepers are names that the file gives, and no known keys.
            if (path.includes("instances") || path.at(-2) === "keepers") continue;
            const file = withValue(withValue(mainnet, path, undefined), misspelt, value);
            expect(problems(file)).toEqual([
                { at: pathOf(misspelt), found: "is not a setting", remedy: `did you mean ${key}?` },
            ]);
        }
    });

    test("a value that is left empty", () => {
        for (const { path } of kinds.values()) {
            const file = withValue(mainnet, path, null);
            expect(problems(file)).toMatchObject([{ at: pathOf(path), found: "is empty" }]);
        }
    });

    test("a placeholder", () => {
        for (const { path } of kinds.values())
            expect(problems(withValue(mainnet, path, "TODO")).map(({ at }) => at)).toEqual([pathOf(path)]);
    });
});

describe("a file that went through the wringer", () => {
    const junk: fc.Arbitrary<unknown> = fc.oneof(
        fc.constant(undefined),
        fc.jsonValue({ maxDepth: 2, noUnicodeString: true }),
        fc.constantFrom("TODO", "", " ", "europe-west9", "-1", 1e300, -0, "__proto__", "constructor", "10.0.0.0/8"),
        fc.constantFrom(...all.map(({ value }) => value)),
    );
    const key = fc.constantFrom("__proto__", "constructor", "toString", "secure", "name", "x");
    const edit = fc.tuple(fc.constantFrom(...all.map(({ path }) => path)), fc.option(key), junk);

    test("is read, or refused in words", () => {
        fc.assert(
            fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
                const file = edits.reduce((whole, [path, below, value]) => {
                    return withValue(whole, below === null ? path : [...path, below], value);
                }, mainnet);
                for (const { at, found, remedy } of problems(file)) {
                    // What stands in the file may be any word; what we say about it may not.
                    expect(`${found.replace(/"(\\.|[^"\\])*"/, "")} ${remedy}`).not.toMatch(jargon);
                    expect(at).not.toBe("");
                }
            }),
            { numRuns: 60 },
        );
    });

    test("is told the same whatever the order of its keys", () => {
        fc.assert(
            fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
                const file = edits.reduce((whole, [path, , value]) => withValue(whole, path, value), mainnet);
                expect(problems(backwards(file))).toEqual(problems(file));
            }),
            { numRuns: 30 },
        );
    });
});

function backwards(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(backwards);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value)
            .reverse()
            .map(([key, below]) => [key, backwards(below)]),
    );
}
