import { describe, expect, test } from "vitest";
import { ruleGroups } from "../../components/watch/rule";
import { LIBRARY } from "./library";
import { missing } from "./programs";
import { judge } from "./promtool";

describe.skipIf(missing("promtool"))("the cases of every alert", () => {
    test.each(Object.entries(LIBRARY))("hold for %s", (_, alerts) => {
        const rules = ruleGroups(alerts, { runbooks: "https://example.com" }).flatMap((group) => group.rules);
        expect(judge(alerts, rules)).toBe("");
    });
});
