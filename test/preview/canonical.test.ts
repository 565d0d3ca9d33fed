import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, canonicalPlan, digest } from "../../preview/canonical";
import type { Json } from "../../preview/plan";

describe("the canonical form", () => {
    test("is that of the example in RFC 8785", () => {
        const numbers = [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001];
        const value = { numbers, string: '€$\u000F\nA\'B"\\\\"/', literals: [null, true, false] };
        expect(canonical(value)).toBe(
            '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
                '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
        );
    });

    test("orders keys as in the example in RFC 8785", () => {
        const keys = ["€", "\r", "\ufb33", "1", "😀", "\u0080", "ö"];
        const value = Object.fromEntries(keys.map((key) => [key, key]));
        expect(canonical(value).match(/(?<=:")[^"]+/g)).toEqual(["\\r", "1", "\u0080", "ö", "€", "😀", "\ufb33"]);
    });

    test("has one zero", () => {
        expect(canonical([-0, 0])).toBe("[0,0]");
    });

    test("is the same for the same value, however it was built", () => {
        const property = fc.property(fc.jsonValue(), (value) => {
            const text = canonical(value as Json);
            expect(canonical(JSON.parse(text))).toBe(text);
            expect(canonical(backwards(value as Json))).toBe(text);
        });
        fc.assert(property, { seed: 7 });
    });

    test("fails for text that is no Unicode, and only then", () => {
        expect(() => canonical({ text: "\ud800" })).toThrow(/half of a surrogate pair/);
        expect(() => canonical({ "\udfff": 1 })).toThrow(/half of a surrogate pair/);
        expect(canonical("\\ud800 😀")).toBe('"\\\\ud800 😀"');
    });

    test("fails for what is no JSON", () => {
        for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, undefined]) {
            expect(() => canonical(value as never)).toThrow();
        }
    });

    test("of a plan is that of its parts", () => {
        const property = fc.property(
            fc.dictionary(fc.string(), fc.jsonValue()),
            fc.array(fc.jsonValue()),
            (rest, all) => {
                const text = canonical({ ...rest, resources: all } as Json);
                const parts = all.map((one) => canonical(one as Json));
                expect(canonicalPlan(rest as never, parts)).toBe(text);
            },
        );
        fc.assert(property, { seed: 7 });
    });

    test("is named by its SHA-256", () => {
        expect(digest("abc")).toBe("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    });
});

function backwards(value: Json): Json {
    if (Array.isArray(value)) return value.map(backwards);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).reverse();
    return Object.fromEntries(entries.map(([key, item]) => [key, backwards(item)]));
}
