import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Google } from "../ground/google";
import { guarded } from "../ground/guard";

/**
 * Who may issue certificates in the zone: Google Trust Services, the authority of Certificate Manager
 * (cloud.google.com/load-balancing/docs/ssl-certificates/google-managed-certs#caa), and nobody for wildcards.
 */
const AUTHORITIES = ['0 issue "pki.goog"', '0 issuewild ";"'];

/** ECDSA for both keys of DNSSEC: short answers, and no SHA-1 (checkov CKV_GCP_17). */
const KEYS = ["keySigning", "zoneSigning"].map((keyType) => ({
    algorithm: "ecdsap256sha256",
    keyLength: 256,
    keyType,
}));

/** The public DNS zone of a domain, signed, with its questions logged. */
export class Zone extends pulumi.ComponentResource {
    readonly zone: gcp.dns.ManagedZone;
    private readonly google: Google;

    constructor(name: string, args: { google: Google; domain: string }, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:edge:Zone", name, {}, opts);
        this.google = args.google;
        this.zone = new gcp.dns.ManagedZone(
            name,
            {
                name,
                dnsName: `${args.domain}.`,
                description: `Public names in ${args.domain}`,
                visibility: "public",
                dnssecConfig: { state: "on", nonExistence: "nsec3", defaultKeySpecs: KEYS },
                cloudLoggingConfig: { enableLogging: true },
                ...guarded.policy,
            },
            // A new zone has other name servers and keys: the domain is gone until its registrar knows them.
            { parent: this, provider: args.google.provider, dependsOn: args.google.ready, ...guarded.opts },
        );
        this.add(`${name}-authorities`, { name: `${args.domain}.`, type: "CAA", ttl: 3600, rrdatas: AUTHORITIES });
        this.registerOutputs({ nameServers: this.zone.nameServers });
    }

    /** Adds a record; `name` ends in a dot. */
    add(name: string, record: Omit<gcp.dns.RecordSetArgs, "managedZone">): gcp.dns.RecordSet {
        const options = { parent: this, provider: this.google.provider };
        return new gcp.dns.RecordSet(name, { managedZone: this.zone.name, ...record }, options);
    }
}
