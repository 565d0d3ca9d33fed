import { describe, expect, test } from "vitest";
import type { Json } from "../../preview/plan";
import { report } from "../../preview/report/report";
import { digest, Planner, planOf, unknown } from "./planner";

type Inputs = { [key: string]: Json };

const doorsOf = (type: string, inputs: Inputs) => report(planOf(type, inputs), [], { digest }).doors;
const told = (type: string, inputs: Inputs) =>
    doorsOf(type, inputs).map(({ way, open, fact }) => `${way} ${open}: ${fact}`);

const firewall = "gcp:compute/firewall:Firewall";
const cluster = "gcp:container/cluster:Cluster";
const service = "kubernetes:core/v1:Service";
const policy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const allows = [{ protocol: "tcp", ports: ["443"] }];
const closed = { enablePrivateNodes: true, enablePrivateEndpoint: true };
const internal = { annotations: { "networking.gke.io/load-balancer-type": "Internal" } };
const to = (cidr: Json) => ({ spec: { egress: [{ to: [{ ipBlock: { cidr } }] }] } });

describe("what faces the internet", () => {
    test.each<[string, string, Inputs, string[]]>([
        ["an address, unless internal", "gcp:compute/address:Address", {}, ["in yes: addressType is not set"]],
        ["no internal address", "gcp:compute/address:Address", { addressType: "INTERNAL" }, []],
        ["no reserved range", "gcp:compute/globalAddress:GlobalAddress", { purpose: "VPC_PEERING" }, []],
        ["a firewall", firewall, { allows, sourceRanges: ["0.0.0.0/0"] }, ["in yes: sourceRanges is 0.0.0.0/0"]],
        [
            "half of the internet",
            firewall,
            { allows, sourceRanges: ["0.0.0.0/1"] },
            ["in yes: sourceRanges is 0.0.0.0/1"],
        ],
        ["any IPv6", firewall, { allows, sourceRanges: ["::/0"] }, ["in yes: sourceRanges is ::/0"]],
        ["no private range", firewall, { allows, sourceRanges: ["10.1.0.0/16", "fd00::/8"] }, []],
        ["no health check of Google", firewall, { allows, sourceRanges: ["35.191.0.0/16", "130.211.0.0/22"] }, []],
        ["no denial", firewall, { denies: allows, sourceRanges: ["0.0.0.0/0"] }, []],
        ["no disabled rule", firewall, { allows, disabled: true, sourceRanges: ["0.0.0.0/0"] }, []],
        [
            "a firewall without any source",
            firewall,
            { allows },
            ["in yes: sourceRanges is not set; sourceTags is not set; sourceServiceAccounts is not set"],
        ],
        [
            "an unknown source",
            firewall,
            { allows, sourceRanges: unknown },
            ["in unknown: sourceRanges is not known before the update"],
        ],
        [
            "a way out",
            firewall,
            { allows, direction: "EGRESS", destinationRanges: ["0.0.0.0/0"] },
            ["out yes: destinationRanges is 0.0.0.0/0"],
        ],
        [
            "a database by default",
            "gcp:sql/databaseInstance:DatabaseInstance",
            {},
            ["in yes: settings.ipConfiguration.ipv4Enabled is not set"],
        ],
        [
            "no database with a private address",
            "gcp:sql/databaseInstance:DatabaseInstance",
            { settings: { ipConfiguration: { ipv4Enabled: false } } },
            [],
        ],
        [
            "a cluster by default",
            cluster,
            {},
            [
                "in yes: privateClusterConfig.enablePrivateEndpoint is not set",
                "in yes: privateClusterConfig.enablePrivateNodes is not set",
            ],
        ],
        ["no private cluster", cluster, { privateClusterConfig: closed }, []],
        [
            "a control plane with a name",
            cluster,
            {
                privateClusterConfig: closed,
                controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: true } },
            },
            ["in yes: controlPlaneEndpointsConfig.dnsEndpointConfig.allowExternalTraffic is true"],
        ],
        ["a load balancer", service, { spec: { type: "LoadBalancer" } }, ["in yes: spec.type is LoadBalancer"]],
        ["no internal load balancer", service, { spec: { type: "LoadBalancer" }, metadata: internal }, []],
        ["a node port", service, { spec: { type: "NodePort" } }, ["in yes: spec.type is NodePort"]],
        ["no plain service", service, { spec: {} }, []],
        [
            "a gateway",
            "kubernetes:gateway.networking.k8s.io/v1:Gateway",
            { spec: { gatewayClassName: "gke-l7-global-external-managed" } },
            ["in yes: spec.gatewayClassName is gke-l7-global-external-managed"],
        ],
        [
            "no internal gateway",
            "kubernetes:gateway.networking.k8s.io/v1:Gateway",
            { spec: { gatewayClassName: "gke-l7-rilb" } },
            [],
        ],
        [
            "the hosts of a route",
            "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
            { spec: { hostnames: ["app.example.com"], rules: [{ backendRefs: [{ name: "app" }] }] } },
            ["in yes: spec.hostnames is app.example.com"],
        ],
        [
            "no route that only redirects",
            "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
            { spec: { hostnames: ["app.example.com"], rules: [{ filters: [{ type: "RequestRedirect" }] }] } },
            [],
        ],
        ["pods that may leave", policy, to("0.0.0.0/0"), ["out yes: spec.egress[0]: to[*].ipBlock.cidr is 0.0.0.0/0"]],
        ["no pods that stay", policy, to("10.0.0.0/8"), []],
        [
            "a range that nobody can read",
            policy,
            to("everywhere"),
            ["out yes: spec.egress[0]: to[*].ipBlock.cidr is everywhere"],
        ],
        [
            "a grant to anyone",
            "gcp:storage/bucketIAMMember:BucketIAMMember",
            { member: "allUsers", role: "roles/storage.objectViewer" },
            ["in yes: member is allUsers"],
        ],
        [
            "no grant to an account not known yet",
            "gcp:storage/bucketIAMMember:BucketIAMMember",
            { member: unknown },
            [],
        ],
    ])("is %s", (_, type, inputs, doors) => {
        expect(told(type, inputs)).toEqual(doors);
    });

    test("says of a rule only its own ports", () => {
        const dns = { to: [{ podSelector: {} }], ports: [{ port: 53 }] };
        const out = { to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ port: 443 }] };
        expect(doorsOf(policy, { spec: { egress: [dns, out] } })).toMatchObject([
            { fact: "spec.egress[1]: to[*].ipBlock.cidr is 0.0.0.0/0", details: [{ name: "port", value: "443" }] },
        ]);
    });

    test("takes the address of a NAT for a way out, and one that others use as well for a way in", () => {
        const planner = new Planner();
        const nat = planner.add("gcp:compute/address:Address", "nat-only");
        const both = planner.add("gcp:compute/address:Address", "shared");
        const natIps = [nat.urn, both.urn];
        planner.add("gcp:compute/routerNat:RouterNat", "nat", {}, { propertyDependencies: { natIps } });
        const used = { propertyDependencies: { ipAddress: [both.urn] } };
        planner.add("gcp:compute/forwardingRule:ForwardingRule", "rule", { loadBalancingScheme: "INTERNAL" }, used);
        const { doors, resources } = report(planner.plan(), [], { digest });
        expect(doors.map(({ resource, way }) => `${resources[resource]?.name} ${way}`)).toEqual([
            "shared in",
            "nat-only out",
        ]);
    });

    test.each([
        ["kubernetes:core/v1:ConfigMap", "none of 1 resource is of a kind that can; nothing leads out"],
        [service, "1 of 1 resource is of a kind that can, each is closed to it; nothing leads out"],
    ])("is said plainly when it is nothing: %s", (type, fact) => {
        const { checks } = report(planOf(type), [], { digest });
        const told = { tone: "pass", says: "Nothing faces the internet", fact };
        expect(checks.find(({ section }) => section === "exposure")).toMatchObject(told);
    });
});
