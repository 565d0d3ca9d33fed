import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Google } from "./google";
import { guarded } from "./guard";
import type { Keys } from "./keys";

export interface AuditArgs {
    google: Google;
    /** Region of the logs. */
    location: string;
    /** Keys of that region. */
    keys: Keys;
    /** Days that entries can be searched. */
    searchableDays: number;
    /** Days that entries are kept in the archive. */
    archiveDays: number;
    /** Nobody can shorten either any more, ever. */
    locked: boolean;
}

/** The four kinds of Cloud Audit Logs. pgaudit's entries are in the second one. */
const FILTER = ["activity", "data_access", "system_event", "policy"]
    .map((log) => `log_id("cloudaudit.googleapis.com/${log}")`)
    .join(" OR ");

const EVERYTHING = ["ADMIN_READ", "DATA_READ", "DATA_WRITE"];

/**
 * Who did what in the project, reads of secrets and uses of keys included: in a log bucket to search in, and in an
 * archive in which nobody can change or delete an entry before its time. @meets S0-25, S1-17
 */
export class Audit extends pulumi.ComponentResource {
    constructor(name: string, args: AuditArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Audit", name, {}, opts);
        const { google, location, keys, locked } = args;
        const child = { parent: this, provider: google.provider };
        // Without these there is nothing to look into afterwards, so they are guarded like the logs themselves.
        const kept = { ...child, ...guarded.opts };

        new gcp.projects.IAMAuditConfig(
            name,
            {
                project: google.project,
                service: "allServices",
                auditLogConfigs: EVERYTHING.map((logType) => ({ logType })),
            },
            { ...kept, dependsOn: google.ready },
        );
        const archive = this.archive(name, args, kept);
        const toArchive = this.sink(
            `${name}-archive`,
            pulumi.interpolate`storage.googleapis.com/${archive.name}`,
            kept,
        );
        new gcp.storage.BucketIAMMember(
            `${name}-archive-writer`,
            { bucket: archive.name, role: "roles/storage.objectCreator", member: toArchive.writerIdentity },
            child,
        );
        // Cloud Logging's agent exists from its first sink on (google/stellar-engine#257): only then can it get the key.
        const writer = new gcp.kms.CryptoKeyIAMMember(
            `${name}-key`,
            {
                cryptoKeyId: keys.encryption.logs.id,
                role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
                member: toArchive.writerIdentity,
            },
            child,
        );
        const searchable = new gcp.logging.ProjectBucketConfig(
            name,
            {
                project: google.project,
                location,
                bucketId: name,
                description: "Audit logs, to search in",
                retentionDays: args.searchableDays,
                locked,
                enableAnalytics: true,
                cmekSettings: { kmsKeyName: keys.encryption.logs.id },
                ...guarded.policy,
            },
            { ...kept, dependsOn: [writer] },
        );
        this.sink(
            name,
            pulumi.interpolate`logging.googleapis.com/projects/${google.project}/locations/${location}/buckets/${searchable.bucketId}`,
            kept,
        );
        this.registerOutputs();
    }

    /**
     * No access log (checkov CKV_GCP_62): reads and writes of every bucket are in the audit log already. No versions
     * (CKV_GCP_78): Cloud Storage does not take them together with a retention policy, which keeps more than they do.
     */
    private archive(name: string, { google, location, keys, archiveDays, locked }: AuditArgs, kept: KeptOptions) {
        return new gcp.storage.Bucket(
            `${name}-archive`,
            {
                name: `${google.project}-${name}`,
                location,
                storageClass: "ARCHIVE",
                uniformBucketLevelAccess: true,
                publicAccessPrevention: "enforced",
                forceDestroy: false,
                encryption: { defaultKmsKeyName: keys.encryption.logs.id },
                retentionPolicy: { retentionPeriod: String(archiveDays * 86400), isLocked: locked },
                lifecycleRules: [{ action: { type: "Delete" }, condition: { age: archiveDays } }],
                ...guarded.policy,
            },
            { ...kept, dependsOn: [keys.encryption.logs.grant] },
        );
    }

    private sink(name: string, destination: pulumi.Output<string>, kept: KeptOptions) {
        return new gcp.logging.ProjectSink(
            name,
            { name, destination, filter: FILTER, uniqueWriterIdentity: true, ...guarded.policy },
            kept,
        );
    }
}

type KeptOptions = pulumi.CustomResourceOptions;
