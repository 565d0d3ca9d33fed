import { expect, test } from "vitest";
import { rules } from "../../policies/rules";
import { renderMarkdown } from "../../preview/report/markdown";
import { report } from "../../preview/report/report";
import { renderSummary } from "../../preview/report/summary";
import { judgePlan } from "../../preview/verdicts";
import { stack } from "../stack";

const KEY = "gcp:kms/cryptoKey:CryptoKey";
const LEVEL = "custom.cloudkmsAllowedProtectionLevel";

test("what an organisation would refuse is told of mainnet in a few lines, and stops nothing", async () => {
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
    const head = comment.findIndex((line) => line.startsWith("- **low**, advisory: `ORG-01`") && line.includes(LEVEL));
    expect(comment[head + 1]).toMatch(/^ {2}- `[\w-]+`, `[\w-]+`.* at `versionTemplate\.protectionLevel`: found /);
    expect(comment[head + 2]).toMatch(/^- |^$/);
});
