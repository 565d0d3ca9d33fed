import { describe, expect, test } from "vitest";
import type { Json } from "../../preview/plan";
import { reach } from "../../preview/reach/reach";
import { HERE, plan, pod, policy, ports, resource, UNKNOWN } from "./plans";

const byName = (spec: Json) =>
    resource(
        "kubernetes:networking.gke.io/v1alpha1:FQDNNetworkPolicy",
        "hosts",
        { metadata: { namespace: "shop", name: "hosts" }, spec },
        { provider: HERE },
    );

const to = (...matches: Json[]) => ({
    podSelector: { matchLabels: { app: "bot" } },
    egress: [{ matches, ports: [{ protocol: "TCP", port: 443 }] }],
});

const closed = [
    pod("shop/bot", { app: "bot" }),
    pod("shop/web", { app: "web" }),
    policy("shop/closed", { podSelector: {}, policyTypes: ["Ingress", "Egress"] }),
];

const found = (...policies: ReturnType<typeof policy>[]) => reach(plan(...closed, ...policies));

describe("a policy by names", () => {
    const answers = found(byName(to({ name: "rpc.example.com" }, { pattern: "*.example.org" })));

    test("leads to the internet for certain, to each of its hosts alone", () => {
        const ways = answers.between("bot", "internet");
        expect(ways.map(({ host, undetermined }) => [host, undetermined])).toEqual([
            ["rpc.example.com", undefined],
            ["*.example.org", undefined],
        ]);
        expect(new Set(ports(ways))).toEqual(new Set(["TCP 443"]));
    });

    test("says of an address on the internet that only DNS knows, and opens none inside", () => {
        const [way] = answers.between("bot", "1.1.1.1");
        expect(way?.undetermined).toContainEqual("rpc.example.com has the addresses that its DNS gives");
        expect(answers.between("bot", "10.1.2.3")).toEqual([]);
        expect(answers.between("bot", "web")).toEqual([]);
    });

    test("lets nobody in, and nobody else out", () => {
        expect(answers.between("internet", "bot")).toEqual([]);
        expect(answers.between("web", "internet")).toEqual([]);
    });

    test("adds nothing to one that allows the whole internet", () => {
        const everywhere = {
            podSelector: {},
            policyTypes: ["Egress"],
            egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }, { ipBlock: { cidr: "::/0" } }] }],
        };
        const ways = found(byName(to({ name: "rpc.example.com" })), policy("shop/out", everywhere)).between(
            "bot",
            "internet",
        );
        expect(ways.some(({ host }) => host !== undefined)).toBe(false);
    });

    test("leaves open what it does not say yet", () => {
        const ways = found(byName(to({ name: UNKNOWN }))).between("bot", "internet");
        expect(ways.length).toBeGreaterThan(0);
        expect(ways.every(({ undetermined }) => undetermined !== undefined)).toBe(true);
    });
});
