import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeAddresses, INTERNET, PRIVATE, parseRange } from "../../preview/reach/addresses";
import { covers, intersect, overlap, subtract, union } from "../../preview/reach/intervals";

describe("ranges of addresses", () => {
    test.each([
        ["10.1.2.3", "10.1.2.3/32"],
        ["10.1.2.3/8", "10.0.0.0/8"],
        ["0.0.0.0/0", "0.0.0.0/0"],
        ["::/0", "::/0"],
        ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1/128"],
        ["::ffff:1.2.3.4", "::ffff:102:304/128"],
        ["fe80::1/64", "fe80::/64"],
        ["2000:0:0::/48", "2000::/48"],
    ])("%s is %s", (text, expected) => {
        expect(describeAddresses(parseRange(text) ?? [])).toEqual([expected]);
    });

    test.each([
        "",
        "web",
        "10.0.0",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/08",
        "10.0.0.256",
        "::/129",
        "fe80::1%eth0",
        " 10.0.0.1",
    ])("%j is none", (text) => expect(parseRange(text)).toBeUndefined());

    test("the internet holds no private address", () => {
        expect(overlap(INTERNET, PRIVATE)).toBe(false);
        for (const text of ["8.8.8.8", "172.32.0.0", "100.128.0.1", "2606:4700::1"])
            expect(covers(INTERNET, parseRange(text) ?? [])).toBe(true);
        for (const text of ["172.31.255.255", "127.0.0.1", "169.254.169.254", "fd00::1", "224.0.0.1"])
            expect(overlap(INTERNET, parseRange(text) ?? [])).toBe(false);
    });

    test("are written so that reading them again gives the same", () => {
        const end = fc.bigInt({ min: 0n, max: (1n << 32n) + 4000n });
        fc.assert(
            fc.property(fc.array(fc.tuple(end, end), { maxLength: 5 }), (pairs) => {
                const set = union(...pairs.map(([a, b]) => (a < b ? [{ from: a, until: b }] : [])));
                expect(union(...describeAddresses(set).map((text) => parseRange(text) ?? []))).toEqual(set);
            }),
        );
    });
});

describe("sets of intervals", () => {
    const LINE = [...Array(12).keys()];
    const point = fc.nat({ max: LINE.length });
    const set = fc
        .array(fc.tuple(point, point), { maxLength: 5 })
        .map((pairs) => union(...pairs.map(([a, b]) => (a < b ? [{ from: a, until: b }] : []))));
    const points = (of: readonly { from: number; until: number }[]) =>
        LINE.filter((at) => of.some(({ from, until }) => from <= at && at < until));

    test("are what sets of points are", () => {
        fc.assert(
            fc.property(set, set, (a, b) => {
                const [as, bs] = [points(a), points(b)];
                expect(points(union(a, b))).toEqual(LINE.filter((at) => as.includes(at) || bs.includes(at)));
                expect(points(intersect(a, b))).toEqual(as.filter((at) => bs.includes(at)));
                expect(points(subtract(a, b))).toEqual(as.filter((at) => !bs.includes(at)));
                expect(covers(a, b)).toBe(bs.every((at) => as.includes(at)));
            }),
        );
    });

    test("have one form for each set", () => {
        fc.assert(fc.property(set, set, (a, b) => void expect(union(subtract(a, b), intersect(a, b))).toEqual(a)));
    });
});
