import { describe, expect, test } from "vitest";
import { costOf, staleness } from "../../preview/cost/cost";
import { asOf, prices } from "../../preview/cost/prices";
import { dollars } from "../../preview/cost/text";
import { Planner } from "../report/planner";
import { stack } from "../stack";

const pool = (most: number) => {
    const planner = new Planner();
    const system = planner.group("slipway:systems:Some", "some");
    const inputs = {
        location: "europe-west4",
        nodeLocations: ["europe-west4-a", "europe-west4-b"],
        autoscaling: { minNodeCount: 1, maxNodeCount: most },
        nodeConfig: { machineType: "n2d-standard-8", diskType: "pd-balanced", diskSizeGb: 100 },
    };
    planner.add("gcp:container/nodePool:NodePool", "pool", inputs, { parent: system.urn });
    return planner.plan();
};

describe("the monthly estimate", () => {
    test("counts a pool by its bounds, zones, vCPUs and disks", () => {
        const node = 8 * 0.04651 * 730 + 100 * 0.1;
        const { total, parts, unpriced, borrowed } = costOf(pool(3));
        expect(total).toEqual({ low: Number((2 * node).toFixed(2)), high: Number((6 * node).toFixed(2)) });
        expect(parts).toEqual([{ system: "some", region: "europe-west4", ...total }]);
        expect([unpriced, borrowed]).toEqual([[], []]);
    });

    test("tells the difference by system and region, and nothing where nothing differs", () => {
        const { delta } = costOf(pool(5), pool(3));
        expect(delta?.parts.map(({ system, region, low }) => [system, region, low])).toEqual([
            ["some", "europe-west4", 0],
        ]);
        expect(delta?.total.high).toBeCloseTo(4 * (8 * 0.04651 * 730 + 10), 1);
        expect(costOf(pool(3), pool(3)).delta).toEqual({ total: { low: 0, high: 0 }, parts: [] });
    });

    test("names what it has no price for, and whose price it borrows", () => {
        const planner = new Planner();
        planner.add("gcp:redis/instance:Instance", "cache", {
            region: "asia-east1",
            tier: "STANDARD_HA",
            memorySizeGb: 5,
        });
        planner.add("gcp:compute/disk:Disk", "disk", { zone: "asia-east1-a", type: "hyperdisk-extreme", size: 10 });
        const { total, unpriced, borrowed } = costOf(planner.plan());
        expect(total.low).toBe(197.1);
        expect(borrowed).toEqual([{ what: "redis.standard.m2", region: "asia-east1" }]);
        expect(unpriced).toEqual([{ what: "disk.hyperdisk-extreme", resources: ["disk"] }]);
    });

    test("prices everything of mainnet that is paid for by being there", async () => {
        const { unpriced, total, excludes } = costOf((await stack("mainnet")).plan);
        expect(unpriced).toEqual([]);
        expect(total.low).toBeGreaterThan(1000);
        expect(total.high).toBeGreaterThan(total.low);
        expect(excludes).toContain("discounts for use or commitment");
    });

    test("rests on prices that each name a source", () => {
        expect(prices.filter(({ source, price }) => source === "" || price <= 0)).toEqual([]);
        expect(new Set(prices.map(({ sku, region }) => `${sku} ${region}`)).size).toBe(prices.length);
    });

    test("says when its table is too old, by the day that it is told", () => {
        expect(staleness(asOf)).toBeUndefined();
        expect(staleness("2027-01-26")).toBeUndefined();
        expect(staleness("2027-01-27")).toMatch(/of 2026-07-30, 181 days ago/);
    });

    test.each([
        [{ low: 12.3, high: 12.3 }, false, "$12"],
        [{ low: 1.5, high: 1234.5 }, false, "$1.50 to $1,235"],
        [{ low: -20, high: 30 }, true, "-$20 to +$30"],
    ])("reads %j as %s", (range, signed, text) => {
        expect(dollars(range, signed)).toBe(text);
    });
});
