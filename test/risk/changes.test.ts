import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changes } from "../../preview/changes/changes";
import type { Json, Plan } from "../../preview/plan";
import { Planner, planOf, secret, unknown } from "../report/planner";

const bucket = "gcp:storage/bucket:Bucket";

const inputChanges = (before: { [key: string]: Json }, after: { [key: string]: Json }) =>
    changes(planOf(bucket, before), planOf(bucket, after)).changes.flatMap(({ inputs }) => inputs);

describe("changes between two plans", () => {
    test("tells what is created, deleted and unchanged", () => {
        const before = new Planner();
        before.add(bucket, "gone");
        before.add(bucket, "same");
        const after = new Planner();
        after.add(bucket, "same");
        after.add(bucket, "new");
        const found = changes(before.plan(), after.plan());
        const told = found.changes.map(({ op, before, after }) => [op, (after ?? before)?.name]);
        expect(told).toEqual([
            ["delete", "gone"],
            ["create", "new"],
        ]);
        expect(found).toMatchObject({ unchanged: 1, outputs: [], ignored: [], unseen: [] });
    });

    test.each<[string, { [key: string]: Json }, { [key: string]: Json }, string[]]>([
        ["a value", { a: 1 }, { a: 2 }, ["a"]],
        ["a value deep inside", { a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }, ["a.b[0].c"]],
        ["a key that is no word", { labels: { "a.b/c": "x" } }, { labels: {} }, ['labels["a.b/c"]']],
        ["a longer list", { a: [1] }, { a: [1, 2] }, ["a[1]"]],
        ["another type", { a: {} }, { a: [] }, ["a"]],
        ["null and nothing", { a: null }, {}, ["a"]],
        ["what becomes known", { a: unknown }, { a: "b" }, ["a"]],
        ["what becomes secret", { a: "b" }, { a: secret }, ["a"]],
        ["a secret that stays one", { a: secret }, { a: secret }, []],
        ["keys in another order", { a: 1, b: 2 }, { b: 2, a: 1 }, []],
        ["an own key called like an inherited one", {}, { constructor: 1 }, ["constructor"]],
    ])("names the path of %s", (_, before, after, paths) => {
        expect(inputChanges(before, after).map(({ path }) => path)).toEqual(paths);
    });

    test("tells a lost protection, and every other option, with what it was", () => {
        const before = planOf(bucket, {}, { protect: true, options: { deletedWith: "a" }, ignoreChanges: [] });
        const after = planOf(bucket, {}, { protect: false, ignoreChanges: ["labels"] });
        expect(changes(before, after).changes[0]?.options).toEqual([
            { path: "deletedWith", before: "a", after: undefined },
            { path: "ignoreChanges", before: [], after: ["labels"] },
            { path: "protect", before: true, after: false },
        ]);
    });

    test("are none exactly when the plans say the same", () => {
        const json = fc.jsonValue() as fc.Arbitrary<Json>;
        const plans = fc.dictionary(fc.string(), json).map((inputs): Plan => planOf(bucket, inputs));
        fc.assert(
            fc.property(plans, plans, (before, after) => {
                const canonical = ({ resources }: Plan) => JSON.stringify(resources, sortKeys);
                const equal = canonical(before) === canonical(after);
                expect(changes(before, after).changes.length === 0).toBe(equal);
                expect(changes(before, structuredClone(before)).unchanged).toBe(1);
            }),
        );
    });
});

const sortKeys = (_: string, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value;
