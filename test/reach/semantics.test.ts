import { describe, expect, test } from "vitest";
import type { Json } from "../../preview/plan";
import { reach } from "../../preview/reach/reach";
import { EVERYTHING, namespace, plan, pod, policy, ports } from "./plans";

const WEB = { matchLabels: { app: "web" } };
const API_PORTS = [
    { name: "http", containerPort: 8080 },
    { name: "dns", containerPort: 5353, protocol: "UDP" },
];

/** Two namespaces with two pods each, and the policies given, all of them in the namespace `shop`. */
const shop = (...specs: Json[]) =>
    reach(
        plan(
            namespace("shop", { team: "a" }),
            namespace("bank", { team: "b", tier: "core" }),
            pod("shop/web", { app: "web", tier: "front" }),
            pod("shop/api", { app: "api" }, API_PORTS),
            pod("bank/web", { app: "web" }, [{ name: "http", containerPort: 9000 }]),
            pod("bank/bare", {}),
            ...specs.map((spec, index) => policy(`shop/policy-${index}`, spec)),
        ),
    );

const between = (from: string, to: string, ...specs: Json[]) => ports(shop(...specs).between(from, to));

const API = { matchLabels: { app: "api" } };
const NOTHING: string[] = [];
const toApi = (rule: Json) => ({ podSelector: API, ingress: [rule] });
const fromApi = (rule: Json) => ({ podSelector: API, policyTypes: ["Egress"], egress: [rule] });

describe("which pods a policy closes, and in which direction", () => {
    test.each<[string, Json[], string[], string[]]>([
        ["no policy: open", [], EVERYTHING, EVERYTHING],
        ["a policy for other pods: open", [{ podSelector: { matchLabels: { app: "db" } } }], EVERYTHING, EVERYTHING],
        ["an empty podSelector selects all of its namespace", [{ podSelector: {} }], NOTHING, EVERYTHING],
        ["no podSelector at all is an empty one", [{}], NOTHING, EVERYTHING],
        ["without types and rules: ingress only", [{ podSelector: API }], NOTHING, EVERYTHING],
        ["an empty list of types is none", [{ podSelector: API, policyTypes: [] }], NOTHING, EVERYTHING],
        ["an egress rule without types closes both", [{ podSelector: API, egress: [{}] }], NOTHING, EVERYTHING],
        [
            "an empty egress list without types closes ingress only",
            [{ podSelector: API, egress: [] }],
            NOTHING,
            EVERYTHING,
        ],
        ["Egress closes egress only", [{ podSelector: API, policyTypes: ["Egress"] }], EVERYTHING, NOTHING],
        [
            "Ingress closes ingress only",
            [{ podSelector: API, policyTypes: ["Ingress"], egress: [] }],
            NOTHING,
            EVERYTHING,
        ],
        ["both close both", [{ podSelector: API, policyTypes: ["Ingress", "Egress"] }], NOTHING, NOTHING],
        [
            "rules of a direction that is not in the types do not count",
            [{ podSelector: API, policyTypes: ["Egress"], ingress: [], egress: [{}] }],
            EVERYTHING,
            EVERYTHING,
        ],
        [
            "one policy per direction closes both",
            [
                { podSelector: API, policyTypes: ["Ingress"] },
                { podSelector: {}, policyTypes: ["Egress"] },
            ],
            NOTHING,
            NOTHING,
        ],
    ])("%s", (_, specs, into, out) => {
        expect(between("bank/web", "api", ...specs)).toEqual(into);
        expect(between("api", "bank/web", ...specs)).toEqual(out);
    });

    test("both ends must allow it", () => {
        const out = { podSelector: WEB, policyTypes: ["Egress"], egress: [{ ports: [{ port: 80 }, { port: 81 }] }] };
        expect(between("shop/web", "api", out, toApi({ ports: [{ port: 81 }, { port: 82 }] }))).toEqual(["TCP 81"]);
        expect(between("shop/web", "api", out, toApi({ ports: [{ port: 82 }] }))).toEqual(NOTHING);
    });
});

