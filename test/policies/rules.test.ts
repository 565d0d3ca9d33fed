import { describe, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import { type Example, message, type Rule } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { CONFIG_MAP, POD, RELEASE, rulesOf, sample, USER } from "./sample";

const verdictsOf = (rule: Rule, { at: _, others = [], ...example }: Example) =>
    judge(
        [example, ...others].map((one, index) => ({
            urn: `urn:pulumi:demo::app::x::${index}`,
            name: "example",
            ...one,
        })),
        [rule],
    );

const judged = (rule: Rule, example: Example) =>
    verdictsOf(rule, example).map(({ verdict, path }) => `${verdict} at ${path}`);

const expected = (example: Example, verdict: string) => (example.at ?? []).map((path) => `${verdict} at ${path}`);

describe.each(rules)("$id: $title", (rule) => {
    test.each(rule.good.map((example) => [example.type, example]))("passes a good %s", (_, example) => {
        expect(judged(rule, example as Example)).toEqual([]);
    });

    test.each(rule.bad.map((example) => [example.type, example]))("finds fault with a bad %s", (_, example) => {
        expect(judged(rule, example as Example)).toEqual(expected(example as Example, "violation"));
    });

    test.each((rule.open ?? []).map((example) => [example.type, example]))("leaves a %s open", (_, example) => {
        expect(judged(rule, example as Example)).toEqual(expected(example as Example, "undetermined"));
    });

    test("says of each fault what was found and what would pass, of the rest what nobody knows", () => {
        const verdicts = [...rule.bad, ...(rule.open ?? [])].flatMap((example) => verdictsOf(rule, example));
        for (const { verdict, found, wanted } of verdicts) {
            expect(found).toMatch(/^(?!the rule failed).*\S/);
            expect(wanted !== "").toBe(verdict === "violation");
        }
    });

    test("has examples and says why it is there", () => {
        expect(rule.good.length * rule.bad.length).toBeGreaterThan(0);
        expect([...rule.bad, ...(rule.open ?? [])].every(({ at }) => at && at.length > 0)).toBe(true);
        expect(rule.title).not.toMatch(/^[A-Z](?!onfigMap|ubernetes)|\.$/);
        expect(rule.why).not.toMatch(/\.$/);
    });
});

test("no two rules share an id", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
});

test.each([
    [
        POD,
        { spec: { containers: [{ image: "nginx:latest" }] } },
        ['IMG-01 spec.containers[0].image: "nginx:latest"; use name:tag@sha256:… with the digest of the image'],
    ],
    [
        RELEASE,
        { values: { image: { tag: "1.4" } } },
        ['IMG-01 values.image: "…:1.4"; use name:tag@sha256:… with the digest of the image'],
    ],
    [
        USER,
        { password: "hunter2" },
        [
            "SEC-01 password: a password in plain text; use Secret Manager or Vault, or a value that another resource makes",
        ],
    ],
    [
        CONFIG_MAP,
        { data: { "a.env": "X=1\nAPI_KEY=hunter2\n" } },
        ['SEC-04 data["a.env"]: api key on line 2; use a file from Secret Manager or Vault'],
    ],
    [
        USER,
        { password: { $secret: true } },
        ["SEC-01 password: not known yet, nobody says what this secret was made from"],
    ],
])("says where, what was found and what would pass: %s %j", (type, props, messages) => {
    expect(
        judge([sample(type, props)], rulesOf("SEC-01", "SEC-04", "IMG-01")).map(
            (verdict) => `${verdict.rule} ${message(verdict)}`,
        ),
    ).toEqual(messages);
});
