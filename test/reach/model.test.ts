import { describe, expect, test } from "vitest";
import type { Json } from "../../preview/plan";
import { reach } from "../../preview/reach/reach";
import { cluster, EVERYTHING, namespace, plan, pod, policy, ports, provider, resource } from "./plans";

const API = { matchLabels: { app: "api" } };
const CLOSED = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };

describe("workloads", () => {
    const template = { metadata: { labels: { app: "api" } }, spec: { containers: [{ name: "api" }] } };
    test.each<[string, Json]>([
        ["apps/v1:Deployment", { template }],
        ["apps/v1:StatefulSet", { template }],
        ["apps/v1:DaemonSet", { template }],
        ["apps/v1:ReplicaSet", { template }],
        ["core/v1:ReplicationController", { template }],
        ["batch/v1:Job", { template }],
        ["batch/v1:CronJob", { jobTemplate: { spec: { template } } }],
        ["argoproj.io/v1alpha1:Rollout", { template }],
        ["example.com/v1:Validator", { podTemplate: template }],
    ])("%s", (type, spec) => {
        const made = resource(`kubernetes:${type}`, "api", { metadata: { name: "api", namespace: "shop" }, spec });
        const rule = { podSelector: API, ingress: [{ ports: [{ port: 80 }] }] };
        const found = reach(plan(made, policy("shop/closed", CLOSED), policy("shop/api", rule)));
        expect(found.workloads).toEqual(["shop/api"]);
        expect(ports(found.between("internet", "api"))).toEqual(["TCP 80"]);
    });

    test("on the network of their node are left out, and said to be", () => {
        const host = pod("shop/agent", { app: "api" });
        host.inputs.spec = { hostNetwork: true, containers: [] };
        const found = reach(plan(host, policy("shop/closed", CLOSED)));
        expect(found.workloads).toEqual([]);
        expect(found.notes).toEqual(["shop/agent uses the network of its node, where no network policy holds"]);
        expect(() => found.to("agent")).toThrow("agent uses the network of its node");
    });

    test("have labels that only Kubernetes knows", () => {
        const made = resource("kubernetes:apps/v1:StatefulSet", "api", {
            metadata: { name: "api", namespace: "shop" },
            spec: { template },
        });
        const first = { podSelector: { matchLabels: { "statefulset.kubernetes.io/pod-name": "api-0" } } };
        const [way] = reach(plan(made, policy("shop/first", first))).between("internet", "api");
        expect(way?.undetermined).toEqual([
            "StatefulSet shop/api: the label statefulset.kubernetes.io/pod-name is set by Kubernetes on each pod",
        ]);
    });
});

describe("pods that only policies name", () => {
    const dns = { matchLabels: { "k8s-app": "kube-dns" } };
    const system = { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } };
    const found = reach(
        plan(
            ...[pod("shop/api", { app: "api" }), policy("shop/closed", CLOSED)],
            policy("bank/dns", {
                podSelector: {},
                egress: [{ to: [{ podSelector: dns, namespaceSelector: system }] }],
            }),
            policy("shop/api", {
                podSelector: API,
                ingress: [{ from: [{ podSelector: { matchLabels: { app: "chart", part: "x" } } }] }],
                egress: [
                    { to: [{ podSelector: dns, namespaceSelector: system }], ports: [{ port: 53, protocol: "UDP" }] },
                ],
            }),
        ),
    );

    test("are there by their labels, once", () => {
        expect(found.workloads).toEqual(["kube-system/kube-dns", "shop/api", "shop/chart"]);
        expect(ports(found.between("api", "kube-dns"))).toEqual(["UDP 53"]);
        expect(ports(found.between("api", "chart"))).toEqual([]);
        expect(found.unguarded("ingress")).toEqual(["kube-system/kube-dns"]);
    });

    test("may have more labels than these, and ports with names", () => {
        const more = { podSelector: { matchLabels: { tier: "x" } }, policyTypes: ["Ingress"] };
        const named = { podSelector: { matchLabels: { app: "chart" } }, ingress: [{ ports: [{ port: "web" }] }] };
        const open = reach(plan(pod("shop/api", {}), policy("shop/more", more), policy("shop/named", named)));
        expect(ports(open.between("api", "chart"))).toEqual(["TCP 1-65535 ?"]);
        expect(ports(open.between("api", "tier=x"))).toEqual(["TCP 1-65535 ?"]);
    });
});

