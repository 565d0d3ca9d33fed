import { all, either, has, is, isNot, isPublic, knownTo, mentions, not, quietly, type Test } from "./facts/condition";

export interface DoorKind {
    way: "in" | "out";
    why: string;
    /** A list whose members are asked one by one, so that what belongs to one is not said of another. */
    each?: string;
    /** When it faces the internet. What Google or Kubernetes does by default counts as declared. */
    open: Test;
    /** Paths worth showing beside it. */
    show?: string[];
}

const inward = (why: string, open: Test, ...show: string[]): DoorKind => ({ way: "in", why, open, show });
const outward = (why: string, open: Test, ...show: string[]): DoorKind => ({ way: "out", why, open, show });

const anyone = ["allUsers", "allAuthenticatedUsers"];
const unlessInternal = quietly(isNot('metadata.annotations["networking.gke.io/load-balancer-type"]', "Internal"));
const scheme = isNot("loadBalancingScheme", "INTERNAL", "INTERNAL_MANAGED", "INTERNAL_SELF_MANAGED");
const external = all(
    isNot("addressType", "INTERNAL"),
    quietly(isNot("purpose", "VPC_PEERING", "PRIVATE_SERVICE_CONNECT")),
);
const ranges = ["sourceRanges", "destinationRanges"];

/** What faces the internet. `gcp:*` is asked of every Google resource. */
export const doors: Readonly<Record<string, DoorKind[]>> = {
    "gcp:*": [
        inward("grants access to anyone", knownTo(either(is("member", ...anyone), is("members", ...anyone))), "role"),
    ],
    "gcp:compute/address:Address": [inward("is an external address", external, "address", "region")],
    "gcp:compute/globalAddress:GlobalAddress": [inward("is an external address", external, "address")],
    "gcp:compute/forwardingRule:ForwardingRule": [inward("accepts traffic", scheme, "portRange", "ports", "allPorts")],
    "gcp:compute/globalForwardingRule:GlobalForwardingRule": [inward("accepts traffic", scheme, "portRange")],
    "gcp:compute/firewall:Firewall": [
        inward(
            "lets addresses from outside reach machines",
            all(
                quietly(isNot("direction", "EGRESS")),
                quietly(has("allows")),
                quietly(isNot("disabled", true)),
                either(
                    isPublic("sourceRanges"),
                    all(not(has("sourceRanges")), not(has("sourceTags")), not(has("sourceServiceAccounts"))),
                ),
            ),
            "allows[*].protocol",
            "allows[*].ports",
            "targetTags",
        ),
        outward(
            "lets machines reach addresses outside",
            all(
                quietly(is("direction", "EGRESS")),
                quietly(has("allows")),
                quietly(isNot("disabled", true)),
                isPublic("destinationRanges"),
            ),
            "allows[*].protocol",
            "allows[*].ports",
            ...ranges,
        ),
    ],
    "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule": [
        inward(
            "lets addresses from outside reach machines",
            all(quietly(is("direction", "INGRESS")), quietly(is("action", "allow")), isPublic("match.srcIpRanges")),
            "match.layer4Configs[*].ports",
        ),
        outward(
            "lets machines reach addresses outside",
            all(quietly(is("direction", "EGRESS")), quietly(is("action", "allow")), isPublic("match.destIpRanges")),
            "match.layer4Configs[*].ports",
        ),
    ],
    "gcp:compute/routerNat:RouterNat": [
        outward(
            "gives machines without an address a way out",
            has("sourceSubnetworkIpRangesToNat"),
            "region",
            "natIps",
        ),
    ],
    "gcp:compute/haVpnGateway:HaVpnGateway": [inward("ends tunnels from outside", has("network"))],
    "gcp:compute/instance:Instance": [
        inward("has an external address", has("networkInterfaces[*].accessConfigs"), "zone"),
    ],
    "gcp:compute/subnetwork:Subnetwork": [
        inward("gives external IPv6 addresses", is("ipv6AccessType", "EXTERNAL"), "region"),
    ],
    "gcp:sql/databaseInstance:DatabaseInstance": [
        inward(
            "has a public address",
            isNot("settings.ipConfiguration.ipv4Enabled", false),
            "settings.ipConfiguration.authorizedNetworks[*].value",
        ),
    ],
    "gcp:alloydb/instance:Instance": [inward("has a public address", is("networkConfig.enablePublicIp", true))],
    "gcp:container/cluster:Cluster": [
        inward(
            "its control plane answers on a public address",
            all(
                isNot("privateClusterConfig.enablePrivateEndpoint", true),
                quietly(isNot("controlPlaneEndpointsConfig.ipEndpointsConfig.enabled", false)),
            ),
            "masterAuthorizedNetworksConfig.cidrBlocks[*].cidrBlock",
        ),
        inward(
            "its control plane answers outside by name, to callers with a Google login",
            is("controlPlaneEndpointsConfig.dnsEndpointConfig.allowExternalTraffic", true),
        ),
        inward("its nodes have public addresses", isNot("privateClusterConfig.enablePrivateNodes", true)),
    ],
    "gcp:container/nodePool:NodePool": [
        inward("its nodes have public addresses", is("networkConfig.enablePrivateNodes", false)),
    ],
    "gcp:cloudrunv2/service:Service": [
        inward("accepts requests", isNot("ingress", "INGRESS_TRAFFIC_INTERNAL_ONLY"), "ingress"),
    ],
    "gcp:dns/managedZone:ManagedZone": [
        inward("answers anybody's questions for names", isNot("visibility", "private"), "dnsName"),
    ],
    "kubernetes:core:Service": [
        inward(
            "is a load balancer",
            all(is("spec.type", "LoadBalancer"), unlessInternal),
            "spec.ports[*].port",
            "spec.loadBalancerSourceRanges",
        ),
        inward("opens a port on every node", is("spec.type", "NodePort"), "spec.ports[*].nodePort"),
        inward("takes external addresses", has("spec.externalIPs")),
    ],
    "kubernetes:networking.k8s.io:Ingress": [
        inward(
            "accepts requests",
            all(
                not(mentions("spec.ingressClassName", "internal")),
                quietly(not(mentions('metadata.annotations["kubernetes.io/ingress.class"]', "internal"))),
            ),
            "spec.rules[*].host",
        ),
    ],
    "kubernetes:gateway.networking.k8s.io:Gateway": [
        inward(
            "accepts requests",
            not(mentions("spec.gatewayClassName", "internal", "rilb")),
            "spec.listeners[*].hostname",
            "spec.listeners[*].port",
        ),
    ],
    // Shown for an internal gateway too: a route alone does not say of which kind its gateway is.
    "kubernetes:gateway.networking.k8s.io:HTTPRoute": [
        inward(
            "names what its gateway passes on to pods",
            all(has("spec.hostnames"), quietly(has("spec.rules[*].backendRefs"))),
            "spec.hostnames",
            "spec.rules[*].matches[*].path.value",
            "spec.rules[*].backendRefs[*].name",
            "spec.rules[*].backendRefs[*].weight",
        ),
    ],
    "kubernetes:networking.k8s.io:NetworkPolicy": [
        {
            ...inward("lets addresses from outside reach pods", isPublic("from[*].ipBlock.cidr"), "ports[*].port"),
            each: "spec.ingress",
        },
        {
            ...outward("lets pods reach addresses outside", isPublic("to[*].ipBlock.cidr"), "ports[*].port"),
            each: "spec.egress",
        },
    ],
};
