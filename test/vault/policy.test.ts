import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderPolicy, vaultPath } from "../../components/ground/vault-policy";
import { readPolicy } from "./hcl";

const OWN_TOKEN = ["auth/token/lookup-self", "auth/token/revoke-self"];
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const path = fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));

describe("the policy of a workload", () => {
    test("says what the table says, and lets a token look at itself and give itself back", () => {
        const table = fc.uniqueArray(
            fc.record({ path, capabilities: fc.constantFrom<("read" | "update")[]>(["read"], ["update"]) }),
            { selector: (rule) => rule.path, maxLength: 8 },
        );
        fc.assert(
            fc.property(table, (rules) => {
                const grants = readPolicy(renderPolicy("one", rules));
                expect([...grants.keys()].sort()).toEqual([...OWN_TOKEN, ...rules.map((rule) => rule.path)].sort());
                for (const rule of rules) expect(grants.get(rule.path)).toEqual(rule.capabilities);
            }),
        );
    });

    test("does not depend on the table's order", () => {
        const rules = ["b", "a", "c"].map((name) => ({ path: name, capabilities: ["read"] as const }));
        expect(renderPolicy("one", rules)).toBe(renderPolicy("one", [...rules].reverse()));
    });

    test("grants a path once", () => {
        const rule = { path: "kv/data/a", capabilities: ["read"] as const };
        expect(() => renderPolicy("one", [rule, rule])).toThrow("one grants kv/data/a twice; name it once");
    });

    test.each([
        "*",
        "kv/*",
        "kv/+/a",
        "kv/data/{{identity.entity.id}}",
        "../sys",
        "kv//a",
        "/kv",
        "kv/",
        "",
        'a"b',
        "a\nb",
    ])("is refused with the path %j, which could mean another", (wrong) => {
        expect(() => vaultPath("one", wrong)).toThrow("name each thing in full, without wildcards");
        expect(() => renderPolicy("one", [{ path: wrong, capabilities: ["read"] }])).toThrow("without wildcards");
    });
});

describe("the reader of policies", () => {
    test.each([
        'path "a" { capabilities = ["read"] } path "a" { capabilities = ["read"] }',
        'path "a" { capabilities = ["root"] }',
        'path "a" { capabilities = [] }',
        'path "a" { policy = "write" }',
        'path "a" { capabilities = ["read"] ',
        'path a { capabilities = ["read"] }',
        '# everything\npath "*" { capabilities = ["sudo"] }',
    ])("refuses %j", (text) => {
        expect(() => readPolicy(text)).toThrow();
    });
});