describe("clusters", () => {
    const [east, west] = [cluster("east", "10.1.0.0/16"), cluster("west", "10.2.0.0/16")];
    const both = [...east.resources, ...west.resources];
    const api = (at: string) => pod("shop/api", { app: "api" }, [], at);
    const web = (at: string) => pod("shop/web", { app: "web" }, [], at);
    const four = [api(east.provider), web(east.provider), api(west.provider), web(west.provider)];
    const to = (peer: Json) => ({ podSelector: API, ingress: [{ from: [peer], ports: [{ port: 80 }] }] });
    const ask = (peer: Json, from: string, end: string) =>
        ports(reach(plan(both, four, policy("shop/api", to(peer), { at: west.provider }))).between(from, end));

    test("selectors mean pods of their own cluster, whatever pods are called elsewhere", () => {
        expect(ask({ podSelector: {} }, "web@west", "api@west")).toEqual(["TCP 80"]);
        expect(ask({ podSelector: {} }, "web@east", "api@west")).toEqual([]);
        expect(ask({ podSelector: {} }, "web@east", "api@east")).toEqual(EVERYTHING);
    });

    test("pods of another cluster are addresses, pods of their own are not", () => {
        expect(ask({ ipBlock: { cidr: "10.0.0.0/8" } }, "web@east", "api@west")).toEqual(["TCP 80"]);
        expect(ask({ ipBlock: { cidr: "10.0.0.0/8" } }, "web@west", "api@west")).toEqual([]);
        expect(ask({ ipBlock: { cidr: "10.0.0.0/8" } }, "10.2.3.4", "api@west")).toEqual([]);
        expect(ask({ ipBlock: { cidr: "10.1.0.0/17" } }, "web@east", "api@west")).toEqual(["TCP 80 ?"]);
        expect(ask({ ipBlock: { cidr: "10.3.0.0/16" } }, "web@east", "api@west")).toEqual([]);
    });

    test("pods of another cluster have no named ports", () => {
        const named = pod("shop/api", { app: "api" }, [{ name: "http", containerPort: 80 }], west.provider);
        const out = { podSelector: {}, policyTypes: ["Egress"], egress: [{ ports: [{ port: "http" }, { port: 81 }] }] };
        const found = reach(plan(both, web(east.provider), named, policy("shop/out", out, { at: east.provider })));
        expect(ports(found.between("web", "api"))).toEqual(["TCP 81"]);
    });

    test("a plain name means the workload in every cluster", () => {
        const found = reach(plan(both, four, policy("shop/api", to({ podSelector: {} }), { at: west.provider })));
        expect(found.explain("web", "api").map(({ from, to, ways }) => [from, to, ways.length > 0])).toEqual([
            ["shop/web@east", "shop/api@east", true],
            ["shop/web@east", "shop/api@west", false],
            ["shop/web@west", "shop/api@east", true],
            ["shop/web@west", "shop/api@west", true],
        ]);
        expect(found.between("shop/web@cluster-west", "api@kubernetes-west")).toHaveLength(1);
    });

    test("without known ranges leave open what depends on an address", () => {
        const [here, there] = [provider("here"), provider("there")];
        const found = reach(
            plan(web(here), api(there), policy("shop/api", to({ ipBlock: { cidr: "10.1.0.0/16" } }), { at: there })),
        );
        expect(ports(found.between("web", "api"))).toEqual(["TCP 80 ?"]);
    });
});

describe("names", () => {
    const found = reach(
        plan(
            ...[namespace("shop"), pod("shop/web", {}), pod("shop/coordinator", {}), pod("bank/web", {})],
            resource("gcp:compute/subnetwork:Subnetwork", "net", { ipCidrRange: "10.5.0.0/20" }),
            policy("shop/web", { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: "10.5.1.0/24" } }] }] }),
        ),
    );

    test.each([
        ["coordnator", /nothing is called coordnator; the nearest names:\n {2}coordinator\n/],
        ["web", /web is in the namespaces bank, shop; say which:\n {2}bank\/web\n {2}shop\/web$/],
        ["shop/web@mars", /nothing is called shop\/web@mars; the nearest names:\n {2}shop\/web\n/],
        ["10.0.0.0/33", /nothing is called 10\.0\.0\.0\/33/],
    ])("%s is answered with the names that there are", (name, message) => {
        expect(() => found.between("internet", name)).toThrow(message);
    });

    test("of ranges come from the plan", () => {
        const whole = { ports: ["1-65535"], protocol: "TCP" };
        expect(found.between("net-nodes", "shop/web")).toMatchObject([
            whole,
            { protocol: "UDP" },
            { protocol: "SCTP" },
        ]);
        expect(found.between("vpc", "coordinator")[0]).toMatchObject({ addresses: ["10.5.1.0/24"] });
        expect(() => found.between("internet", "vpc")).toThrow("internet and vpc are both outside");
    });
});
