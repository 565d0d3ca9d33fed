import {
    any,
    type Constraint,
    entries,
    given,
    isOpen,
    type Judge,
    never,
    only,
    reader,
    when,
    where,
} from "../constraint";
import type { Json } from "../rule";
import { asText } from "../value";

const FIREWALL = "gcp:compute/firewall:Firewall";
const SUBNETWORK = "gcp:compute/subnetwork:Subnetwork";
const ZONE = "gcp:dns/managedZone:ManagedZone";
const TLS = ["TLS_1_2", "TLS_1_3"];

/** Subnetworks of load balancers and published services are left alone: their traffic is not that of machines. */
const ofMachines = (judge: Judge): Judge =>
    when("purpose", (purpose) => purpose === undefined || purpose === "PRIVATE", judge);

/** Rules that Google's own controllers make are left alone. */
const OWN = /^(gke-|k8s-|k8s2-|gkegw1-l7-|gkemcg1-l7-)|-hc$/;

const name = reader("name");
const ours =
    (judge: Judge): Judge =>
    (props) =>
        OWN.test(asText(name(props))) ? [] : judge(props);

const read = { direction: reader("direction"), sources: reader("sourceRanges"), allows: reader("allows") };
const [protocol, ports] = [reader("protocol"), reader("ports")];
const zone = { visibility: reader("visibility"), state: reader("dnssecConfig.state"), algorithm: reader("algorithm") };
const specs = reader("dnssecConfig.defaultKeySpecs");

const inward = (props: Json) => {
    const direction = read.direction(props);
    return direction === undefined || direction === "INGRESS";
};

/** All ports of TCP or UDP, by name or by saying none. */
const allPorts: Judge = function* (props) {
    if (!inward(props)) return;
    for (const { path, entry } of entries("allows", read.allows(props))) {
        if (isOpen(entry)) yield { path, open: true };
        else if (["tcp", "udp"].includes(asText(protocol(entry)).toLowerCase())) {
            const listed = ports(entry);
            if (isOpen(listed)) yield { path, open: true };
            else if (!Array.isArray(listed) || listed.some((one) => one === "0-65535" || one === "1-65535"))
                yield { path, denied: "every port" };
        }
    }
};

const fromAnywhere: Judge = function* (props) {
    const allowed = read.allows(props);
    if (!inward(props) || allowed === undefined) return;
    if (Array.isArray(allowed) && allowed.some((one) => protocol(one) === "icmp")) return;
    for (const { path, entry } of entries("sourceRanges", read.sources(props)))
        if (isOpen(entry)) yield { path, open: true };
        else if (entry === "0.0.0.0/0") yield { path, denied: "the whole internet" };
};

const publicZone =
    (judge: Judge): Judge =>
    (props) =>
        zone.visibility(props) === "private" ? [] : judge(props);

const algorithms: Judge = function* (props) {
    if (zone.state(props) !== "on") return;
    for (const { path, entry } of entries("dnssecConfig.defaultKeySpecs", specs(props))) {
        const algorithm = isOpen(entry) ? entry : zone.algorithm(entry);
        if (isOpen(algorithm)) yield { path, open: true };
        else if (algorithm !== undefined && asText(algorithm).toUpperCase() !== "ECDSAP256SHA256")
            yield { path: `${path}.algorithm`, denied: "another algorithm" };
    }
};

const external = "an exception for this balancer, because users and chains reach the system from the internet";

