import { describe, expect, test } from "vitest";
import type { Json } from "../../preview/plan";
import { reach } from "../../preview/reach/reach";
import { EVERYTHING, type Inputs, namespace, plan, pod, policy, ports, resource, UNKNOWN } from "./plans";

const API = { matchLabels: { app: "api" } };

const ways = (from: string, to: string, spec: Json, labels: Json = { app: "api" }) =>
    reach(
        plan(
            ...[namespace("shop", { team: "a" }), namespace("bank", { team: UNKNOWN })],
            ...[
                pod("shop/web", { app: "web" }),
                pod("bank/bare", {}),
                pod("shop/api", labels, [{ name: "http", containerPort: UNKNOWN }]),
            ],
            policy("shop/api", spec),
        ),
    ).between(from, to);

const questioned = (all: string[]) => all.map((text) => `${text} ?`);

describe("what is not known before the update", () => {
    test.each<[string, string, string, Json, string[]]>([
        [
            "a port",
            "web",
            "api",
            { podSelector: API, ingress: [{ ports: [{ port: UNKNOWN }, { port: 80 }] }] },
            ["TCP 1-79, 81-65535 ?", "TCP 80"],
        ],
        [
            "the end of a range",
            "web",
            "api",
            { podSelector: API, ingress: [{ ports: [{ port: 9000, endPort: UNKNOWN }] }] },
            ["TCP 9000-65535 ?"],
        ],
        [
            "a protocol",
            "web",
            "api",
            { podSelector: API, ingress: [{ ports: [{ port: 53, protocol: UNKNOWN }] }] },
            ["SCTP 53 ?", "TCP 53 ?", "UDP 53 ?"],
        ],
        [
            "the number of a named port",
            "web",
            "api",
            { podSelector: API, ingress: [{ ports: [{ port: "http" }] }] },
            ["TCP 1-65535 ?"],
        ],
        [
            "a label of a peer",
            "web",
            "api",
            {
                podSelector: API,
                ingress: [{ from: [{ podSelector: { matchLabels: { app: UNKNOWN } } }], ports: [{ port: 80 }] }],
            },
            ["TCP 80 ?"],
        ],
        [
            "a label of a namespace",
            "bank/bare",
            "api",
            {
                podSelector: API,
                ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: "b" } } }], ports: [{ port: 80 }] }],
            },
            ["TCP 80 ?"],
        ],
        [
            "a peer",
            "internet",
            "api",
            { podSelector: API, ingress: [{ from: [UNKNOWN], ports: [{ port: 80 }] }] },
            ["TCP 80 ?"],
        ],
        ["the rules", "web", "api", { podSelector: API, ingress: UNKNOWN }, questioned(EVERYTHING)],
        ["whether there are egress rules", "api", "web", { podSelector: API, egress: UNKNOWN }, questioned(EVERYTHING)],
        ["for which pods the policy is", "web", "api", { podSelector: UNKNOWN }, questioned(EVERYTHING)],
        [
            "in which directions it holds",
            "web",
            "api",
            { podSelector: API, policyTypes: UNKNOWN },
            questioned(EVERYTHING),
        ],
        [
            "a range, which is no pod whatever it is",
            "web",
            "api",
            { podSelector: API, ingress: [{ from: [{ ipBlock: { cidr: UNKNOWN } }] }] },
            [],
        ],
        [
            "a range",
            "10.0.0.0/8",
            "api",
            { podSelector: API, ingress: [{ from: [{ ipBlock: { cidr: UNKNOWN } }], ports: [{ port: 80 }] }] },
            ["TCP 80 ?"],
        ],
        [
            "an exception",
            "10.0.0.0/8",
            "api",
            {
                podSelector: API,
                ingress: [
                    {
                        from: [{ ipBlock: { cidr: "10.0.0.0/9", except: ["10.1.0.0/16", UNKNOWN] } }],
                        ports: [{ port: 80 }],
                    },
                ],
            },
            [
                "TCP 80 at 10.0.0.0/16, 10.2.0.0/15, 10.4.0.0/14, 10.8.0.0/13, 10.16.0.0/12, 10.32.0.0/11, 10.64.0.0/10 ?",
            ],
        ],
        ["everything", "api", "internet", UNKNOWN, questioned(EVERYTHING)],
    ])("%s", (_, from, to, spec, expected) => {
        const found = ways(from, to, spec);
        expect(ports(found)).toEqual(expected);
        for (const { undetermined } of found)
            expect(undetermined ?? ["x: y is not known"]).toContainEqual(expect.stringMatching(/: .* is not known/));
    });

    test("of one range leaves alone another", () => {
        const from = [{ ipBlock: { cidr: "10.0.0.0/9" } }, { ipBlock: { cidr: UNKNOWN } }];
        const found = ways("10.0.0.0/8", "api", { podSelector: API, ingress: [{ from, ports: [{ port: 80 }] }] });
        expect(ports(found)).toEqual(["TCP 80 at 10.0.0.0/9", "TCP 80 at 10.128.0.0/9 ?"]);
    });

    test("leaves alone what does not depend on it", () => {
        const spec = {
            podSelector: API,
            policyTypes: ["Ingress"],
            ingress: [
                {
                    from: [{ podSelector: { matchLabels: { app: "web" } } }, { podSelector: UNKNOWN }],
                    ports: [{ port: 80 }],
                },
            ],
        };
        expect(ports(ways("web", "api", spec))).toEqual(["TCP 80"]);
        expect(ports(ways("internet", "api", spec))).toEqual([]);
        expect(ports(ways("web", "bank/bare", spec))).toEqual(EVERYTHING);
    });

    test("a pod whose labels are not known may be meant or not", () => {
        expect(ports(ways("web", "api", { podSelector: API }, UNKNOWN))).toEqual(questioned(EVERYTHING));
        expect(ports(ways("web", "api", { podSelector: {} }, UNKNOWN))).toEqual([]);
    });

    test("names the place", () => {
        const [way] = ways("web", "api", { podSelector: API, ingress: [{ ports: [{ port: UNKNOWN }] }] });
        expect(way?.undetermined).toEqual([
            "NetworkPolicy shop/api: spec.ingress[0].ports[0].port is not known before the update",
        ]);
    });
});

