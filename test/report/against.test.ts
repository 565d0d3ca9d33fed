import { describe, expect, test } from "vitest";
import type { Plan } from "../../preview/plan";
import { reaching } from "../../preview/report/facts/reach";
import { renderHtml } from "../../preview/report/html";
import { report } from "../../preview/report/report";
import { HERE, plan, pod, policy } from "../reach/plans";
import { digest, Planner } from "./planner";

const compared = (before: Plan, after: Plan) =>
    report(after, [], { digest, against: { name: "before", plan: before } });

describe("the map against a baseline", () => {
    const database = (planner: Planner, name: string, tier: string, region = "europe-west1") =>
        planner.add("gcp:sql/databaseInstance:DatabaseInstance", name, { name, region, settings: { tier } });
    const made = (declare: (planner: Planner) => void) => {
        const planner = new Planner();
        declare(planner);
        return planner.plan();
    };
    const before = made((planner) => {
        database(planner, "kept", "small");
        database(planner, "grown", "small");
        database(planner, "moved", "small");
        database(planner, "left", "small", "asia-east1");
    });
    const after = made((planner) => {
        database(planner, "kept", "small");
        database(planner, "grown", "large");
        database(planner, "moved", "small", "europe-west4");
        database(planner, "added", "small");
    });

    test("marks what is new, changed and replaced, and nothing else", () => {
        const { moved, resources } = compared(before, after);
        const marks = [...moved.marks].map(([id, mark]) => [resources[id]?.name, mark]);
        expect(Object.fromEntries(marks)).toEqual({ added: "new", grown: "changed", moved: "replaced" });
    });

    test("keeps what is gone where it stood, also in a region that nothing is left in", () => {
        const made = compared(before, after);
        expect(made.moved.gone).toEqual([
            { place: "asia-east1", name: "left", type: "gcp:sql/databaseInstance:DatabaseInstance" },
        ]);
        const [, map = ""] = renderHtml(made).split('<section id="map"');
        expect(map).toContain("<h3>asia-east1</h3>");
        expect(map).toContain('<del class="n">left</del>');
    });

    test("marks nothing without a baseline", () => {
        const alone = report(after, [], { digest });
        expect(alone.moved).toEqual({ marks: new Map(), gone: [] });
        expect(renderHtml(alone)).not.toContain('<p class="legend"><span class="k was');
    });
});

describe("who can reach whom, against a baseline", () => {
    const app = (name: string) => ({ podSelector: { matchLabels: { app: name } } });
    const pods = ["web", "api", "store"].map((name) => pod(`shop/${name}`, { app: name }, [], HERE));
    const closed = policy("shop/closed", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    const way = (from: string, to: string, port: number) => [
        policy(`shop/${from}-${to}`, {
            ...app(from),
            policyTypes: ["Egress"],
            egress: [{ to: [app(to)], ports: [{ port }] }],
        }),
        policy(`shop/${to}-${from}`, {
            ...app(to),
            policyTypes: ["Ingress"],
            ingress: [{ from: [app(from)], ports: [{ port }] }],
        }),
    ];
    const before = plan(pods, closed, way("web", "api", 80), way("api", "store", 5432), way("store", "web", 9000));
    const after = plan(pods, closed, way("web", "api", 80), way("api", "store", 5433), way("web", "store", 5433));

    test("says which ways are new, by other ports, or no longer there", () => {
        const { ties, gone } = reaching(after, before);
        const told = [...ties, ...gone].map(({ from, to, change }) => [`${from} ${to}`, change]);
        expect(Object.fromEntries(told)).toEqual({
            "shop/web shop/api": null,
            "shop/api shop/store": "other ports",
            "shop/web shop/store": "new",
            "shop/store shop/web": "gone",
        });
    });

    test("draws them apart", () => {
        const page = renderHtml(compared(before, after));
        expect(page).toContain("shop/web now reaches shop/store: TCP 5433");
        expect(page).toContain("shop/store no longer reaches shop/web: TCP 9000");
        expect(page).toMatch(/<rect class="gone"/);
        expect(page).toMatch(/<rect class="new"/);
    });
});
