import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scratch } from "../governance/project";
import { Rehearsal } from "./governed";

const rehearsal = new Rehearsal(scratch());
const AT = new Date("2027-03-01T08:00:00Z");
const THEN = new Date("2027-03-01T10:00:00Z");

beforeAll(() => rehearsal.start());
afterAll(() => rehearsal.stop());

describe("an approved change", () => {
    let bundle = "";
    beforeAll(async () => {
        bundle = await rehearsal.bundle({ greeting: "good day", maps: 3 }, AT);
    });

    test("is applied, and recorded", async () => {
        const { spent, faults, receipt } = await rehearsal.apply(bundle, THEN);
        expect(faults).toEqual([]);
        expect(receipt).toMatchObject({ result: "applied" });
        expect(spent).toBe(true);
    });
});