describe("what the API server would refuse is not taken for a no", () => {
    test.each<[string, Json]>([
        ["a peer that names nobody", { from: [{}] }],
        ["a range that is none", { from: [{ ipBlock: { cidr: "10.0.0/8" } }] }],
        ["a prefix that is too long", { from: [{ ipBlock: { cidr: "10.0.0.0/33" } }] }],
        ["an exception that is no range", { from: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["web"] } }] }],
        ["a port that is none", { ports: [{ port: 70000 }] }],
        ["a number as text", { ports: [{ port: "80" }] }],
        ["a protocol that is none", { ports: [{ port: 80, protocol: "ICMP" }] }],
        ["a range that ends before it begins", { ports: [{ port: 80, endPort: 79 }] }],
        ["an end without a beginning", { ports: [{ endPort: 79 }] }],
        ["a rule that is none", "all"],
    ])("%s", (_, rule) => {
        const found = ways("10.0.0.0/8", "api", { podSelector: API, ingress: [rule] });
        expect(found.length).toBeGreaterThan(0);
        expect(found.every(({ undetermined }) => undetermined?.length)).toBe(true);
    });

    test.each<[string, Inputs]>([
        ["an operator", { matchExpressions: [{ key: "app", operator: "Like", values: ["api"] }] }],
        ["a value", { matchLabels: { app: 7 } }],
        ["labels", { matchLabels: "app=api" }],
    ])("%s of a selector", (_, podSelector) => {
        expect(ports(ways("web", "api", { podSelector }))).toEqual(questioned(EVERYTHING));
    });
});

describe("policies of other kinds", () => {
    const other = (type: string, namespace: string) => {
        const made = resource(`kubernetes:${type}`, "other", { metadata: { name: "other", namespace } });
        return reach(
            plan(
                pod("shop/api", { app: "api" }),
                pod("bank/web", {}),
                policy("shop/closed", { podSelector: {} }),
                made,
            ),
        );
    };

    test("leave open whatever they may concern", () => {
        const found = other("cilium.io/v2:CiliumNetworkPolicy", "shop");
        const [way] = found.between("internet", "api");
        expect(way?.undetermined).toContainEqual(
            "CiliumNetworkPolicy shop/other: what a CiliumNetworkPolicy allows is not computed here",
        );
        expect(ports(found.between("internet", "bank/web"))).toEqual(EVERYTHING);
    });

    test("concern every namespace if they are for the whole cluster", () => {
        const found = other("cilium.io/v2:CiliumClusterwideNetworkPolicy", "");
        expect(ports(found.between("internet", "bank/web"))).toEqual(questioned(EVERYTHING));
    });
});
