import { describe, expect, test } from "vitest";
import { document, meets, places, rows, written } from "./map";

describe("the map of requirements", () => {
    const where = places();

    test("knows every id that code says it meets", () => {
        expect([...where.keys()].filter((id) => !rows[id])).toEqual([]);
    });

    test("leaves nothing open without a reason", () => {
        const open = Object.entries(rows).filter(([id, { rest }]) => rest === undefined && !where.has(id));
        expect(open.map(([id, { asks }]) => `${id} ${asks}`)).toEqual([]);
    });

    test("has every row once, in order", () => {
        const ids = Object.keys(rows);
        const most = [28, 38, 20, 12, 15];
        const all = most.flatMap((n, i) =>
            Array.from({ length: n }, (_, k) => `S${i}-${String(k + 1).padStart(2, "0")}`),
        );
        expect(ids).toEqual(all);
    });

    test("is the page that is in docs", () => {
        expect(written()).toBe(document());
    });
});

test("ids are read behind their word alone", () => {
    expect(meets("/** Kept. @meets S0-19, S1-31 */ S0-20")).toEqual(["S0-19", "S1-31"]);
});
