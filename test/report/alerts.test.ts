import { describe, expect, test } from "vitest";
import { alerts } from "../../preview/report/facts/alerts";
import { receiversOf } from "../../preview/report/facts/routes";
import { renderHtml } from "../../preview/report/html";
import { report } from "../../preview/report/report";
import { stack } from "../stack";
import { digest } from "./planner";

const labels = (all: Record<string, string>) => new Map(Object.entries(all));

describe("who is told of an alert", () => {
    const leaf = (receiver: string, matchers: string[], more: object = {}) => ({ receiver, matchers, ...more });

    test.each<[string, object, Record<string, string>, string[]]>([
        ["the root, where no route matches", { receiver: "root", routes: [leaf("a", ['x="1"'])] }, {}, ["root"]],
        ["the first route that matches", { receiver: "root", routes: [leaf("a", []), leaf("b", [])] }, {}, ["a"]],
        [
            "the next ones too, where it says so",
            { receiver: "root", routes: [leaf("a", [], { continue: true }), leaf("b", []), leaf("c", [])] },
            {},
            ["a", "b"],
        ],
        [
            "children before their parent",
            { receiver: "root", routes: [leaf("a", [], { routes: [leaf("b", ["severity=critical"])] })] },
            { severity: "critical" },
            ["b"],
        ],
        ["by a pattern", { receiver: "root", routes: [leaf("a", ['s=~"web|api"'])] }, { s: "api" }, ["a"]],
        ["by all of a pattern", { receiver: "root", routes: [leaf("a", ['s=~"web"'])] }, { s: "webs" }, ["root"]],
        ["by what it is not", { receiver: "root", routes: [leaf("a", ['s!="web"', 's!~"a.*"'])] }, { s: "b" }, ["a"]],
    ])("is %s", (_, route, given, expected) => {
        expect(receiversOf(route as Parameters<typeof receiversOf>[0], labels(given))).toEqual(expected);
    });
});

test("each alert of mainnet has a severity, a runbook and somebody who is told", async () => {
    const { plan } = await stack("mainnet");
    const found = alerts(plan.resources);
    expect(found.length).toBeGreaterThan(50);
    const names = found.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const bare = found.filter(
        ({ severity, runbook, told }) => !severity || !runbook || !told || told.includes("nobody"),
    );
    expect(bare.map(({ name }) => name)).toEqual([]);
    expect(found.find(({ name }) => name === "BlockProductionStopped")?.told).toContain("oncall");
    expect(found.find(({ service }) => service === "ibc")?.told).not.toContain("oncall");
    expect(renderHtml(report(plan, [], { digest }))).toContain("<code>BlockProductionStopped</code>");
});
