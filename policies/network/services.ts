import { list } from "../cel";
import { isOpen, reader } from "../constraint";
import { onlyPeers, PEERS } from "../ports";
import type { Rule } from "../rule";
import { own } from "../value";
import { isService, kindOf, PUBLIC, reachOf, service } from "./reach";

const external = reader("spec.externalIPs");

const FOR_PEERS =
    "object.spec.type == 'LoadBalancer' && has(object.spec.ports) && object.spec.ports.size() > 0 && " +
    `object.spec.ports.all(p, string(p.port) in ${list(PEERS)})`;

export const services: Rule = {
    id: "NET-03",
    title: "no Service opens a way into the cluster by itself",
    why: "what comes in should come through the gateway, where TLS, limits and rules are",
    severity: "high",
    level: "mandatory",
    sameAs: [
        "KSV-0050",
        "kube-linter:exposed-services",
        "gatekeeper:block-nodeport-services",
        "kyverno:restrict-external-ips",
    ],
    cel: [
        {
            of: "services",
            passes:
                `(!(${PUBLIC}) || (${FOR_PEERS})) && ` +
                "(!has(object.spec.externalIPs) || object.spec.externalIPs.size() == 0)",
        },
    ],
    appliesTo: isService,
    *judge({ resource: { props } }) {
        const reach = reachOf(props);
        if (typeof reach === "object") yield { path: reach.open, undetermined: "the value comes from elsewhere" };
        // The peers of a chain come from everywhere.
        else if (
            reach === "public" &&
            !(kindOf(props) === "LoadBalancer" && onlyPeers(own(own(props, "spec"), "ports")))
        ) {
            const found = kindOf(props) === "NodePort" ? "NodePort" : "LoadBalancer, open to every address";
            yield { path: "spec.type", found, wanted: "ClusterIP, or loadBalancerSourceRanges" };
        }
        const ips = external(props);
        if (isOpen(ips)) yield { path: "spec.externalIPs", undetermined: "the value comes from elsewhere" };
        else if (Array.isArray(ips) && ips.length > 0)
            yield {
                path: "spec.externalIPs",
                found: "addresses that anybody may claim",
                wanted: "a load balancer",
            };
    },
    good: [
        service({ type: "ClusterIP" }),
        service({ type: "LoadBalancer", loadBalancerSourceRanges: ["203.0.113.0/24"] }),
        service({ type: "LoadBalancer", ports: [{ port: 26656 }] }),
        service({ type: "LoadBalancer" }, { annotations: { "networking.gke.io/load-balancer-type": "Internal" } }),
    ],
    bad: [
        { ...service({ type: "LoadBalancer" }), at: ["spec.type"] },
        { ...service({ type: "NodePort" }), at: ["spec.type"] },
        { ...service({ externalIPs: ["203.0.113.1"] }), at: ["spec.externalIPs"] },
    ],
    open: [{ ...service({ type: { $unknown: true } }), unknownPaths: ["spec.type"], at: ["spec.type"] }],
};
