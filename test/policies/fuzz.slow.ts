import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import type { Json, Resource } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { sample } from "./sample";

const examples = rules.flatMap(({ good, bad, open = [] }) => [...good, ...bad, ...open]);
const types = [...new Set(examples.map(({ type }) => type))];

/** Every key that an example uses: what the rules look for. */
const keys = new Set<string>([
    "$unknown",
    "$secret",
    "__proto__",
    "constructor",
    "length",
    "items",
    "yaml",
    "objs",
    "kind",
]);
const collect = (value: Json): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
        if (!Array.isArray(value)) keys.add(key);
        collect(inner);
    }
};
for (const { props } of examples) collect(props);

const leaf = fc.oneof(
    fc.constantFrom<Json>(
        null,
        true,
        false,
        0,
        -1,
        1e308,
        "",
        "default",
        "0.0.0.0/0",
        "apiVersion: v1\nkind: Pod\n",
        "[",
        "{}",
        "*",
    ),
    fc.constantFrom<Json>(
        { $unknown: true },
        { $secret: true },
        [],
        {},
        "nginx:latest",
        "urn:x",
        "12345",
        "$".concat("{a.b}"),
    ),
    fc.string({ unit: "binary", maxLength: 12 }),
);

const { json } = fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        leaf,
        fc.array(tie("json"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys), tie("json"), { maxKeys: 4 }),
    ),
}));

/** A copy of an example in which some values are anything else. */
const mutated = (value: Json, random: () => number, other: () => Json): Json => {
    if (random() < 0.12) return other();
    if (Array.isArray(value)) return value.map((item) => mutated(item, random, other));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mutated(item, random, other)]));
};

const failures = (resources: Resource[]) =>
    judge(resources)
        .filter(({ found }) => found.startsWith("the rule failed"))
        .map(({ rule, found }) => `${rule} ${found}`);

describe("no rule stumbles", () => {
    test("over anything that has the keys it looks for", () => {
        const props = fc.dictionary(fc.constantFrom(...keys), json, { maxKeys: 6 });
        fc.assert(
            fc.property(fc.array(fc.tuple(fc.constantFrom(...types), props), { maxLength: 4 }), (drawn) => {
                expect(failures(drawn.map(([type, props]) => sample(type, props)))).toEqual([]);
            }),
            { numRuns: 100 },
        );
    });

    test("over its own examples with anything else in some places", () => {
        const seeds = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }));
        fc.assert(
            fc.property(
                fc.constantFrom(...examples),
                seeds,
                fc.array(json, { minLength: 1, maxLength: 6 }),
                (one, seed, others) => {
                    const random = () => seed.next().value ?? 0;
                    const other = () => others[Math.floor(random() * others.length)] ?? null;
                    const props = mutated(one.props, random, other) as Resource["props"];
                    const around = (one.others ?? []).map((other) => sample(other.type, other.props));
                    expect(failures([sample(one.type, props), ...around])).toEqual([]);
                },
            ),
            { numRuns: 200 },
        );
    });

    test("over what contains itself, is very deep, very wide, or no object at all", () => {
        const loop: { [key: string]: Json } = { metadata: { namespace: "app" } };
        loop.spec = { template: { spec: loop, metadata: loop }, containers: [loop], rules: [loop], ports: [loop] };
        let deep: Json = "x";
        for (let level = 0; level < 1_000; level++) deep = { [level % 2 ? "spec" : "template"]: deep };
        const wide = { spec: { template: { spec: { containers: Array.from({ length: 500 }, () => ({})) } } } };
        for (const type of types)
            for (const props of [loop, { spec: deep }, wide, null, undefined, 1, "x", []])
                expect(failures([sample(type, props as never)])).toEqual([]);
    });
});

describe("the work of judging", () => {
    const good = rules.flatMap(({ good }) => good);
    /** Looks at properties of so many copies of the good examples, their parts included. */
    const looks = (copies: number, asked = rules): number => {
        let count = 0;
        const counted = <T extends Json | undefined>(value: T): T =>
            typeof value !== "object" || value === null
                ? value
                : new Proxy(value, {
                      get(target, key) {
                          count++;
                          return counted(Reflect.get(target, key) as Json);
                      },
                      ownKeys(target) {
                          count++;
                          return Reflect.ownKeys(target);
                      },
                  });
        const resources = Array.from({ length: copies }, (_, copy) =>
            good.map(({ type, props }, index): Resource => {
                const urn = `urn:pulumi:demo::app::${type}::${copy}-${index}`;
                return { ...sample(type, props), urn, props: counted(props), provider: `${copy}` };
            }),
        );
        judge(resources.flat(), asked);
        return count;
    };

    test("grows with the number of resources, and no faster", () => {
        expect(looks(8)).toBeLessThan(2.05 * looks(4));
    });

    test("walks a resource once, for all rules together", () => {
        const again = rules.map((rule) => ({ ...rule, id: `${rule.id}-again` }));
        const alone = rules.reduce((sum, rule) => sum + looks(1, [rule]), 0);
        expect(looks(1, [...rules, ...again])).toBeLessThan(alone / 2);
    });
});
