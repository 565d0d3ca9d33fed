import { describe, expect, test } from "vitest";
import { ruleGroups } from "../../components/watch/rule";
import { LIBRARY } from "./library";
import { judge } from "./promtool";

describe("the cases of every alert", () => {
    test.each(Object.entries(LIBRARY))("hold for %s", (_, alerts) => {
        const rules = ruleGroups(alerts, { runbooks: "https://example.com" }).flatMap((group) => group.rules);
        expect(judge(alerts, rules)).toBe("");
    });
});
