import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Agent, Google } from "./google";
import { guarded } from "./guard";
import { declareKeyRing } from "./key-ring";

/** What a key encrypts, and Google's agents that use it for us. */
const PURPOSES = {
    database: ["sqladmin"],
    secrets: ["secretmanager"],
    clusters: ["container"],
    disks: ["compute"],
    caches: ["redis"],
    // The agent in the cluster writes the objects, the service the volumes: Google's "About CMEK" of Backup for GKE.
    backups: ["container", "gkebackup"],
    // Audit logs: the archive. Cloud Logging's own agent comes with the first sink, so components/ground/audit.ts grants.
    logs: ["storage"],
    messages: ["pubsub"],
} as const satisfies Record<string, readonly [Agent, ...Agent[]]>;

type Purpose = keyof typeof PURPOSES;

/** A key and the grant without which nothing can be encrypted with it. */
export interface EncryptionKey {
    id: pulumi.Output<string>;
    /** Depend on this, so that the first use does not come before the permission. */
    grant: pulumi.Resource;
}

/** 90 days, the longest that CIS allows (checkov CKV_GCP_43). */
export const ROTATION = `${90 * 86400}s`;

/** One region's key ring, with a customer-managed encryption key for each kind of data that rests there. */
export class Keys extends pulumi.ComponentResource {
    readonly ring: gcp.kms.KeyRing;
    readonly encryption: Record<Purpose, EncryptionKey>;

    constructor(name: string, args: { google: Google; region: string }, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Keys", name, {}, opts);
        const child = { parent: this, provider: args.google.provider };

        this.ring = declareKeyRing(name, { google: args.google, location: args.region }, child);
        const key = (purpose: Purpose): EncryptionKey => {
            const key = new gcp.kms.CryptoKey(
                `${name}-${purpose}`,
                {
                    name: purpose,
                    keyRing: this.ring.id,
                    purpose: "ENCRYPT_DECRYPT",
                    rotationPeriod: ROTATION,
                    versionTemplate: { algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION", protectionLevel: "HSM" },
                    ...guarded.policy,
                },
                { ...child, ...guarded.opts },
            );
            const [first, ...others] = PURPOSES[purpose];
            const grantTo = (agent: Agent, part: string, dependsOn: pulumi.Resource[]) =>
                new gcp.kms.CryptoKeyIAMMember(
                    `${name}-${purpose}-${part}`,
                    {
                        cryptoKeyId: key.id,
                        role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
                        member: args.google.agent(agent),
                    },
                    { ...child, dependsOn },
                );
            // One after the other, so that the last one stands for all.
            const grant = others.reduce(
                (before, agent) => grantTo(agent, agent, [before]),
                grantTo(first, "agent", []),
            );
            return { id: key.id, grant };
        };
        this.encryption = {
            database: key("database"),
            secrets: key("secrets"),
            clusters: key("clusters"),
            disks: key("disks"),
            caches: key("caches"),
            backups: key("backups"),
            logs: key("logs"),
            messages: key("messages"),
        };
        this.registerOutputs({ ring: this.ring.id });
    }
}