describe("whom a rule lets in", () => {
    const team = (values: string[], operator = "In") => ({ matchExpressions: [{ key: "team", operator, values }] });
    const tier = (operator: string, values: string[] = []) => ({
        matchExpressions: [{ key: "tier", operator, values }],
    });
    test.each<[string, Json, string[]]>([
        ["no from: everybody", {}, ["bank/bare", "bank/web", "internet", "shop/web"]],
        ["an empty from: everybody", { from: [] }, ["bank/bare", "bank/web", "internet", "shop/web"]],
        ["a bare podSelector means its own namespace", { from: [{ podSelector: WEB }] }, ["shop/web"]],
        ["an empty podSelector means its whole namespace", { from: [{ podSelector: {} }] }, ["shop/web"]],
        [
            "a bare namespaceSelector means all pods there",
            { from: [{ namespaceSelector: team(["b"]) }] },
            ["bank/bare", "bank/web"],
        ],
        [
            "both in one peer: pods that meet both",
            { from: [{ podSelector: WEB, namespaceSelector: team(["b"]) }] },
            ["bank/web"],
        ],
        [
            "two peers: pods that meet one",
            { from: [{ podSelector: WEB }, { namespaceSelector: team(["b"]) }] },
            ["bank/bare", "bank/web", "shop/web"],
        ],
        [
            "an empty namespaceSelector means every namespace",
            { from: [{ podSelector: WEB, namespaceSelector: {} }] },
            ["bank/web", "shop/web"],
        ],
        [
            "namespaces have their name as a label",
            { from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "bank" } } }] },
            ["bank/bare", "bank/web"],
        ],
        [
            "In takes each of its values",
            { from: [{ namespaceSelector: team(["a", "b"]) }] },
            ["bank/bare", "bank/web", "shop/web"],
        ],
        ["NotIn", { from: [{ namespaceSelector: team(["b"], "NotIn") }] }, ["shop/web"]],
        [
            "NotIn takes those without the label",
            { from: [{ podSelector: tier("NotIn", ["front"]), namespaceSelector: {} }] },
            ["bank/bare", "bank/web"],
        ],
        ["Exists", { from: [{ podSelector: tier("Exists"), namespaceSelector: {} }] }, ["shop/web"]],
        [
            "DoesNotExist",
            { from: [{ podSelector: tier("DoesNotExist"), namespaceSelector: {} }] },
            ["bank/bare", "bank/web"],
        ],
        [
            "all expressions together",
            { from: [{ namespaceSelector: { matchLabels: { team: "b" }, ...tier("DoesNotExist") } }] },
            [],
        ],
        ["an address block means no pod", { from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }, ["internet"]],
    ])("%s", (_, rule, expected) => {
        const found = shop(toApi(rule));
        const ends = ["bank/bare", "bank/web", "internet", "shop/web"];
        expect(ends.filter((end) => found.between(end, "shop/api").length > 0)).toEqual(expected);
    });
});

describe("on which ports", () => {
    test.each<[string, Json[], string[]]>([
        ["an empty list: all", [], EVERYTHING],
        ["a number is TCP", [{ port: 80 }], ["TCP 80"]],
        ["a protocol without a port is all of its ports", [{ protocol: "SCTP" }], ["SCTP 1-65535"]],
        ["an entry without anything is all of TCP", [{}], ["TCP 1-65535"]],
        ["a range, its ends with it", [{ port: 32000, endPort: 32768, protocol: "UDP" }], ["UDP 32000-32768"]],
        [
            "entries add up",
            [{ port: 80, endPort: 90 }, { port: 91 }, { port: 85, endPort: 95 }, { port: 53, protocol: "UDP" }],
            ["TCP 80-95", "UDP 53"],
        ],
        ["a name is the number that the receiving pod gives it", [{ port: "http" }], ["TCP 8080"]],
        ["a name holds for its protocol only", [{ port: "dns" }, { port: "http", protocol: "UDP" }], []],
        ["a name with its protocol", [{ port: "dns", protocol: "UDP" }], ["UDP 5353"]],
        ["a name that the pod does not have is nothing", [{ port: "metrics" }], []],
        ["the first and the last port", [{ port: 1 }, { port: 65535, protocol: "UDP" }], ["TCP 1", "UDP 65535"]],
    ])("%s", (_, list, expected) => {
        expect(between("shop/web", "api", toApi({ ports: list }))).toEqual(expected);
    });

    test("a name is another number in every pod that receives", () => {
        const named = fromApi({ ports: [{ port: "http" }] });
        expect(between("api", "bank/web", named)).toEqual(["TCP 9000"]);
        expect(between("api", "bank/bare", named)).toEqual(NOTHING);
        expect(between("api", "internet", named)).toEqual(NOTHING);
    });

    test("ports of sidecars have names too, those of other init containers have none", () => {
        const named = pod("shop/api", { app: "api" });
        named.inputs.spec = {
            containers: [{ name: "main" }],
            initContainers: [
                { name: "proxy", restartPolicy: "Always", ports: [{ name: "proxy", containerPort: 15001 }] },
                { name: "migrate", ports: [{ name: "proxy", containerPort: 1 }] },
            ],
        };
        const rule = toApi({ ports: [{ port: "proxy" }] });
        expect(ports(reach(plan(named, policy("shop/api", rule))).between("internet", "api"))).toEqual(["TCP 15001"]);
    });
});

