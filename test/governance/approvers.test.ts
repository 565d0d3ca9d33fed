import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readApprovers } from "../../governance/approvers";
import { missing } from "../../governance/quorum";
import { approversReady } from "../../governance/ready";
import { assess, byVerdicts, CLASSES, worst } from "../../governance/risk";
import { sshsig } from "../../governance/ssh/sshsig";
import { digest } from "../../preview/canonical";
import { ROOT } from "../stack";
import { APPROVERS, KEYS, previewed } from "./case";

const read = (text: string) => readApprovers(text, sshsig);

describe("governance/approvers.yaml", () => {
    test("of this repository asks more of mainnet than of testnet, and lets nobody in before somebody has a key", () => {
        const { people, stacks } = read(readFileSync(join(ROOT, "governance/approvers.yaml"), "utf8"));
        expect(Object.keys(stacks).sort()).toEqual(["mainnet", "testnet"]);
        expect(stacks.mainnet?.risks.critical).toEqual({
            people: 3,
            roles: { operator: 1, security: 1 },
            timelock: 24,
        });
        expect(people.flatMap(({ keys }) => keys)).toEqual([]);
        for (const risk of CLASSES)
            expect(stacks.mainnet?.risks[risk].people).toBeGreaterThanOrEqual(stacks.testnet?.risks[risk].people ?? 99);
    });

    const wrong: [string, (text: string) => string, RegExp][] = [
        [
            "one key for two people",
            (text) => text.replace(KEYS.bob.line, KEYS.alice.line),
            /has the key ssh-ed25519 .* twice/,
        ],
        [
            "one address for two people, in another case",
            (text) => text.replace("bob@example.com", "Alice@Example.com"),
            /has the address alice@example\.com twice/,
        ],
        [
            "an address of a machine for a person",
            (text) => text.replace("noreply@github.com", "bob@example.com"),
            /has the address bob@example\.com twice/,
        ],
        ["one name for two people", (text) => text.replace("name: bob", "name: alice"), /has the name alice twice/],
        ["one key twice for one person", (text) => text.replace(KEYS.alice2.line, KEYS.alice.line), /twice/],
        ["a key that is none", (text) => text.replace(KEYS.bob.line, "ssh-ed25519 AAAA"), /has a key of bob that/],
        [
            "more places than people",
            (text) => text.replace("people: 2, roles", "people: 1, roles"),
            /wants 2 places by role/,
        ],
        [
            "less for more risk",
            (text) =>
                text
                    .replace("critical: { people: 3,", "critical: { people: 2,")
                    .replace("people: 2, roles", "people: 3, roles"),
            /asks less for critical than for medium/,
        ],
        [
            "nobody at all",
            (text) => text.replace("people: 1 }", "people: 0 }"),
            /is wrong at stacks\.mainnet\.risks\.low\.people/,
        ],
        ["a class left out", (text) => text.replace("            low: { people: 1 }\n", ""), /risks\.low/],
        [
            "a week to apply it in",
            (text) => text.replace("window: 48", "window: 168"),
            /is wrong at stacks\.mainnet\.window/,
        ],
        [
            "a word too many",
            (text) => text.replace("window: 48", "window: 48\n        quorum: 0"),
            /is wrong at stacks\.mainnet/,
        ],
        ["a key of YAML twice", (text) => `${text}people: []\n`, /is not YAML/],
        ["nothing", () => "", /is wrong at its top/],
    ];
    test.each(wrong)("is refused with %s", (_, change, why) => {
        expect(change(APPROVERS)).not.toBe(APPROVERS);
        expect(() => read(change(APPROVERS))).toThrow(why);
    });
});

describe("places by role", () => {
    const person = (name: string, ...roles: string[]) => ({ name, roles, emails: [`${name}@example.com`], keys: [] });
    const both = { people: 2, roles: { operator: 1, security: 1 }, timelock: 0 };

    test.each([
        ["two who have one role each", [person("a", "operator"), person("b", "security")], undefined],
        ["one who could sit in either seat", [person("a", "operator", "security"), person("b", "operator")], undefined],
        ["the other way round", [person("a", "operator"), person("b", "operator", "security")], undefined],
        ["one who has both, and one who has none", [person("a", "operator", "security"), person("b")], "1 more person"],
        ["one alone who has both", [person("a", "operator", "security")], "1 more person"],
        ["many of one role", [person("a", "operator"), person("b", "operator"), person("c", "operator")], "security"],
    ])("%s", (_, people, short) => {
        const found = missing(people, both);
        if (short === undefined) expect(found).toBeUndefined();
        else expect(found).toContain(short);
    });

    test("are filled whatever the order", () => {
        const people = [person("a", "x", "y"), person("b", "x", "z"), person("c", "y")];
        const wanted = { people: 3, roles: { x: 1, y: 1, z: 1 }, timelock: 0 };
        for (const order of [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ])
            expect(
                missing(
                    order.flatMap((index) => people[index] ?? []),
                    wanted,
                ),
            ).toBeUndefined();
    });
});

