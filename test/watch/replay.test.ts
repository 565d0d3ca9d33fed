import { expect, test } from "vitest";
import { ruleGroups } from "../../components/watch/rule";
import { ALERTS } from "./library";
import { replayedGroups, valueAt } from "./replay";

test.each([
    ["0+2x3", [0, 2, 4, 6, 8]],
    ["5-1x3", [5, 4, 3, 2, 1]],
    ["1x1 0x9", [1, 1, 0, 0, 0]],
    ["_x2 1+1x9", [undefined, undefined, 1, 2, 3]],
    ["3 _ 0.5x2", [3, undefined, 0.5, 0.5, 0.5]],
    ["9e18x1 _x1", [9e18, 9e18, undefined, undefined, undefined]],
])("%s is read as promtool reads it, and goes on as it ends", (notation, values) => {
    expect(values.map((_, at) => valueAt(notation, at))).toEqual(values);
});

test("what is no notation is refused", () => {
    expect(() => valueAt("1*x3", 0)).toThrow("1*x3 is not promtool's notation");
});

test("a replayed rule looks at the series of its own case alone, in the pace of the replay", () => {
    const rules = ruleGroups(ALERTS, { runbooks: "https://example.com" }).flatMap((group) => group.rules);
    const one = (name: string) => {
        const [group] = replayedGroups(
            ALERTS.filter((alert) => alert.name === name),
            rules,
            () => "lab",
        );
        return group?.rules as { expr: string; for?: string }[];
    };
    expect(one("BlockProductionStopped")).toMatchObject([
        {
            expr: 'max by(chain_id) (changes(cometbft_consensus_height{case="BlockProductionStopped"}[8000ms])) == 0',
            for: "2000ms",
            labels: { severity: "critical", cluster: "lab" },
        },
    ]);
    expect(one("Watchdog")).toMatchObject([{ expr: "vector(1)" }]);
    const objective = one("ExecutorSuccessBurnsInHours");
    expect(objective).toHaveLength(3);
    for (const { expr } of objective) expect(expr).toContain('{case="ExecutorSuccessBurnsInHours"');
});
