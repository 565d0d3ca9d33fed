import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { type CustomResourceArgs, customResource, type Kind } from "../boundary/custom/custom-resource";
import { Namespace } from "../boundary/namespace";
import { at } from "../ground/by-region";
import { guarded } from "../ground/guard";
import type { Site } from "../workload/site";
import type { Certificates } from "./certificates";
import { GATEWAY, gatewaySpec, redirectSpec, routeSpec } from "./http-route";
import type { Exposed } from "./route";
import { byHost, exposedServices } from "./route";
import { backendPolicySpec, healthCheckSpec } from "./service-policy";
import type { Shield } from "./shield";

export interface FrontArgs {
    site: Site;
    systems: readonly { system: Exposed; shield: Shield }[];
    certificates: Certificates;
    /** Name of the policy that says which TLS is spoken. */
    tls: pulumi.Input<string>;
}

/**
 * What one region shows to the internet: an address, the Gateway behind it, and the routes to its own workloads.
 * @meets S1-15, S1-16, S3-11
 */
export class Front extends pulumi.ComponentResource {
    readonly region: string;
    readonly address: pulumi.Output<string>;

    constructor(name: string, args: FrontArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:edge:Front", name, {}, opts);
        const { site, systems, certificates } = args;
        const { google } = site.ground;
        this.region = site.region;

        const address = new gcp.compute.GlobalAddress(
            name,
            { name, description: `Where ${site.region} answers the internet`, ...guarded.policy },
            { parent: this, provider: google.provider, dependsOn: google.ready, ...guarded.opts },
        );
        this.address = address.address;

        // Nothing runs beside the Gateway, so nobody there can speak for it.
        const home = new Namespace(
            name,
            { cluster: site.cluster, namespace: GATEWAY, quota: { cpu: 0, memoryGb: 0, pods: 0 } },
            { parent: this },
        );
        const resource = <K extends Kind>(
            kind: K,
            part: string,
            { child }: Namespace,
            args: CustomResourceArgs<K>,
            dependsOn: pulumi.Input<pulumi.Resource>[] = [],
        ) =>
            customResource(
                kind,
                `${name}-${part}`,
                args,
                pulumi.mergeOptions({ ...child, parent: this }, { dependsOn }),
            );
        const metadata = { name: GATEWAY, namespace: GATEWAY };
        const gateway = resource(
            "Gateway",
            "gateway",
            home,
            {
                metadata: { ...metadata, annotations: { "networking.gke.io/certmap": certificates.map } },
                spec: gatewaySpec(
                    address.name,
                    systems.flatMap(({ system }) => system.routes),
                ),
            },
            certificates.entries,
        );
        resource(
            "GCPGatewayPolicy",
            "tls",
            home,
            {
                metadata,
                spec: {
                    default: { sslPolicy: args.tls },
                    targetRef: { group: "gateway.networking.k8s.io", kind: "Gateway", name: GATEWAY },
                },
            },
            [gateway],
        );
        resource(
            "HTTPRoute",
            "redirect",
            home,
            { metadata: { name: "redirect", namespace: GATEWAY }, spec: redirectSpec },
            [gateway],
        );
        for (const { system, shield } of systems) {
            const there = at(system.namespaces, site.region);
            // GKE takes a route only from the namespace of its Services, and a policy only from that of its target.
            const policies = exposedServices(system.routes).flatMap((service) => {
                const metadata = { name: service.name, namespace: service.namespace };
                const part = `${service.namespace}-${service.name}`;
                return [
                    resource("GCPBackendPolicy", `${part}-backend`, there, {
                        metadata,
                        spec: backendPolicySpec(service, shield.policy),
                    }),
                    resource("HealthCheckPolicy", `${part}-health`, there, {
                        metadata,
                        spec: healthCheckSpec(service),
                    }),
                ];
            });
            for (const [host, routes] of byHost(system.routes))
                resource(
                    "HTTPRoute",
                    host,
                    there,
                    {
                        metadata: { name: host, namespace: routes[0].to.namespace },
                        spec: routeSpec(host, routes),
                    },
                    [gateway, ...policies],
                );
        }
        this.registerOutputs({ address: this.address });
    }
}