describe("at which addresses", () => {
    const block = (cidr: string, ...except: string[]) => ({
        ports: [{ port: 443 }],
        to: [{ ipBlock: { cidr, except } }],
    });
    test.each<[string, Json, string, string[]]>([
        ["all of the range", block("203.0.113.0/24"), "203.0.113.64/26", ["TCP 443"]],
        ["a single address", block("203.0.113.0/24"), "203.0.113.7", ["TCP 443"]],
        ["bits behind the prefix do not count", block("203.0.113.77/24"), "203.0.113.1", ["TCP 443"]],
        ["a part of the range", block("203.0.113.0/25"), "203.0.113.0/24", ["TCP 443 at 203.0.113.0/25"]],
        ["none of it", block("203.0.113.0/25"), "203.0.113.128/25", []],
        ["what is excepted", block("10.0.0.0/8", "10.64.0.0/10"), "10.100.0.1", []],
        [
            "what an exception leaves",
            block("10.0.0.0/30", "10.0.0.1/32"),
            "10.0.0.0/29",
            ["TCP 443 at 10.0.0.0/32, 10.0.0.2/31"],
        ],
        ["the internet", block("0.0.0.0/0"), "internet", ["TCP 443 at IPv4"]],
        [
            "the internet without private ranges is all of it",
            block("0.0.0.0/0", "10.0.0.0/8", "192.168.0.0/16", "172.16.0.0/12"),
            "internet",
            ["TCP 443 at IPv4"],
        ],
        ["half of the internet is not all of it", block("2000::/4"), "internet", ["TCP 443 at 2000::/4"]],
        ["a private range is none of the internet", block("10.0.0.0/8"), "internet", []],
        ["IPv6", block("2001:db8::/32", "2001:db8:1::/48"), "2001:db8:1::1", []],
        ["IPv4 is none of IPv6", block("::/0"), "203.0.113.7", []],
    ])("%s", (_, rule, range, expected) => {
        expect(between("api", range, fromApi(rule))).toEqual(expected);
    });

    test("what one block excepts another may hold", () => {
        const twice = {
            to: [...block("10.0.0.0/8", "10.1.0.0/16").to, ...block("10.1.2.0/24").to],
            ports: [{ port: 1 }],
        };
        expect(between("api", "10.1.0.0/16", fromApi(twice))).toEqual(["TCP 1 at 10.1.2.0/24"]);
    });
});

describe("several policies", () => {
    const strict = {
        podSelector: API,
        policyTypes: ["Ingress"],
        ingress: [{ from: [{ podSelector: WEB }], ports: [{ port: 8080 }] }],
    };

    test("add up: a second, wider one cancels a stricter one", () => {
        expect(between("internet", "api", strict)).toEqual([]);
        const wide = { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ ports: [{ port: 8080 }] }] };
        const found = shop(strict, wide).between("internet", "api");
        expect(ports(found)).toEqual(["TCP 8080"]);
        expect(found[0]?.via).toEqual([
            { direction: "ingress", policy: expect.stringMatching(/::shop\/policy-1-/), rule: 0 },
        ]);
    });

    test("name every rule that lets it through", () => {
        const [way] = shop(strict, strict).between("shop/web", "api");
        expect(way?.via.map(({ direction, policy, rule }) => [direction, policy?.includes("policy-1"), rule])).toEqual([
            ["egress", undefined, null],
            ["ingress", false, 0],
            ["ingress", true, 0],
        ]);
    });

    test("say why, rule by rule where their author does", () => {
        const spec = { podSelector: API, ingress: [{ ports: [{ port: 80 }] }], egress: [{ ports: [{ port: 443 }] }] };
        const whyOf = (why: string, from: string, to: string) =>
            reach(plan(pod("shop/api", { app: "api" }), policy("shop/api", spec, { why })))
                .between(from, to)
                .map(({ via }) => via[0]?.why);
        expect(whyOf("takes orders; calls the bank", "internet", "api")).toEqual(["takes orders"]);
        expect(whyOf("takes orders; calls the bank", "api", "internet")).toEqual(["calls the bank"]);
        expect(whyOf("for shops", "api", "internet")).toEqual(["for shops"]);
    });
});
