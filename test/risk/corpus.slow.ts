import { beforeAll, describe, expect, test } from "vitest";
import { changes } from "../../preview/changes/changes";
import { costOf } from "../../preview/cost/cost";
import type { Plan } from "../../preview/plan";
import type { Risk } from "../../preview/risk/model";
import { riskOf } from "../../preview/risk/risk";
import { judgePlan } from "../../preview/verdicts";
import { type Planted, planted } from "./corpus";
import { Edit } from "./edit";
import { mainnetWithOneSystem } from "./part";

let mainnet: Plan;

beforeAll(async () => {
    mainnet = await mainnetWithOneSystem();
}, 60_000);

function planted_(one: Planted): { before: Plan; after: Plan; risk: Risk } {
    const start = new Edit(mainnet);
    one.was?.(start);
    const before = start.done();
    const edit = new Edit(before);
    one.change(edit);
    const after = edit.done();
    const judged = one.class === "policy" ? [before, after].map((plan) => judgePlan(plan, "").verdicts) : [];
    const verdicts = { ...(judged[0] && { before: judged[0] }), after: judged[1] ?? [] };
    const cost = costOf(after, before);
    const found = changes(before, after);
    return {
        before,
        after,
        risk: riskOf({ name: "before", before, after, changes: found, cost, verdicts, notes: [] }),
    };
}

describe("a change of mainnet", () => {
    test.each(planted.map((one) => [one.class, one.title, one] as const))("%s: %s", (of, _, one) => {
        const { risk } = planted_(one);
        const lines = risk.lines.filter((line) => line.class === of && one.says.test(line.says));
        const told = risk.lines.map(
            (line) => `${line.class}: ${line.name} ${line.says} at ${line.path} (${line.fact})`,
        );
        expect(
            lines.map(({ says }) => says),
            told.join("\n"),
        ).not.toEqual([]);
        if (one.fact) expect(lines.map(({ fact }) => fact).join("\n")).toMatch(one.fact);
        for (const { why, undo, name } of lines) expect([why, undo, name].every((text) => text.length > 3)).toBe(true);
    });
});
