import { describe, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import { memo } from "../../policies/memo";
import { canonical, join, steps } from "../../policies/path";
import { type Json, message, type Rule } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { sentence, together } from "../../policies/together";
import { MIXED, POD, rulesOf, sample, token } from "./sample";

const rule = (id: string, judges: NonNullable<Rule["judge"]>, more: Partial<Rule> = {}): Rule => ({
    ...{ id, title: "", why: "", severity: "low", level: "advisory", sameAs: [], good: [], bad: [] },
    judge: judges,
    ...more,
});

/** One rule of secrets and one of images. */
const PLAIN = rulesOf("SEC-01", "IMG-01");

describe("the judge", () => {
    test("gives verdicts in the order of resources, then of rules", () => {
        const speak = (id: string) =>
            rule(id, function* ({ resource }) {
                yield { path: resource.name, found: "x", wanted: "y" };
            });
        const resources = ["b", "a"].map((name) => ({ ...sample("t", {}), name }));
        const verdicts = judge(resources, [speak("2"), speak("1")]);
        expect(verdicts.map(({ rule, path }) => `${rule} ${path}`)).toEqual(["2 b", "1 b", "2 a", "1 a"]);
    });

    test("reads each value once, however many rules look", () => {
        let reads = 0;
        const props = {
            get spec() {
                reads++;
                return { containers: [{ image: "nginx" }] };
            },
        };
        judge([sample("acme:thing:Thing", props)], [...rules, ...rules]);
        // Once to walk; the rest is for rules that ask for a property by name, of which none does here.
        expect(reads).toBe(1);
    });

    test("asks a rule once for each type whether it concerns it", () => {
        const asked: string[] = [];
        const some = rule("some", () => [], { appliesTo: (type) => asked.push(type) > 1 });
        judge([sample("a", {}), sample("b", {}), sample("a", {})], [some]);
        expect(asked).toEqual(["a", "b"]);
    });

    test("lets a rule that fails be undetermined there, and nowhere else", () => {
        const fails = rule("fails", function* ({ resource }) {
            if (resource.name === "odd") JSON.parse("hunter2");
            yield { path: "fine", found: "x", wanted: "y" };
        });
        const verdicts = judge([{ ...sample("t", {}), name: "odd" }, sample("t", {})], [fails]);
        expect(verdicts.map(({ verdict, path, found }) => [verdict, path, found])).toEqual([
            ["undetermined", "", "the rule failed here (SyntaxError)"],
            ["violation", "fine", "x"],
        ]);
    });

    test("names the error only by a name that is one", () => {
        const named = (name: string) => Object.assign(new Error("hunter2"), { name });
        const thrown = [named("RangeError"), named("hunter2 or so"), named("or so, hunter2"), "hunter2"];
        const rules = thrown.map((error, index) =>
            rule(String(index), () => {
                throw error;
            }),
        );
        expect(judge([sample("t", {})], rules).map(({ found }) => found)).toEqual([
            "the rule failed here (RangeError)",
            ...Array(3).fill("the rule failed here (no error)"),
        ]);
    });

    test("lets a rule of the stack that fails be undetermined at the first resource, if there is one", () => {
        const fails = rule("fails", () => [], {
            judgeStack() {
                throw new TypeError("hunter2");
            },
        });
        const found = judge([sample("a", {}), sample("b", {})], [fails]);
        expect(found.map(({ urn, path, found }) => [urn, path, found])).toEqual([
            [sample("a", {}).urn, "", "the rule failed here (TypeError)"],
        ]);
        expect(judge([], [fails])).toEqual([]);
    });

    test("says a thing once, however often a rule says it, unless it is about something else", () => {
        const speak = rule("speaks", function* () {
            yield { path: "a", found: "x", wanted: "first" };
            yield { path: "a", found: "x", wanted: "second" };
            yield { path: "a", found: "y", wanted: "third" };
            yield { path: "b", found: "x", wanted: "fourth" };
            yield { path: "a", found: "x", wanted: "fifth", about: "z" };
        });
        const found = judge([sample("t", {})], [speak]);
        expect(found.map(({ wanted }) => wanted)).toEqual(["first", "third", "fourth", "fifth"]);
        expect(found.map((verdict) => "about" in verdict)).toEqual([false, false, false, true]);
    });

    test("tells no rule that did not look what could not be read", () => {
        const props: { [key: string]: Json } = {};
        props.self = props;
        const blind = rule("blind", () => []);
        const looks = rule("looks", (subject) => (subject.texts.length > 0 ? [] : []));
        expect(judge([sample("t", props)], [looks, blind]).map(({ rule }) => rule)).toEqual(["looks"]);
        expect(judge([sample("t", {})], [looks])).toEqual([]);
    });

    test("joins the path in a carrier and the path in its object", () => {
        const at = (path: string) => rule("at", () => [{ path, found: "x", wanted: "y" }]);
        const within = (path: string) => judge([sample("t", {}, { within: "items[0]" })], [at(path)])[0]?.path;
        expect(["", "spec", '["a.b"]', "[1]"].map(within)).toEqual([
            "items[0]",
            "items[0].spec",
            'items[0]["a.b"]',
            "items[0][1]",
        ]);
        expect(judge([sample("t", {})], [at("a-b")])[0]?.path).toBe("a-b");
    });

    test("leaves open what contains itself, and judges the rest", () => {
        const props: { [key: string]: Json } = { password: "hunter2" };
        props.self = props;
        const verdicts = judge([sample("t", props)]).filter(({ rule }) => rule === "SEC-01");
        expect(verdicts.map(({ verdict, path, found }) => [verdict, path, found])).toEqual([
            ["violation", "password", "a password in plain text"],
            ["undetermined", "self", "it contains itself"],
        ]);
    });

    test("leaves open for every rule that looked what it could not read", () => {
        const props: { [key: string]: Json } = {};
        props.self = props;
        const open = judge([sample("t", props)]).map(({ rule }) => rule);
        const concerned = rules.filter(({ judge, appliesTo }) => judge && (appliesTo?.("t") ?? true));
        expect(open).toEqual(concerned.map(({ id }) => id));
    });

    test("takes for a mark only what holds nothing else", () => {
        const props = { a: { $unknown: true, image: "nginx:latest" }, b: { $secret: true, password: "hunter2" } };
        expect(judge([sample("t", props)], PLAIN).map(({ path }) => path)).toEqual(["b.password", "a.image"]);
    });

    test("does not take the same object in two places for a loop", () => {
        const shared = { password: "hunter2" };
        const paths = judge([sample("t", { a: shared, b: [shared] })], PLAIN).map(({ path }) => path);
        expect(paths).toEqual(["a.password", "b[0].password"]);
    });

    test("leaves open what is nested too deeply or too large, and judges the rest", () => {
        let deep: Json = "x";
        for (let i = 0; i < 100_000; i++) deep = [deep];
        const verdicts = judge([sample("t", { deep, image: "nginx:latest" })], PLAIN);
        expect(verdicts.filter(({ verdict }) => verdict === "violation").map(({ path }) => path)).toEqual(["image"]);
        expect(verdicts.some(({ found }) => found === "it is nested too deeply")).toBe(true);
        let tower: Json = "nginx:latest";
        for (let i = 0; i < 200; i++) tower = { image: tower };
        expect(judge([sample("t", { image: tower })], PLAIN)).toHaveLength(1);
        expect(judge([sample("t", { a: { image: tower } })], PLAIN).map(({ found }) => found)).toEqual(
            Array(PLAIN.length).fill("it is nested too deeply"),
        );
        const large = judge([sample("t", { large: Array.from({ length: 600_000 }, () => 1) })]);
        expect(new Set(large.map(({ found }) => found))).toEqual(new Set(["the resource has more than 500000 values"]));
    });

    test("leaves open for each rule of pods what a custom resource nests too deeply", () => {
        const type = "kubernetes:acme.io/v1:Fleet";
        let deep: Json = "x";
        for (let i = 0; i < 1_000; i++) deep = [deep];
        const open = judge([sample(type, { spec: { deep } })]).filter(
            ({ found }) => found === "it is nested too deeply",
        );
        const asked = rules.filter(({ id, judge, appliesTo }) => /^POD-/.test(id) && judge && appliesTo?.(type));
        expect(asked.length).toBeGreaterThan(10);
        expect(open.map(({ rule }) => rule)).toEqual(expect.arrayContaining(asked.map(({ id }) => id)));
    });

    test("answers for null and other strangers in place of the properties", () => {
        for (const props of [null, undefined, 1, "x", [], () => 1]) {
            const verdicts = judge([sample(POD, props as never)]);
            expect(verdicts.filter(({ found }) => found.includes("failed"))).toEqual([]);
        }
    });

    test("hides a key that is itself a token", () => {
        const key = token("sk_live_", MIXED);
        const [verdict] = judge([sample("t", { customers: { [key]: { password: "hunter2" } } })]);
        expect(verdict?.path).toBe('customers["…"].password');
    });
});

describe("a sentence", () => {
    test("is about the resource where there is no path", () => {
        const verdict = judge([sample("t", {})], [rule("at", () => [{ path: "", found: "x", wanted: "y" }])]);
        expect(verdict.map(message)).toEqual(["the resource: x; use y"]);
    });

    const told = (count: number, about?: string) =>
        together(
            Array.from({ length: count }, (_, index) => ({
                ...({
                    rule: "X",
                    verdict: "violation",
                    severity: "low",
                    level: "advisory",
                    urn: `urn::${index}`,
                } as const),
                ...{ path: "p", found: "x", wanted: "y" },
                ...(about !== undefined && { about }),
            })),
        );

    test("tells of many only where they say so", () => {
        expect(told(3).map(sentence)).toEqual(Array(3).fill("p: x; use y"));
        expect(told(1, "a").map(sentence)).toEqual(["p: x; use y"]);
        expect(told(3, "a").map(sentence)).toEqual(["p: x; use y; the same of 1, 2"]);
    });

    test("names forty others, and counts the rest", () => {
        const names = Array.from({ length: 40 }, (_, index) => index + 1).join(", ");
        expect(told(41, "a").map(sentence)).toEqual([`p: x; use y; the same of ${names}`]);
        expect(told(43, "a").map(sentence)).toEqual([`p: x; use y; the same of ${names} and 2 more`]);
    });
});

describe("what is remembered of a text", () => {
    test("is not asked again, unless the text is long", () => {
        let asked = 0;
        const length = memo((text) => {
            asked++;
            return text.length;
        });
        const [short, long] = ["x".repeat(4096), "x".repeat(4097)];
        expect([short, short, long, long].map(length)).toEqual([4096, 4096, 4097, 4097]);
        expect(asked).toBe(3);
    });

    test("is forgotten when it fills the memory", () => {
        let asked = 0;
        const same = memo((text) => {
            asked++;
            return text;
        });
        for (let index = 0; index < 10_000; index++) same(String(index));
        same("0");
        expect(asked).toBe(10_000);
        same("10000");
        same("0");
        expect(asked).toBe(10_002);
    });
});

describe("a path", () => {
    test.each([
        [["spec", "containers", 0, "env", 1, "value"], "spec.containers[0].env[1].value"],
        [["data", "a.b"], 'data["a.b"]'],
        [["a.b", "c"], '["a.b"].c'],
        [["data", 'say "so"'], 'data["say \\"so\\""]'],
        [["metadata", "ssh-keys"], 'metadata["ssh-keys"]'],
    ])("of %j is written %s and read back", (keys, path) => {
        expect((keys as (string | number)[]).reduce<string>(join, "")).toBe(path);
        expect(steps(path)).toEqual(keys);
    });

    test("is the same in its other spelling", () => {
        expect(canonical("metadata.ssh-keys[0]")).toBe('metadata["ssh-keys"][0]');
        expect(canonical('["spec"]["replicas"]')).toBe("spec.replicas");
    });
});
