import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { privateServicesRange, regionRanges, subrange } from "../components/ground/addresses";

/** First and last address of a range, as numbers. */
function bounds(range: string): [number, number] {
    const [base = "", length] = range.split("/");
    const start = base.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
    return [start, start + 2 ** (32 - Number(length)) - 1];
}

const inside = (inner: string, outer: string) =>
    bounds(inner)[0] >= bounds(outer)[0] && bounds(inner)[1] <= bounds(outer)[1];

const overlap = (a: string, b: string) => bounds(a)[0] <= bounds(b)[1] && bounds(b)[0] <= bounds(a)[1];

describe("addresses", () => {
    test.each([
        ["10.64.0.0/12", 15, 0, "10.64.0.0/15"],
        ["10.64.0.0/12", 15, 7, "10.78.0.0/15"],
        ["10.70.3.9/12", 20, 1, "10.64.16.0/20"],
    ])("cuts %s to /%i, part %i, as %s", (range, length, index, expected) => {
        expect(subrange(range, length, index)).toBe(expected);
    });

    test("are cut for one region as documented", () => {
        expect(regionRanges("10.64.0.0/12", 1)).toEqual({
            pods: "10.66.0.0/16",
            nodes: "10.67.0.0/20",
            services: "10.67.16.0/20",
            controlPlane: "10.67.32.0/28",
        });
        expect(privateServicesRange("10.64.0.0/12")).toBe("10.78.0.0/20");
    });

    test("never overlap and never leave the supernet, whatever it is", () => {
        fc.assert(
            fc.property(fc.integer({ min: 10, max: 13 }), fc.nat({ max: 255 }), (length, octet) => {
                const supernet = `10.${octet}.0.0/${length}`;
                const ranges = [0, 1, 2, 3, 4, 5, 6]
                    .flatMap((block) => Object.values(regionRanges(supernet, block)))
                    .concat(privateServicesRange(supernet));
                const whole = subrange(supernet, length, 0);
                expect(ranges.filter((range) => !inside(range, whole))).toEqual([]);
                for (const [i, a] of ranges.entries())
                    for (const b of ranges.slice(i + 1)) expect(overlap(a, b), `${a} and ${b}`).toBe(false);
            }),
        );
    });
});
