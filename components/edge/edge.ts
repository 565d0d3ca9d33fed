import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Ground } from "../ground/ground";
import type { Edge as EdgeSettings } from "../settings/edge";
import type { Site } from "../workload/site";
import { Answer } from "./answer";
import { Certificates } from "./certificates";
import { Front } from "./front";
import { byHost, checkRoutes, type Exposed } from "./route";
import { Shield } from "./shield";
import { Zone } from "./zone";

export interface EdgeArgs {
    ground: Ground;
    sites: readonly Site[];
    systems: readonly Exposed[];
    /** Default nothing faces the internet. */
    settings: EdgeSettings | undefined;
}

/**
 * What the internet can reach: names, certificates, load balancers, and the routes that systems give. How another region
 * takes over is in docs/runbooks/region-move.md, how a release is ramped in docs/runbooks/traffic-ramp.md.
 */
export class Edge extends pulumi.ComponentResource {
    /** Name servers of the zone, none without one: the domain's registrar must name them, and the zone's DS record. */
    readonly nameServers: pulumi.Output<string[]>;

    constructor(name: string, args: EdgeArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:edge:Edge", name, {}, opts);
        this.nameServers = args.settings ? this.declare(name, args, args.settings) : pulumi.output([]);
        this.registerOutputs();
    }

    private declare(name: string, { ground, sites, systems }: EdgeArgs, settings: EdgeSettings) {
        const { google } = ground;
        const child = { parent: this };
        const hosts = settings.exposed.flatMap((exposed) => exposed.hosts);
        const routes = systems.flatMap((system) => system.routes);
        checkRoutes(routes, hosts);

        const zone = new Zone(name, { google, domain: settings.domain }, child);
        // The domain stays delegated to it while nothing answers.
        if (hosts.length === 0) return zone.zone.nameServers;
        const certificates = new Certificates(name, { google, zone, hosts }, child);
        const tls = new gcp.compute.SSLPolicy(
            name,
            // TLS 1.2 and 1.3 with forward secrecy only (checkov CKV_GCP_4).
            { name, profile: "RESTRICTED", minTlsVersion: "TLS_1_2" },
            { ...child, provider: google.provider, dependsOn: google.ready },
        );
        const shielded = settings.exposed.flatMap(({ system, hosts, limit }) => {
            const shield = new Shield(`${name}-${system}`, { google, limit }, child);
            return systems
                .filter(({ routes }) => routes.some(({ host }) => hosts.includes(host)))
                .map((system) => ({ system, shield }));
        });
        const answering = settings.regions.flatMap((region) => sites.filter((site) => site.region === region));
        const fronts = answering
            .sort((a, b) => Number(b.active) - Number(a.active))
            .map((site) => {
                const front = { site, systems: shielded, certificates, tls: tls.name };
                return new Front(`${name}-${site.region}`, front, child);
            });

        for (const [host, [route]] of byHost(routes))
            new Answer(`${name}-${host}`, { google, zone, host, alive: route.to.readiness, fronts }, child);
        return zone.zone.nameServers;
    }
}
