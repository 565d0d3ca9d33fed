import { describe, expect, test } from "vitest";
import { mayLeave, onlyPeers } from "../../policies/ports";
import type { Json } from "../../policies/rule";
import { type Match, matches, pairs } from "../../policies/selector";

const UNKNOWN = { $unknown: true };
const asks = (operator: Json, values?: Json, key: Json = "app") => ({
    matchExpressions: [{ key, operator, ...(values !== undefined && { values }) }],
});

describe("a selector", () => {
    test.each<[string, Json | undefined, Json | undefined, Match]>([
        ["that asks for nothing takes all", {}, { app: "api" }, true],
        ["that is missing takes all", undefined, undefined, true],
        ["that nobody knows", UNKNOWN, { app: "api" }, "open"],
        ["takes a label by name and value", { matchLabels: { app: "api" } }, { app: "api", tier: "x" }, true],
        ["leaves another value", { matchLabels: { app: "api" } }, { app: "web" }, false],
        ["leaves what has no such label", { matchLabels: { app: "api" } }, { tier: "api" }, false],
        ["leaves what has no labels", { matchLabels: { app: "api" } }, undefined, false],
        ["wants all labels that it names", { matchLabels: { app: "api", tier: "x" } }, { app: "api" }, false],
        ["cannot judge labels that nobody knows", { matchLabels: { app: "api" } }, UNKNOWN, "open"],
        ["cannot judge a label that nobody knows", { matchLabels: { app: "api" } }, { app: UNKNOWN }, "open"],
        ["cannot judge by a value that nobody knows", { matchLabels: { app: UNKNOWN } }, { app: "api" }, "open"],
        ["leaves what lacks the label, whatever its value", { matchLabels: { app: UNKNOWN } }, { tier: "x" }, false],
        ["with labels that nobody knows", { matchLabels: UNKNOWN }, { app: "api" }, "open"],
        ["leaves for sure what one demand leaves", { matchLabels: { a: UNKNOWN, b: "1" } }, { a: "1", b: "2" }, false],
        ["stays open where another demand holds", { matchLabels: { a: UNKNOWN, b: "1" } }, { a: "1", b: "1" }, "open"],
        ["takes the word open for a value like others", { matchLabels: { door: "open" } }, { door: "open" }, true],
        ["leaves another value than open", asks("In", ["shut"], "door"), { door: "open" }, false],
        ["In takes one of its values", asks("In", ["api", "web"]), { app: "web" }, true],
        ["In leaves other values", asks("In", ["api", "web"]), { app: "db" }, false],
        ["In leaves what lacks the label", asks("In", ["api"]), {}, false],
        ["In without values takes nothing", asks("In"), { app: "api" }, false],
        ["In takes a known value beside an unknown", asks("In", ["api", UNKNOWN]), { app: "api" }, true],
        ["In cannot judge by an unknown value", asks("In", ["api", UNKNOWN]), { app: "web" }, "open"],
        ["NotIn leaves its values", asks("NotIn", ["api"]), { app: "api" }, false],
        ["NotIn takes other values", asks("NotIn", ["api"]), { app: "web" }, true],
        ["NotIn takes what lacks the label", asks("NotIn", ["api"]), {}, true],
        ["NotIn without values takes all", asks("NotIn"), { app: "api" }, true],
        ["Exists takes any value", asks("Exists"), { app: "api" }, true],
        ["Exists leaves what lacks the label", asks("Exists"), { tier: "x" }, false],
        ["DoesNotExist leaves any value", asks("DoesNotExist"), { app: "api" }, false],
        ["DoesNotExist takes what lacks the label", asks("DoesNotExist"), { tier: "x" }, true],
        ["with an operator that nobody knows", asks(UNKNOWN, ["api"]), { app: "api" }, "open"],
        ["with values that nobody knows", asks("In", UNKNOWN), { app: "api" }, "open"],
        ["with a key that nobody knows", asks("Exists", undefined, UNKNOWN), { app: "api" }, "open"],
        ["with expressions that nobody knows", { matchExpressions: UNKNOWN }, { app: "api" }, "open"],
        ["asks about a label that nobody knows", asks("Exists"), { app: UNKNOWN }, "open"],
        ["wants labels and expressions", { matchLabels: { a: "1" }, ...asks("Exists") }, { a: "1" }, false],
    ])("%s", (_, selector, labels, match) => {
        expect(matches(selector, labels)).toBe(match);
    });

    test("is looked up by the labels that are texts", () => {
        expect(pairs({ matchLabels: { app: "api", tier: UNKNOWN, n: 1 } })).toEqual([["app", "api"]]);
        for (const none of [undefined, {}, UNKNOWN, { matchLabels: ["app"] }, { matchLabels: UNKNOWN }])
            expect(pairs(none)).toEqual([]);
    });
});

describe("a port", () => {
    test.each<[Json | undefined, boolean]>([
        [[{ port: 26656 }], true],
        [[{ port: 26656 }, { port: "30303" }], true],
        [[{ port: 26656 }, { port: 443 }], false],
        [[{}], false],
        [[], false],
        [undefined, false],
        ["26656", false],
    ])("list %j is for peers alone: %s", (ports, peers) => {
        expect(onlyPeers(ports)).toBe(peers);
    });

    test("is read under the name that its kind gives it", () => {
        expect(onlyPeers([{ containerPort: 26656 }], "containerPort")).toBe(true);
        expect(onlyPeers([{ containerPort: 26656 }])).toBe(false);
    });

    test.each<[Json, boolean]>([
        ...([443, "443", 465, 587, 26656, "30303"] as const).map((port): [Json, boolean] => [port, true]),
        ...([80, "8080", 25, 5432, null] as const).map((port): [Json, boolean] => [port, false]),
    ])("%j may leave: %s", (port, may) => {
        expect(mayLeave(port)).toBe(may);
    });
});