/** What organisations demand of networks, balancers, firewalls and names. */
export const network: readonly Constraint[] = [
    {
        ids: ["compute.restrictCloudNATUsage"],
        types: ["gcp:compute/routerNat:RouterNat"],
        judge: any("a NAT gateway"),
        wanted: "an exception for this project, because vendors of RPC allow fixed addresses only",
        denied: {},
        at: [""],
    },
    {
        ids: ["compute.restrictVpcPeering"],
        types: ["gcp:servicenetworking/connection:Connection", "gcp:compute/networkPeering:NetworkPeering"],
        judge: any("a peering with a network outside the organisation"),
        wanted: "an exception for servicenetworking.googleapis.com, which reaches managed databases and caches by peering",
        denied: {},
        at: [""],
    },
    {
        ids: ["compute.requireVpcFlowLogs"],
        types: [SUBNETWORK],
        judge: ofMachines(given("logConfig")),
        wanted: "flow logs",
        denied: { logConfig: undefined },
    },
    {
        ids: ["custom.networkRequireSubnetPrivateGoogleAccess"],
        types: [SUBNETWORK],
        judge: ofMachines(only("privateIpGoogleAccess", true)),
        wanted: "true",
        denied: { privateIpGoogleAccess: false },
    },
    {
        ids: ["compute.disableVpcExternalIpv6", "compute.disableVpcInternalIpv6"],
        types: [SUBNETWORK],
        judge: only("stackType", undefined, "IPV4_ONLY"),
        wanted: "IPV4_ONLY, or an exception",
        denied: { stackType: "IPV4_IPV6" },
    },
    {
        ids: ["custom.networkRequireCustomModeVpc"],
        types: ["gcp:compute/network:Network"],
        judge: only("autoCreateSubnetworks", false),
        wanted: "false",
        denied: { autoCreateSubnetworks: true },
    },
    {
        ids: ["compute.restrictLoadBalancerCreationForTypes"],
        types: ["gcp:compute/globalForwardingRule:GlobalForwardingRule", "gcp:compute/forwardingRule:ForwardingRule"],
        judge: where("loadBalancingScheme", (value) => asText(value).startsWith("INTERNAL")),
        wanted: external,
        denied: { loadBalancingScheme: "EXTERNAL_MANAGED" },
    },
    {
        ids: ["compute.restrictLoadBalancerCreationForTypes"],
        types: [
            "kubernetes:gateway.networking.k8s.io/v1:Gateway",
            "kubernetes:gateway.networking.k8s.io/v1beta1:Gateway",
        ],
        judge: never(
            "spec.gatewayClassName",
            ...["gke-l7-global-external-managed", "gke-l7-regional-external-managed"].flatMap((one) => [
                one,
                `${one}-mc`,
            ]),
            "gke-l7-gxlb",
            "gke-l7-gxlb-mc",
        ),
        wanted: external,
        denied: { "spec.gatewayClassName": "gke-l7-global-external-managed" },
    },
    {
        ids: ["compute.restrictLoadBalancerCreationForTypes"],
        types: ["kubernetes:networking.gke.io/v1:MultiClusterIngress"],
        judge: any("a balancer that faces the internet"),
        wanted: external,
        denied: {},
        at: [""],
    },
    {
        ids: ["custom.networkDisableTargetHTTPProxy"],
        types: [
            "gcp:compute/targetHttpProxy:TargetHttpProxy",
            "gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy",
        ],
        judge: any("a balancer without TLS"),
        wanted: "a target HTTPS proxy",
        denied: {},
        at: [""],
    },
    {
        ids: ["compute.requireSslPolicy"],
        types: [
            "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
            "gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy",
        ],
        judge: given("sslPolicy"),
        wanted: "an SSL policy of the organisation",
        denied: { sslPolicy: undefined },
    },
    {
        ids: ["custom.networkDisableWeakSSLPolicy", "gcp.restrictTLSVersion"],
        types: ["gcp:compute/sSLPolicy:SSLPolicy", "gcp:compute/regionSslPolicy:RegionSslPolicy"],
        judge: only("minTlsVersion", ...TLS),
        wanted: TLS.join(" or "),
        denied: { minTlsVersion: "TLS_1_0" },
    },
    {
        ids: ["custom.networkDisableWeakSSLPolicy"],
        types: ["gcp:compute/sSLPolicy:SSLPolicy", "gcp:compute/regionSslPolicy:RegionSslPolicy"],
        judge: only("profile", "MODERN", "RESTRICTED", "CUSTOM"),
        wanted: "MODERN or RESTRICTED",
        denied: { profile: "COMPATIBLE" },
    },
    {
        ids: ["custom.networkRequireBackendServiceLogging"],
        types: ["gcp:compute/backendService:BackendService", "gcp:compute/regionBackendService:RegionBackendService"],
        judge: only("logConfig.enable", true),
        wanted: "true",
        denied: { logConfig: undefined },
        at: ["logConfig.enable"],
    },
    {
        ids: ["custom.firewallEnforceRuleLogging"],
        types: [FIREWALL],
        judge: ours(given("logConfig")),
        wanted: "logs of the rule, or an exception where the volume forbids them",
        denied: { logConfig: undefined },
    },
    {
        ids: ["custom.firewallRequireDescription"],
        types: [FIREWALL],
        judge: ours(given("description")),
        wanted: "a sentence that says what the rule is for",
        denied: { description: undefined },
    },
    {
        ids: ["custom.firewallRestrictExplicitAllPortsRule"],
        types: [FIREWALL],
        judge: ours(allPorts),
        wanted: "the ports that are needed",
        denied: { allows: [{ protocol: "tcp" }] },
        at: ["allows[0]"],
    },
    {
        ids: ["custom.firewallRestrictPublicAccessRule"],
        types: [FIREWALL],
        judge: fromAnywhere,
        wanted: "source ranges, or an exception for ports that the peers of a public chain dial",
        denied: { sourceRanges: ["0.0.0.0/0"] },
        at: ["sourceRanges[0]"],
    },
    {
        ids: ["custom.firewallEnforcePolicyRuleLogging"],
        types: ["gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule"],
        judge: when("action", (value) => value !== "goto_next", only("enableLogging", true)),
        wanted: "true",
        denied: { enableLogging: false },
    },
    {
        ids: ["custom.dnsRequireManageZoneDNSSEC"],
        types: [ZONE],
        judge: publicZone(only("dnssecConfig.state", "on", "transfer")),
        wanted: "on",
        denied: { dnssecConfig: undefined },
        at: ["dnssecConfig.state"],
    },
    {
        ids: ["custom.dnsAllowedSigningAlgorithms"],
        types: [ZONE],
        judge: publicZone(algorithms),
        wanted: "ecdsap256sha256",
        denied: { "dnssecConfig.defaultKeySpecs": [{ algorithm: "rsasha256" }] },
        at: ["dnssecConfig.defaultKeySpecs[0].algorithm"],
    },
    {
        ids: ["custom.dnsRequirePolicyLogging"],
        types: ["gcp:dns/policy:Policy"],
        judge: only("enableLogging", true),
        wanted: "true",
        denied: { enableLogging: false },
    },
];
