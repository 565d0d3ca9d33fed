import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Google } from "../ground/google";
import { googleName } from "./google-name";
import type { Zone } from "./zone";

export interface CertificatesArgs {
    google: Google;
    zone: Zone;
    hosts: readonly string[];
}

/**
 * A certificate for each host, proved by DNS: it exists before any traffic moves, renews by itself, and serves every
 * region's load balancer. @meets S1-16
 */
export class Certificates extends pulumi.ComponentResource {
    /** Name of the certificate map, for Gateways. */
    readonly map: pulumi.Output<string>;
    /** What a Gateway waits for: a certificate asked for under every host. */
    readonly entries: pulumi.Resource[];

    constructor(name: string, args: CertificatesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:edge:Certificates", name, {}, opts);
        const child = { parent: this, provider: args.google.provider, dependsOn: args.google.ready };
        const map = new gcp.certificatemanager.CertificateMap(name, { name }, child);
        this.map = map.name;
        this.entries = args.hosts.flatMap((host, i) => {
            const part = googleName(name, host);
            const proof = new gcp.certificatemanager.DnsAuthorization(
                part,
                { name: part, domain: host, type: "FIXED_RECORD" },
                child,
            );
            const target = proof.dnsResourceRecords.apply(([record]) => record?.data ?? "");
            const challenge = { name: `_acme-challenge.${host}.`, type: "CNAME", ttl: 300 };
            const proved = args.zone.add(`${part}-proof`, { ...challenge, rrdatas: [target] });
            const certificate = new gcp.certificatemanager.Certificate(
                part,
                { name: part, managed: { domains: [host], dnsAuthorizations: [proof.id] } },
                { ...child, dependsOn: proved },
            );
            const entry = (key: string, matches: { hostname: string } | { matcher: string }) =>
                new gcp.certificatemanager.CertificateMapEntry(
                    key,
                    { name: key, map: map.name, certificates: [certificate.id], ...matches },
                    child,
                );
            // Who asks without a name, as Google's health checks may, is shown the first host's.
            return [
                entry(part, { hostname: host }),
                ...(i === 0 ? [entry(`${name}-primary`, { matcher: "PRIMARY" })] : []),
            ];
        });
        this.registerOutputs({ map: this.map });
    }
}