describe("risk", () => {
    const judged = (changes: object) => {
        const files = previewed();
        const file = {
            schema: "slipway.risk/v1",
            plan: digest(files["plan.json"] ?? ""),
            approvals: { people: 2, roles: ["operator"] },
            classes: {
                images: { title: "Images", approvals: { people: 2, roles: ["operator"] } },
                other: { title: "Everything else", approvals: { people: 1, roles: ["operator"] } },
            },
            ...changes,
        };
        return assess({ ...files, "risk.json": JSON.stringify(file) });
    };

    test("is what the gravest class of changes asks for", () => {
        expect(judged({})).toEqual({ class: "medium", because: ['changes of the class "Images"'] });
        expect(judged({ approvals: { people: 1 } }).class).toBe("low");
        expect(judged({ approvals: { people: 3 } }).class).toBe("critical");
    });

    test("is critical where nothing judges the changes of this plan", () => {
        expect(assess(previewed()).class).toBe("critical");
        for (const wrong of [
            { plan: digest("another") },
            { schema: "slipway.risk/v2" },
            { approvals: { people: 0 } },
            { approvals: null },
        ])
            expect(judged(wrong)).toMatchObject({ class: "critical", because: [expect.stringMatching(/^no file/)] });
    });

    test("is raised by what the policies found, or could not judge", () => {
        const files = previewed();
        const verdicts = JSON.parse(files["verdicts.json"] ?? "");
        const at = (severity: string) => {
            const found = { rule: "X-01", verdict: "undetermined", severity, urn: "urn:a" };
            return byVerdicts({ "verdicts.json": JSON.stringify({ ...verdicts, verdicts: [found] }) });
        };
        expect(byVerdicts(files)).toEqual({ class: "low", because: [] });
        expect(at("medium")).toEqual({ class: "medium", because: ["X-01 is undetermined at urn:a"] });
        expect(at("high").class).toBe("critical");
    });

    test("is the highest of all, with all that speaks for it", () => {
        const low = { class: "low" as const, because: ["a"] };
        const medium = { class: "medium" as const, because: ["b"] };
        expect(worst([low, medium, low])).toEqual(medium);
        expect(worst([medium, medium]).because).toEqual(["b", "b"]);
        expect(worst([])).toMatchObject({ class: "critical" });
    });
});

describe("what approvers still lack", () => {
    const RECEIPTS = `receipts: ["${KEYS.mallory.line}"]\n`;
    const lacking = (text: string, of = "mainnet") =>
        approversReady(text, of, sshsig).items.map(({ what, detail = "" }) => `${what} ${detail}`);

    test("is nothing once there is a key for receipts and everybody has one", () => {
        expect(lacking(APPROVERS + RECEIPTS)).toEqual([]);
        expect(lacking(APPROVERS)).toEqual([expect.stringMatching(/^receipts holds no key/)]);
    });

    test("is each class of risk that too few people with keys could approve", () => {
        const keyless = APPROVERS.replace(`"${KEYS.bob.line}"`, "").replace(`"${KEYS.carol.line}"`, "");
        expect(lacking(keyless.replace(`"${KEYS.author.line}"`, "") + RECEIPTS)).toEqual([
            "stacks.mainnet.risks.medium needs the key of 1 more person, among them security",
            "stacks.mainnet.risks.critical needs the key of 2 more people, among them security",
        ]);
    });

    test("is what is wrong with the file; and nothing for a stack that it does not name", () => {
        expect(lacking("people: 1")).toEqual([expect.stringMatching(/approvers\.yaml is wrong at people/)]);
        expect(lacking(APPROVERS, "testnet")).toEqual([]);
    });

    test("is said of this repository, whose people are examples", () => {
        const text = readFileSync(join(ROOT, "governance/approvers.yaml"), "utf8");
        expect(lacking(text).map((line) => line.split(" ")[0])).toEqual([
            "receipts",
            ...CLASSES.map((risk) => `stacks.mainnet.risks.${risk}`),
        ]);
    });
});
