import { describe, expect, test } from "vitest";
import type { Json, Resource } from "../../policies/rule";
import { found, POD, said, sample, UNKNOWN } from "./sample";

type Props = { [key: string]: Json };

const named = { name: "api", namespace: "app" };
const policy = (spec: Json, metadata: Props = { namespace: "app" }) =>
    sample("kubernetes:networking.k8s.io/v1:NetworkPolicy", { metadata, spec });
const namespace = (name: Json, type = "kubernetes:core/v1:Namespace") => sample(type, { metadata: { name } });
const pod = (labels: Json = { app: "api" }, metadata: Props = named) =>
    sample(POD, { metadata: { ...metadata, labels }, spec: { containers: [] } });
const both = ["Ingress", "Egress"];
const api = { podSelector: { matchLabels: { app: "api" } } };

describe("NET-01 wants every pod taken by a policy, inwards and outwards", () => {
    test.each<[string, Resource[], string[]]>([
        ["none", [namespace("app")], [": no policy that denies ingress", ": no policy that denies egress"]],
        [
            "one that speaks of what comes in alone",
            [namespace("app"), policy({ podSelector: {} })],
            [": no policy that denies egress"],
        ],
        [
            "one without kinds, with rules for what goes out",
            [namespace("app"), policy({ podSelector: {}, egress: [] })],
            [],
        ],
        [
            "one with an empty list of kinds",
            [namespace("app"), policy({ podSelector: {}, policyTypes: [] })],
            [": no policy that denies egress"],
        ],
        [
            "one for what goes out alone",
            [namespace("app"), policy({ podSelector: {}, policyTypes: ["Egress"] })],
            [": no policy that denies ingress"],
        ],
        [
            "one of kinds from elsewhere",
            [namespace("app"), policy({ podSelector: {}, policyTypes: UNKNOWN })],
            ["?", "?"],
        ],
        [
            "one of a kind from elsewhere",
            [namespace("app"), policy({ podSelector: {}, policyTypes: ["Ingress", UNKNOWN] })],
            ["?"],
        ],
        ["one from elsewhere", [namespace("app"), policy(UNKNOWN)], ["?", "?"]],
        [
            "one of pods from elsewhere",
            [namespace("app"), policy({ podSelector: UNKNOWN, policyTypes: both })],
            ["?", "?"],
        ],
        [
            "the same beside one of all pods",
            [
                namespace("app"),
                policy({ podSelector: {}, policyTypes: both }),
                policy({ podSelector: UNKNOWN, policyTypes: both }),
            ],
            [],
        ],
        [
            "the same before one of all pods",
            [
                namespace("app"),
                policy({ podSelector: UNKNOWN, policyTypes: both }),
                policy({ podSelector: {}, policyTypes: both }),
            ],
            [],
        ],
        [
            "one whose selectors are empty",
            [namespace("app"), policy({ podSelector: { matchLabels: {}, matchExpressions: null }, policyTypes: both })],
            [],
        ],
        [
            "one of some pods",
            [namespace("app"), policy({ ...api, policyTypes: both })],
            [": no policy that denies ingress", ": no policy that denies egress"],
        ],
        [
            "one in another namespace",
            [namespace("app"), policy({ podSelector: {}, policyTypes: both }, { namespace: "web" })],
            [": no policy that denies ingress", ": no policy that denies egress"],
        ],
        [
            "one in a namespace from elsewhere",
            [namespace("app"), policy({ podSelector: {}, policyTypes: both }, { namespace: UNKNOWN })],
            ["?", "?"],
        ],
        ["none in Kubernetes' own namespace", [namespace("kube-system")], []],
        [
            "none in one that is called like it",
            [namespace("kube-system-x")],
            [": no policy that denies ingress", ": no policy that denies egress"],
        ],
        ["none in a namespace from elsewhere", [namespace(UNKNOWN)], []],
    ])("in a namespace with %s", (_, declared, expected) => {
        expect(found("NET-01", ...declared)).toEqual(expected);
    });

    test("in a namespace without a name of its own, which goes by that of the resource", () => {
        const deny = policy({ podSelector: {}, policyTypes: both }, { namespace: "sample" });
        expect(said("NET-01", sample("kubernetes:core/v1:Namespace", {}), deny)).toEqual([]);
    });

    const missed = (direction: string) => `: no policy takes these pods for ${direction}`;
    test.each<[string, Resource[], string[]]>([
        ["that none takes", [pod()], [missed("ingress"), missed("egress")]],
        ["that one takes by name", [pod(), policy({ ...api, policyTypes: both })], []],
        [
            "that two take, one for each direction",
            [pod(), policy(api), policy({ ...api, policyTypes: ["Egress"] })],
            [],
        ],
        [
            "that two take, one of them of kinds from elsewhere",
            [pod(), policy({ ...api, policyTypes: UNKNOWN }), policy({ ...api, policyTypes: both })],
            [],
        ],
        [
            "the same in the other order",
            [pod(), policy({ ...api, policyTypes: both }), policy({ ...api, policyTypes: UNKNOWN })],
            [],
        ],
        ["that one takes of kinds from elsewhere", [pod(), policy({ ...api, policyTypes: UNKNOWN })], ["?", "?"]],
        ["of labels from elsewhere", [pod(UNKNOWN), policy({ ...api, policyTypes: both })], ["?", "?"]],
        [
            "of labels from elsewhere, in a namespace that denies",
            [pod(UNKNOWN), policy({ ...api, policyTypes: both }), policy({ podSelector: {}, policyTypes: both })],
            [],
        ],
        [
            "of a namespace from elsewhere, where another denies",
            [pod({}, { namespace: UNKNOWN }), policy({ podSelector: {}, policyTypes: both })],
            ["?", "?"],
        ],
        [
            "of a namespace from elsewhere, where none denies",
            [pod({}, { namespace: UNKNOWN })],
            [missed("ingress"), missed("egress")],
        ],
        [
            "that a policy somewhere may take",
            [
                pod(),
                policy({ podSelector: { matchLabels: { app: "web" } }, policyTypes: both }, { namespace: UNKNOWN }),
            ],
            ["?", "?"],
        ],
    ])("for pods %s", (_, declared, expected) => {
        expect(found("NET-01", ...declared)).toEqual(expected);
    });
});

