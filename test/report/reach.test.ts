import { describe, expect, test } from "vitest";
import { reaching } from "../../preview/report/facts/reach";
import { renderHtml } from "../../preview/report/html";
import { renderMarkdown } from "../../preview/report/markdown";
import { report } from "../../preview/report/report";
import { HERE, plan, pod, policy, provider } from "../reach/plans";
import { stack } from "../stack";
import { digest } from "./planner";

const labels = (app: string) => ({ podSelector: { matchLabels: { app } } });
const closed = (namespace: string, at = HERE) =>
    policy(`${namespace}/closed`, { podSelector: {}, policyTypes: ["Ingress", "Egress"] }, { at });

/** Lets the first app open connections to the second, both of one namespace. */
const path = (from: string, to: string, at = HERE) => [
    policy(
        `shop/${from}-to-${to}`,
        { ...labels(from), policyTypes: ["Egress"], egress: [{ to: [labels(to)], ports: [{ port: 80 }] }] },
        { at },
    ),
    policy(
        `shop/${to}-from-${from}`,
        { ...labels(to), policyTypes: ["Ingress"], ingress: [{ from: [labels(from)], ports: [{ port: 80 }] }] },
        { at },
    ),
];
const published = (app: string, at = HERE) =>
    policy(
        `shop/${app}-published`,
        { ...labels(app), policyTypes: ["Ingress"], ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] },
        { at },
    );
const pods = (at = HERE) => ["web", "api", "signer", "cold"].map((app) => pod(`shop/${app}`, { app }, [], at));

const shop = plan(
    pods(),
    closed("shop"),
    published("web"),
    path("web", "api"),
    path("api", "signer"),
    path("cold", "signer"),
);

describe("who can reach whom, in the report", () => {
    test("stands at the fewest connections from the internet, or at none", () => {
        const { steps, never, open } = reaching(shop);
        expect(steps).toEqual([["shop/web"], ["shop/api"], ["shop/signer"]]);
        expect(never).toEqual(["shop/cold"]);
        expect(open).toEqual([]);
    });

    test("is told once for all clusters, and what holds in some of them says so", () => {
        const there = provider("there");
        const both = plan(
            [HERE, there].flatMap((at) => [...pods(at), closed("shop", at), ...path("web", "api", at)]),
            path("api", "signer", there),
        );
        expect(reaching(both).ties.map(({ from, to, ports, only }) => [from, to, ports, only.length])).toEqual([
            ["shop/api", "shop/signer", ["TCP 80"], 1],
            ["shop/web", "shop/api", ["TCP 80"], 0],
        ]);
    });

    test("names what no policy guards once, not with everybody it could reach", () => {
        const { open, ties } = reaching(plan(pods(), pod("else/where", {}), closed("shop")));
        expect(open).toEqual(["else/where"]);
        expect(ties).toEqual([]);
    });

    test("says the same on the page and in the comment", () => {
        const facts = report(shop, [], { digest });
        expect(renderMarkdown(facts)).toContain("no chain leads from the internet to `shop/cold`");
        expect(renderHtml(facts)).toContain("shop/api reaches shop/signer: TCP 80");
    });

    test("draws mainnet with a dot for each pair", async () => {
        const { plan: mainnet } = await stack("mainnet");
        const { ties, steps } = reaching(mainnet);
        const page = renderHtml(report(mainnet, [], { digest }));
        const section = page.slice(page.indexOf('<section id="reach"'), page.indexOf('<section id="map"'));
        // A rectangle for each pair and for each box of the ladder, the internet's included.
        expect(section.split("<rect ").length - 1).toBe(ties.length + steps.flat().length + 1);
    });
});
