import { describe, expect, test } from "vitest";
import type { Json } from "../../policies/rule";
import { asNumber, asText, isMap, isSecret, isUnknown, listOf, mapped, own } from "../../policies/value";

describe("a property", () => {
    test.each<[Json | undefined, string, Json | undefined]>([
        [{ a: 1 }, "a", 1],
        [{ a: null }, "a", null],
        [{ a: 1 }, "b", undefined],
        [{}, "constructor", undefined],
        [null, "a", undefined],
        [undefined, "a", undefined],
        ["text", "length", undefined],
        [[1], "length", undefined],
        [[1], "0", undefined],
        [{ $unknown: true }, "$unknown", undefined],
        [{ $secret: true }, "$secret", undefined],
        [{ $secret: true, a: 1 }, "a", 1],
    ])("of %j called %s is %j", (value, key, found) => {
        expect(own(value, key)).toEqual(found);
    });
});

test.each<[Json | undefined, "unknown" | "secret" | "map" | "none"]>([
    [{ $unknown: true }, "unknown"],
    [{ $secret: true }, "secret"],
    [{ $unknown: false }, "map"],
    [{ $secret: "true" }, "map"],
    [{ $unknown: true, $secret: true }, "map"],
    [{}, "map"],
    [[], "none"],
    [["$unknown"], "none"],
    [null, "none"],
    [undefined, "none"],
    ["$unknown", "none"],
    [true, "none"],
])("%j is %s", (value, is) => {
    expect([isUnknown(value), isSecret(value), isMap(value)]).toEqual([
        is === "unknown",
        is === "secret",
        is === "map",
    ]);
});

test.each<[unknown, string, number]>([
    ["7", "7", 7],
    [7, "7", 7],
    [true, "true", 1],
    [null, "null", 0],
    [undefined, "undefined", Number.NaN],
    [[7], "", Number.NaN],
    [{ toString: () => "7" }, "", Number.NaN],
])("%j as text is %j, as a number %d", (value, text, number) => {
    expect([asText(value), asNumber(value)]).toEqual([text, number]);
});

test("a copy of an object has the values of its own, whatever they are called", () => {
    const copy = mapped(JSON.parse('{"a":1,"__proto__":{"polluted":2}}'), (value, key) => [value as Json, key]);
    expect(Object.entries(copy)).toEqual([
        ["a", [1, "a"]],
        ["__proto__", [{ polluted: 2 }, "__proto__"]],
    ]);
    expect("polluted" in copy).toBe(false);
});

test("what is no list has no entries", () => {
    expect([listOf([1]), listOf("ab"), listOf({ length: 1 }), listOf(undefined)]).toEqual([[1], [], [], []]);
});