describe("NET-02 wants a peer named", () => {
    const world = { ipBlock: { cidr: "0.0.0.0/0" } };
    const peers = [{ port: 26656 }];
    test.each<[string, Json, string[]]>([
        ["everybody", [{}], ["spec.ingress[0].from: no peer, which means everybody"]],
        ["nobody in particular", [{ from: [] }], ["spec.ingress[0].from: no peer, which means everybody"]],
        [
            "everybody who asks for names",
            [{ ports: [{ port: 53 }] }],
            ["spec.ingress[0].from: no peer, which means everybody"],
        ],
        [
            "somebody from elsewhere",
            [UNKNOWN, { from: UNKNOWN }, { from: [UNKNOWN] }],
            ["spec.ingress[0].from?", "spec.ingress[1].from?", "spec.ingress[2].from[0]?"],
        ],
        [
            "an address from elsewhere",
            [{ from: [{ ipBlock: UNKNOWN }, { ipBlock: { cidr: UNKNOWN } }] }],
            ["spec.ingress[0].from[0]?", "spec.ingress[0].from[1]?"],
        ],
        ["every address", [{ from: [world] }], ["spec.ingress[0].from[0].ipBlock: every address"]],
        [
            "every address, of the newer kind",
            [{ from: [{ ipBlock: { cidr: "::/0" } }] }],
            ["spec.ingress[0].from[0].ipBlock: every address"],
        ],
        ["every peer of a chain", [{ from: [world], ports: peers }], []],
        [
            "every peer of a chain, and more",
            [{ from: [world], ports: [...peers, { port: 80 }] }],
            ["spec.ingress[0].from[0].ipBlock: every address"],
        ],
        ["ten addresses", [{ from: [{ ipBlock: { cidr: "10.0.0.0/10" } }] }], []],
        [
            "every pod of the cluster",
            [{ from: [{ namespaceSelector: {} }] }],
            ["spec.ingress[0].from[0]: every pod of the cluster"],
        ],
        [
            "some pods of the cluster",
            [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { a: "b" } } }] }],
            [],
        ],
        [
            "every pod of some namespaces",
            [{ from: [{ namespaceSelector: { matchLabels: { a: "b" } }, podSelector: {} }] }],
            [],
        ],
        [
            "every pod of its own namespace",
            [{ from: [{ namespaceSelector: null, podSelector: {}, ipBlock: null }] }],
            [],
        ],
        ["every pod of namespaces from elsewhere", [{ from: [{ namespaceSelector: UNKNOWN }] }], []],
    ])("of who comes in: %s", (_, ingress, expected) => {
        expect(found("NET-02", policy({ podSelector: {}, ingress }))).toEqual(expected);
    });

    const out = (except: Json) => [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except } }] }];
    const metadata = "spec.egress[0].to[0].ipBlock.except: every address, that of the metadata server with it";
    test.each<[string, Json, string[]]>([
        ["everywhere", [{}], ["spec.egress[0].to: no peer, which means everywhere"]],
        ["everywhere, to ask for names", [{ ports: [{ port: 53 }, { port: "53" }] }], []],
        [
            "everywhere, to ask for names and more",
            [{ ports: [{ port: 53 }, { port: 443 }] }],
            ["spec.egress[0].to: no peer, which means everywhere"],
        ],
        [
            "everywhere, through no port in particular",
            [{ ports: [] }],
            ["spec.egress[0].to: no peer, which means everywhere"],
        ],
        ["every address", [{ to: [world], ports: peers }], [metadata]],
        ["every address but some from elsewhere", out(UNKNOWN), ["spec.egress[0].to[0].ipBlock.except?"]],
        ["every address but private ones", out(["10.0.0.0/8"]), [metadata]],
        ["every address but the metadata server", out(["10.0.0.0/8", "169.254.169.254/32"]), []],
        ["every address but its network", out(["169.254.0.0/16"]), []],
        ["every address but its part of the network", out(["169.254.169.0/24"]), []],
        ["every address but the first of its network", out(["169.254.0.0/24"]), [metadata]],
        ["every address but half of its part of the network", out(["169.254.169.0/25"]), [metadata]],
        ["every address but one that is written like it", out(["10.169.254.169.254/32"]), [metadata]],
    ])("of where it goes: %s", (_, egress, expected) => {
        expect(found("NET-02", policy({ podSelector: {}, egress }))).toEqual(expected);
    });

    const gone = { podSelector: { matchLabels: { app: "gone" } } };
    test.each<[string, Resource[], string[]]>([
        ["labels that no pod has", [pod()], ["spec.podSelector"]],
        ["labels that a pod may have", [pod(UNKNOWN)], []],
        ["labels that a pod has, and another may", [pod({ app: "gone" }), pod(UNKNOWN)], []],
        ["labels that a pod of a chart may have", [pod(), sample("kubernetes:helm.sh/v3:Release", {})], []],
        ["labels where no pod is shown", [], []],
    ])("of pods that are there: %s", (_, others, paths) => {
        expect(said("NET-02", policy(gone), ...others)).toEqual(paths);
    });

    const to = (...peers: Json[]) => policy({ podSelector: {}, egress: [{ to: peers }] });
    const api: Json = { matchLabels: { app: "api" } };
    const lost: Json = { matchLabels: { app: "gone" } };
    const named = (name: string, more: Props = {}): Json => ({
        matchLabels: { "kubernetes.io/metadata.name": name, ...more },
    });
    test.each<[string, Resource[], string[]]>([
        ["that are there", [to({ podSelector: api })], []],
        ["that are not", [to({ podSelector: api }, { podSelector: lost })], ["spec.egress[0].to[1].podSelector"]],
        [
            "of whom one is let in and is not there",
            [policy({ podSelector: {}, ingress: [{ from: [{ podSelector: lost }] }] })],
            ["spec.ingress[0].from[0].podSelector"],
        ],
        [
            "in another namespace, where they are not",
            [to({ podSelector: lost, namespaceSelector: named("app") })],
            ["spec.egress[0].to[0].podSelector"],
        ],
        ["in a namespace of which nothing is shown", [to({ podSelector: lost, namespaceSelector: named("far") })], []],
        ["in namespaces with a label", [to({ podSelector: lost, namespaceSelector: named("app", { a: "b" }) })], []],
        [
            "in a namespace with a chart",
            [to({ podSelector: lost }), sample("kubernetes:helm.sh/v3:Release", { namespace: "app" })],
            [],
        ],
        ["with labels from elsewhere", [to({ podSelector: { matchLabels: UNKNOWN } })], []],
        ["with an address", [to({ ipBlock: { cidr: "10.0.0.0/8" } })], []],
    ])("of peers %s", (_, others, paths) => {
        expect(said("NET-02", pod(), ...others)).toEqual(paths);
    });

    test("of pods that nobody knows yet it says nothing", () => {
        expect(said("NET-02", policy({ podSelector: UNKNOWN }), pod())).toEqual([]);
    });
});

