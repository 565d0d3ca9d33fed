import { describe, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import { constraints, organisation } from "../../policies/organisation";
import { sentence, together } from "../../policies/together";
import { sample } from "./sample";

const KEY = "gcp:kms/cryptoKey:CryptoKey";

const keys = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
        ...sample(KEY, { purpose: "ASYMMETRIC_SIGN", versionTemplate: { protectionLevel: "HSM" } }),
        urn: `urn:pulumi:demo::app::${KEY}::key-${index}`,
    }));

describe("what an organisation would refuse", () => {
    test("is one sentence of 36 keys, which names them", () => {
        const told = together(judge(keys(36), organisation));
        expect(told.map(({ others }) => others.length)).toEqual([35]);
        const [text = ""] = told.map(sentence);
        expect(text).toMatch(
            /^versionTemplate\.protectionLevel: "HSM", which custom\.cloudkmsAllowedProtectionLevel denies; use an exception/,
        );
        expect(text).toMatch(/; the same of key-1, .*, key-35$/);
    });

    test("says of two keys that differ what is wrong with each", () => {
        const [first, second] = keys(2);
        const other = { ...second, props: { purpose: "MAC", versionTemplate: { protectionLevel: "EXTERNAL" } } };
        expect(together(judge([first, other] as never, organisation)).length).toBe(2);
    });

    test("covers the constraints of the hardened set, each by one row or more, and names none twice for a type", () => {
        const names = new Set(constraints.flatMap(({ ids }) => ids));
        expect(names.size).toBeGreaterThanOrEqual(25);
        for (const id of names) expect(id).toMatch(/^(custom|compute|container|gcp|iam|sql|storage)\.[\w.]+$/);
    });
});
