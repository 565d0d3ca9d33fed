import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Verdict } from "../../policies/rule";
import { changes } from "../../preview/changes/changes";
import { costOf } from "../../preview/cost/cost";
import { preview } from "../../preview/preview";
import { riskOf } from "../../preview/risk/risk";
import { folder } from "../preview/folder";
import { planOf } from "../report/planner";

const plan = planOf("gcp:storage/bucket:Bucket", { name: "logs" });
const [bucket] = plan.resources;

const finding: Verdict = {
    rule: "GCP-04",
    verdict: "violation",
    severity: "high",
    level: "mandatory",
    urn: bucket?.urn ?? "",
    path: "uniformBucketLevelAccess",
    found: "nothing",
    wanted: "true",
};
const answer = { reason: "the exporter needs it", owner: "ops", ticket: "OPS-7", expires: "2026-12-24" };
const waived: Verdict = { ...finding, level: "advisory", excepted: answer };
const longer: Verdict = { ...waived, excepted: { ...answer, expires: "2027-01-24" } };

const lines = (before: Verdict[], after: Verdict[]) =>
    riskOf({
        name: "before",
        before: plan,
        after: plan,
        changes: changes(plan, plan),
        cost: costOf(plan, plan),
        verdicts: { before, after },
        notes: [],
    }).lines.map(({ class: kind, says, fact }) => [kind, says, fact]);

test.each<[string, Verdict[], Verdict[], string, RegExp]>([
    ["of an old breach", [finding], [waived], "is excepted from a rule, and was not", /^GCP-04/],
    ["that comes with its breach", [], [waived], "is excepted from a rule, and was not", /^GCP-04/],
    [
        "that ends later",
        [waived],
        [longer],
        "is excepted from a rule otherwise than before",
        /12-24 by.* becomes .*01-24/,
    ],
    [
        "that is gone",
        [waived],
        [finding],
        "is no longer excepted from a rule",
        /was excepted until 2026-12-24 by ops, OPS-7/,
    ],
    ["that is gone with its breach", [waived], [], "no longer breaks a rule", /^GCP-04/],
])("an exception %s is a line of its own", (_, before, after, says, fact) => {
    expect(lines(before, after)).toEqual([["policy", says, expect.stringMatching(fact)]]);
});

test("an exception that stays as it is needs no line", () => {
    expect(lines([waived], [waived])).toEqual([]);
});

test("the baseline is judged under its own exceptions, so that a new one cannot hide what it excepts", async () => {
    const directory = folder();
    symlinkSync(join(__dirname, "../../node_modules"), join(directory, "node_modules"));
    writeFileSync(join(directory, "Pulumi.yaml"), "name: shop\nruntime: nodejs\nmain: index.ts\n");
    writeFileSync(join(directory, "Pulumi.dev.yaml"), "");
    const program = 'import * as gcp from "@pulumi/gcp"; new gcp.storage.Bucket("logs", { location: "EU" });';
    writeFileSync(join(directory, "index.ts"), program);
    const options = { directory, stack: "dev" };
    const bare = await preview(options);
    const [broken] = bare.verdicts.verdicts.filter(
        ({ verdict, severity }) => verdict === "violation" && severity !== "critical",
    );
    if (!broken) throw new Error("the bucket breaks no rule");
    const { rule, urn } = broken;
    const exceptions = { never: {}, exceptions: [{ rule, resource: urn, ...answer }] };
    const allowance = { exceptions, file: "exceptions.yaml", today: "2026-11-21" };
    const told = async (then: object) => {
        const against = { name: "then", plan: bare.plan, exceptions: then as typeof exceptions };
        const { report } = await preview({ ...options, allowance, against });
        return report.risk.lines.filter(({ says }) => says.includes("excepted")).length;
    };
    expect(await told({ never: {}, exceptions: [] })).toBeGreaterThan(0);
    expect(await told(exceptions)).toBe(0);
});
