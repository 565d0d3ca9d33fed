import { describe, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import { constraints, organisation } from "../../policies/organisation";
import { rules } from "../../policies/rules";
import { sentence, together } from "../../policies/together";
import { renderMarkdown } from "../../preview/report/markdown";
import { report } from "../../preview/report/report";
import { renderSummary } from "../../preview/report/summary";
import { judgePlan } from "../../preview/verdicts";
import { stack } from "../stack";
import { sample } from "./sample";

const KEY = "gcp:kms/cryptoKey:CryptoKey";
const LEVEL = "custom.cloudkmsAllowedProtectionLevel";

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

    test("is told of mainnet in a few lines, and stops nothing", async () => {
        const { plan } = await stack("mainnet");
        const judged = judgePlan(plan, "0");
        expect(judged.blocked).toBe(false);
        const found = judged.verdicts.filter(({ rule }) => rule === "ORG-01");
        expect(found.filter(({ about }) => about === LEVEL).length).toBe(
            plan.resources.filter(({ type }) => type === KEY).length,
        );
        const made = report(plan, judged.verdicts, { digest: "0", rules });
        const lines = renderSummary(made).split("\n");
        expect(lines.filter((line) => line.includes("ORG-01")).length).toBeLessThanOrEqual(8);
        expect(lines.filter((line) => line.includes(LEVEL)).length).toBe(1);
        const comment = renderMarkdown(made).split("\n");
        const head = comment.findIndex(
            (line) => line.startsWith("- **low**, advisory: `ORG-01`") && line.includes(LEVEL),
        );
        expect(comment[head + 1]).toMatch(/^ {2}- `[\w-]+`, `[\w-]+`.* at `versionTemplate\.protectionLevel`: found /);
        expect(comment[head + 2]).toMatch(/^- |^$/);
    });
});
