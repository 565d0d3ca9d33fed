import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { expect, test } from "vitest";
import { declareProgram } from "../../preview/capture";
import { rpc } from "../../preview/sdk";
import { Thing } from "./programs/thing";

/** As the SDK has it while nothing runs. */
const theirs = rpc.serializeResourceProperties;

type Made = { first: Thing; second: Thing };

/** A value of a program: made when there are resources that it may be made of. */
type Maker = (made: Made) => unknown;

const leaf: fc.Arbitrary<Maker> = fc.oneof(
    fc
        .oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean(), fc.constantFrom(null, undefined))
        .map((value) => () => value),
    fc.constantFrom<Maker>(
        () => () => "a function",
        () => Promise.resolve({ later: [1, undefined, "text"] }),
        () => pulumi.output({ known: ["text", undefined] }),
        () => pulumi.secret("hidden"),
        () => new pulumi.asset.StringAsset("text"),
        ({ first }) => first,
        ({ first }) => first.value,
        ({ second }) => second.computed,
        ({ first, second }) => pulumi.all([first.id, second.urn]),
        () => new Map([["not", "plain"]]),
    ),
);

const { tree } = fc.letrec<{ tree: Maker }>((tie) => ({
    tree: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("tree"), { maxLength: 4 }).map((all) => (made: Made) => all.map((make) => make(made))),
        fc
            .dictionary(fc.constantFrom("id", "urn", "a", "b", "0", "__c"), tie("tree"), { maxKeys: 4 })
            .map(
                (all) => (made: Made) =>
                    Object.fromEntries(Object.entries(all).map(([key, make]) => [key, make(made)])),
            ),
    ),
}));

test("properties are sent as the SDK would, and depend on the same resources", async () => {
    let compared = 0;
    await declareProgram(async () => {
        const made = { first: new Thing("first", "one"), second: new Thing("second", { zone: "a" }) };
        const property = fc.asyncProperty(fc.array(tree, { maxLength: 4 }), async (makers) => {
            const properties = Object.fromEntries(makers.map((make, index) => [`key${index}`, make(made)]));
            const given = { ...properties, id: "not sent", urn: "not sent" };
            const expected = await theirs("label", given, { keepOutputValues: false });
            expect(await rpc.serializeResourceProperties("label", given, { keepOutputValues: false })).toStrictEqual(
                expected,
            );
            compared++;
        });
        expect(rpc.serializeResourceProperties).not.toBe(theirs);
        await fc.assert(property, { seed: 22, numRuns: 300 });
    });
    expect(compared).toBeGreaterThanOrEqual(300);
    expect(rpc.serializeResourceProperties).toBe(theirs);
});

test("a property that cannot be sent is named, as the SDK does", async () => {
    const failing = () => ({ good: 1, bad: [{ deep: Promise.reject(new Error("no such file")) }] });
    const told: unknown[] = [];
    await declareProgram(async () => {
        for (const ask of [theirs, rpc.serializeResourceProperties])
            await ask("label", failing(), {}).catch((error) => told.push(error.message));
    });
    expect(told).toEqual(Array(2).fill('error serializing property "bad": no such file'));
});