describe("a Service", () => {
    const service = (spec: Props, annotations: Json = {}) =>
        sample("kubernetes:core/v1:Service", { metadata: { annotations }, spec });
    const open = ["spec.type: LoadBalancer, open to every address"];
    const balanced = { type: "LoadBalancer" };
    test.each<[string, Props, Json, string[]]>([
        ["of no kind", {}, {}, []],
        ["on every node", { type: "NodePort", ports: [{ port: 26656 }] }, {}, ["spec.type: NodePort"]],
        ["for everybody", balanced, {}, open],
        ["for the peers of a chain", { ...balanced, ports: [{ port: 26656 }, { port: "30303" }] }, {}, []],
        ["for the peers of a chain and others", { ...balanced, ports: [{ port: 26656 }, { port: 80 }] }, {}, open],
        ["for everybody, by no port", { ...balanced, ports: [] }, {}, open],
        ["for some addresses", { ...balanced, loadBalancerSourceRanges: ["198.51.100.0/24"] }, {}, []],
        [
            "for some addresses and all",
            { ...balanced, loadBalancerSourceRanges: ["198.51.100.0/24", "0.0.0.0/0"] },
            {},
            open,
        ],
        ["for all addresses of the newer kind", { ...balanced, loadBalancerSourceRanges: ["::/0"] }, {}, open],
        ["for an empty list of addresses", { ...balanced, loadBalancerSourceRanges: [] }, {}, open],
        [
            "for addresses from elsewhere",
            { ...balanced, loadBalancerSourceRanges: UNKNOWN },
            {},
            ["spec.loadBalancerSourceRanges?"],
        ],
        ["with notes from elsewhere", balanced, UNKNOWN, ["metadata.annotations?"]],
        [
            "with a note from elsewhere",
            balanced,
            { "cloud.google.com/load-balancer-type": UNKNOWN },
            ['metadata.annotations["cloud.google.com/load-balancer-type"]?'],
        ],
        ["inside, at Google", balanced, { "networking.gke.io/load-balancer-type": "Internal" }, []],
        ["inside, at Google of old", balanced, { "cloud.google.com/load-balancer-type": "internal" }, []],
        [
            "inside, at Amazon of old",
            balanced,
            { "service.beta.kubernetes.io/aws-load-balancer-internal": "0.0.0.0/0" },
            [],
        ],
        ["inside, at Amazon", balanced, { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" }, []],
        ["inside, at Microsoft", balanced, { "service.beta.kubernetes.io/azure-load-balancer-internal": "true" }, []],
        [
            "outside, at Microsoft",
            balanced,
            { "service.beta.kubernetes.io/azure-load-balancer-internal": "false" },
            open,
        ],
        ["with no addresses of its own", { externalIPs: [] }, {}, []],
        ["with addresses from elsewhere", { externalIPs: UNKNOWN }, {}, ["spec.externalIPs?"]],
    ])("%s", (_, spec, annotations, expected) => {
        expect(found("NET-03", service(spec, annotations))).toEqual(expected);
    });

    test("of another group is none", () => {
        expect(
            said("NET-03", sample("kubernetes:serving.knative.dev/v1:Service", { spec: { type: "NodePort" } })),
        ).toEqual([]);
        expect(said("NET-03", sample("kubernetes:v1:Service", { spec: { type: "NodePort" } }))).toEqual(["spec.type"]);
    });

    test.each<[string, Props, string[]]>([
        [
            "a signer's port",
            { type: "NodePort", ports: [{ port: 80 }, { port: 26658 }] },
            ["spec.ports[1].port: ABCI of a Cosmos node"],
        ],
        [
            "a signer's port by another",
            { ...balanced, ports: [{ port: 80, targetPort: "8545" }] },
            ["spec.ports[0].targetPort: JSON-RPC of an EVM node"],
        ],
        [
            "a signer's port by itself",
            { ...balanced, ports: [{ port: 9090, targetPort: 9090 }] },
            ["spec.ports[0].port: gRPC of a Cosmos node, or Prometheus"],
        ],
        ["a port by name", { ...balanced, ports: [{ port: 80, targetPort: "http" }] }, []],
        ["no port", balanced, []],
        ["ports from elsewhere, inside", { ports: UNKNOWN }, []],
        [
            "a signer's port to some addresses",
            { ...balanced, loadBalancerSourceRanges: ["198.51.100.0/24"], ports: [{ port: 2222 }] },
            [],
        ],
        [
            "a signer's port to who knows whom",
            { type: UNKNOWN, ports: [{ port: 2222 }, { port: 80 }] },
            ["spec.ports[0].port?"],
        ],
    ])("shows the world %s", (_, spec, expected) => {
        expect(found("NET-06", service(spec))).toEqual(expected);
    });

    test("is shown the world by a route", () => {
        const route = sample("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", {
            spec: { rules: [{}, { backendRefs: [{ port: 80 }, { port: 6060 }] }] },
        });
        expect(found("NET-06", route)).toEqual(["spec.rules[1].backendRefs[1].port: profiles of a Go program"]);
    });
});

describe("an Ingress", () => {
    const ingress = (spec: Props, metadata: Props = named, more: Partial<Resource> = {}) =>
        sample("kubernetes:networking.k8s.io/v1:Ingress", { metadata, spec }, more);
    const rules = (...hosts: Json[]) => ({ rules: hosts.map((host) => ({ host })) });
    const tls = (...hosts: Json[]) => ({ tls: [{ hosts }] });
    test.each<[string, Props, Props, string[]]>([
        ["has none", rules("a.example.com"), {}, ["spec.tls: nothing"]],
        ["has an empty list", { tls: [], ...rules("a.example.com") }, {}, ["spec.tls: nothing"]],
        [
            "has one that a controller holds",
            rules("a.example.com"),
            { annotations: { "networking.gke.io/managed-certificates": "a" } },
            [],
        ],
        [
            "has one at the load balancer",
            rules("a.example.com"),
            { annotations: { "networking.gke.io/certmap": "a" } },
            [],
        ],
        ["has notes from elsewhere", rules("a.example.com"), { annotations: UNKNOWN }, ["spec.tls: nothing"]],
        [
            "has other notes",
            rules("a.example.com"),
            { annotations: { "kubernetes.io/ingress.class": "gce" } },
            ["spec.tls: nothing"],
        ],
        [
            "has one for every host below",
            { ...tls("*.example.com"), ...rules("a.example.com", "a.b.example.com", "example.com") },
            {},
            ["spec.rules[1].host: a host without a certificate", "spec.rules[2].host: a host without a certificate"],
        ],
        [
            "has one for another",
            { ...tls("b.example.com"), ...rules("a.example.com") },
            {},
            ["spec.rules[0].host: a host without a certificate"],
        ],
        ["has one for whom it does not say", { tls: [{ secretName: "a" }], ...rules("a.example.com") }, {}, []],
        ["has one for who knows whom", { tls: [UNKNOWN], ...rules("a.example.com") }, {}, []],
        ["has one for hosts from elsewhere", { tls: [{ hosts: UNKNOWN }], ...rules("a.example.com") }, {}, []],
        ["has one for no name", { ...tls("a.example.com"), ...rules("") }, {}, []],
        [
            "has one, for a host from elsewhere",
            { ...tls("a.example.com"), ...rules(UNKNOWN) },
            {},
            ["spec.rules[0].host?"],
        ],
        ["has one, for rules from elsewhere", { ...tls("a.example.com"), rules: UNKNOWN }, {}, ["spec.rules?"]],
        [
            "has one, for a rule from elsewhere",
            { ...tls("a.example.com"), rules: [UNKNOWN] },
            {},
            ["spec.rules[0].host?"],
        ],
    ])("is asked for a certificate and %s", (_, spec, metadata, expected) => {
        expect(found("NET-04", ingress(spec, metadata))).toEqual(expected);
    });

    test.each<[string, Props, string[]]>([
        ["one", rules("a.example.com"), []],
        ["none", rules(""), ["spec.rules[0].host: nothing, which means every host"]],
        ["one that is no text", rules(7), ["spec.rules[0].host: nothing, which means every host"]],
        ["any below another", rules("*.example.com"), ["spec.rules[0].host: a wildcard"]],
        ["one from elsewhere", { rules: [UNKNOWN] }, ["spec.rules[0].host?"]],
        ["whatever is left over", { defaultBackend: {} }, ["spec.defaultBackend: a backend for every host"]],
        ["nothing of what is left over", { defaultBackend: null }, []],
        ["who knows what of the rest", { defaultBackend: UNKNOWN }, []],
    ])("is asked for a host: %s", (_, spec, expected) => {
        expect(found("NET-05", ingress(spec))).toEqual(expected);
    });

    test.each<[string, Resource, string[]]>([
        [
            "another in the same cluster",
            ingress(rules("a.example.com"), { ...named, name: "b" }, { urn: "b" }),
            ["spec.rules[0].host"],
        ],
        ["another in another cluster", ingress(rules("a.example.com"), named, { urn: "b", provider: "other" }), []],
        ["itself once more", ingress(rules("b.example.com", "b.example.com"), named, { urn: "b" }), []],
        ["another, of no host", ingress(rules(""), named, { urn: "b" }), ["spec.rules[0].host"]],
    ])("shares its host with %s", (_, other, paths) => {
        expect(said("NET-05", ingress(rules("a.example.com")), other)).toEqual(paths);
    });

    test("shares no host from elsewhere", () => {
        expect(found("NET-05", ingress(rules("")), ingress(rules(""), named, { urn: "b" }))).toHaveLength(2);
    });

    test.each<[Json, string[]]>([
        [
            { backend: { service: { port: { number: 8546 } } } },
            ["spec.rules[0].http.paths[0].backend.service.port.number"],
        ],
        [{ backend: { service: { port: { number: 80 } } } }, []],
        [{ backend: { resource: {} } }, []],
    ])("leads to %j", (path, paths) => {
        expect(said("NET-06", ingress({ rules: [{ http: { paths: [path] } }] }))).toEqual(paths);
    });
});
