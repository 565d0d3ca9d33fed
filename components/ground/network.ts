import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { RegionRanges } from "./addresses";
import { privateServicesRange, regionRanges } from "./addresses";
import { declareFirewall, declarePrivateDns } from "./firewall";
import type { Google } from "./google";

export interface NetworkArgs {
    google: Google;
    /** Range that all subnets are cut from, /10 to /13. */
    supernet: string;
    regions: readonly { name: string; block: number }[];
}

/** What one region has of the network. */
export interface RegionNetwork {
    ranges: RegionRanges;
    subnetwork: gcp.compute.Subnetwork;
    /** Addresses that the region's traffic to the internet comes from; RPC vendors allow-list them. */
    egress: pulumi.Output<string>[];
}

/** Names of a subnet's secondary ranges, as clusters refer to them. */
export const PODS = "pods";
export const SERVICES = "services";

/** One private network: a subnet per region, a way out with known addresses, no way in. @meets S0-12, S0-14 */
export class Network extends pulumi.ComponentResource {
    readonly network: gcp.compute.Network;
    readonly regions: Record<string, RegionNetwork>;
    /** Range of managed databases and caches. */
    readonly privateServices: string;
    /** Exists once managed databases and caches can get a private address. */
    readonly privateConnection: gcp.servicenetworking.Connection;

    constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Network", name, {}, opts);
        const child = { parent: this, provider: args.google.provider };

        this.network = new gcp.compute.Network(
            name,
            { name, autoCreateSubnetworks: false, routingMode: "GLOBAL" },
            { ...child, dependsOn: args.google.ready },
        );
        this.regions = Object.fromEntries(
            args.regions.map(({ name: region, block }) => [
                region,
                this.region(`${name}-${region}`, region, regionRanges(args.supernet, block), args.google, child),
            ]),
        );
        this.privateServices = privateServicesRange(args.supernet);
        this.privateConnection = this.connectPrivateServices(name, child);
        declareFirewall(name, this.network, args.supernet, child);
        declarePrivateDns(name, this.network, child);

        this.registerOutputs({ network: this.network.id });
    }

    private region(
        name: string,
        region: string,
        ranges: RegionRanges,
        google: Google,
        child: pulumi.CustomResourceOptions,
    ) {
        const subnetwork = new gcp.compute.Subnetwork(
            name,
            {
                name,
                region,
                network: this.network.id,
                ipCidrRange: ranges.nodes,
                secondaryIpRanges: [
                    { rangeName: PODS, ipCidrRange: ranges.pods },
                    { rangeName: SERVICES, ipCidrRange: ranges.services },
                ],
                privateIpGoogleAccess: true,
                logConfig: {
                    aggregationInterval: "INTERVAL_5_MIN",
                    flowSampling: 0.5,
                    metadata: "INCLUDE_ALL_METADATA",
                },
            },
            child,
        );
        const router = new gcp.compute.Router(`${name}-router`, { name, region, network: this.network.id }, child);
        const addresses = ["a", "b"].map(
            (letter) =>
                new gcp.compute.Address(
                    `${name}-egress-${letter}`,
                    { name: `${name}-egress-${letter}`, region, addressType: "EXTERNAL" },
                    // In no network, so the API is all that it waits for.
                    { ...child, dependsOn: google.ready },
                ),
        );
        new gcp.compute.RouterNat(
            `${name}-nat`,
            {
                name,
                region,
                router: router.name,
                natIpAllocateOption: "MANUAL_ONLY",
                natIps: addresses.map((address) => address.selfLink),
                sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
                subnetworks: [{ name: subnetwork.id, sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
                enableDynamicPortAllocation: true,
                enableEndpointIndependentMapping: false,
                minPortsPerVm: 64,
                logConfig: { enable: true, filter: "ERRORS_ONLY" },
            },
            child,
        );
        return { ranges, subnetwork, egress: addresses.map((address) => address.address) };
    }

    private connectPrivateServices(name: string, child: pulumi.CustomResourceOptions) {
        const [address, length] = this.privateServices.split("/");
        const range = new gcp.compute.GlobalAddress(
            `${name}-private-services`,
            {
                name: `${name}-private-services`,
                purpose: "VPC_PEERING",
                addressType: "INTERNAL",
                address: address ?? "",
                prefixLength: Number(length),
                network: this.network.id,
            },
            child,
        );
        return new gcp.servicenetworking.Connection(
            `${name}-private-services`,
            {
                network: this.network.id,
                service: "servicenetworking.googleapis.com",
                reservedPeeringRanges: [range.name],
                // Google refuses to take it down while a database uses it, and the network takes it along anyway.
                deletionPolicy: "ABANDON",
            },
            child,
        );
    }
}
