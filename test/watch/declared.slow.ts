import { describe, expect, test } from "vitest";
import { judge } from "./promtool";
import { alertsOf, declared } from "./rules";

describe.each(["testnet", "mainnet"])("the rules of %s", (network) => {
    test("fire and stay silent as the cases of each alert say", async () => {
        const rules = await declared(network);
        const alerts = await alertsOf(network);
        expect(alerts.map(({ name }) => name).sort()).toEqual(
            rules.flatMap((rule) => ("alert" in rule ? [rule.alert] : [])).sort(),
        );
        expect(judge(alerts, rules)).toBe("");
    });
});
