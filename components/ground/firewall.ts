import * as gcp from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import { guarded } from "./guard";

/** Addresses of private.googleapis.com: Google's APIs without leaving the private network. */
export const PRIVATE_GOOGLE_APIS = "199.36.153.8/30";

/**
 * Default deny both ways, then named allowances. Which pod may talk to which is the business of network policies; these
 * rules bound what nodes can do at all. @meets S0-14
 */
export function declareFirewall(
    name: string,
    network: gcp.compute.Network,
    supernet: string,
    child: pulumi.CustomResourceOptions,
): void {
    const logConfig = { metadata: "INCLUDE_ALL_METADATA" };
    const rule = (part: string, args: Omit<gcp.compute.FirewallArgs, "network" | "name">) =>
        new gcp.compute.Firewall(`${name}-${part}`, { name: `${name}-${part}`, network: network.id, ...args }, child);

    rule("deny-ingress", {
        direction: "INGRESS",
        priority: 65534,
        sourceRanges: ["0.0.0.0/0"],
        denies: [{ protocol: "all" }],
        logConfig,
    });
    rule("deny-egress", {
        direction: "EGRESS",
        priority: 65534,
        destinationRanges: ["0.0.0.0/0"],
        denies: [{ protocol: "all" }],
        logConfig,
    });
    rule("allow-inside", {
        description: "nodes, pods and managed services reach each other; network policies decide which pods",
        direction: "INGRESS",
        priority: 1000,
        sourceRanges: [supernet],
        allows: [{ protocol: "tcp" }, { protocol: "udp" }, { protocol: "icmp" }],
    });
    rule("allow-egress-inside", {
        description: "nodes, pods and managed services reach each other; network policies decide which pods",
        direction: "EGRESS",
        priority: 1000,
        destinationRanges: [supernet],
        allows: [{ protocol: "tcp" }, { protocol: "udp" }, { protocol: "icmp" }],
    });
    rule("allow-egress-google", {
        description: "Google's APIs over private addresses",
        direction: "EGRESS",
        priority: 1000,
        destinationRanges: [PRIVATE_GOOGLE_APIS],
        allows: [{ protocol: "tcp", ports: ["443"] }],
    });
    rule("allow-egress-https", {
        description: "RPC vendors, oracles and alert receivers over TLS; network policies decide which pods",
        direction: "EGRESS",
        priority: 2000,
        destinationRanges: ["0.0.0.0/0"],
        allows: [{ protocol: "tcp", ports: ["443"] }],
    });
}

/** Sends Google's API names to the private addresses, and logs who asks for which name. */
export function declarePrivateDns(
    name: string,
    network: gcp.compute.Network,
    child: pulumi.CustomResourceOptions,
): void {
    // A name is often the only trace of what a pod that was taken over talked to.
    new gcp.dns.Policy(name, { name, networks: [{ networkUrl: network.id }], enableLogging: true }, child);

    const hosts = { googleapis: "googleapis.com.", "artifact-registry": "pkg.dev." };
    for (const [part, dnsName] of Object.entries(hosts)) {
        const zone = new gcp.dns.ManagedZone(
            `${name}-${part}`,
            {
                name: `${name}-${part}`,
                dnsName,
                visibility: "private",
                privateVisibilityConfig: { networks: [{ networkUrl: network.id }] },
            },
            { ...child, ...guarded.opts },
        );
        const apex = part === "googleapis" ? `private.${dnsName}` : dnsName;
        new gcp.dns.RecordSet(
            `${name}-${part}-apex`,
            {
                managedZone: zone.name,
                name: apex,
                type: "A",
                ttl: 300,
                rrdatas: ["199.36.153.8", "199.36.153.9", "199.36.153.10", "199.36.153.11"],
            },
            child,
        );
        new gcp.dns.RecordSet(
            `${name}-${part}-names`,
            { managedZone: zone.name, name: `*.${dnsName}`, type: "CNAME", ttl: 300, rrdatas: [apex] },
            child,
        );
    }
}
