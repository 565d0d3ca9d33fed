import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Audit } from "./audit";
import type { Google } from "./google";
import { guarded } from "./guard";
import type { Keys } from "./keys";

export interface LogsArgs {
    google: Google;
    /** Region of the logs. */
    location: string;
    /** Keys of that region. */
    keys: Keys;
    /** It lets Cloud Logging use the key. */
    audit: Audit;
    /** Days that entries are kept. */
    retentionDays: number;
    /** Whether entries of severity DEBUG are kept. */
    debug: boolean;
}

const KINDS = ["k8s_container", "k8s_pod", "k8s_node", "k8s_cluster"];

/** What clusters and what runs in them write. Their audit logs have a bucket of their own. */
const FILTER = [
    `resource.type=(${KINDS.map((kind) => `"${kind}"`).join(" OR ")})`,
    'NOT logName:"cloudaudit.googleapis.com"',
].join(" AND ");

/** Entries that tell nobody anything. */
const PROBES = {
    name: "probes",
    description: "Requests of kubelets, load balancers and Prometheus that ask whether somebody is there",
    filter: 'httpRequest.userAgent=~"^(kube-probe|GoogleHC|Prometheus)/"',
};
const DEBUG = { name: "debug", description: "Details of what went well", filter: 'severity="DEBUG"' };

/**
 * Logs of workloads and clusters in one region, under a key of ours, for a time that the stack file says. The project's own
 * bucket `_Default` is in no region and keeps 30 days, so it does not get them. @meets S1-26, S3-09, S4-14
 */
export class Logs extends pulumi.ComponentResource {
    constructor(name: string, args: LogsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Logs", name, {}, opts);
        const { google, location, keys, retentionDays, debug } = args;
        const child = { parent: this, provider: google.provider, ...guarded.opts };

        const bucket = new gcp.logging.ProjectBucketConfig(
            name,
            {
                project: google.project,
                location,
                bucketId: name,
                description: "Logs of workloads and clusters",
                retentionDays,
                enableAnalytics: true,
                cmekSettings: { kmsKeyName: keys.encryption.logs.id },
                ...guarded.policy,
            },
            { ...child, dependsOn: [args.audit] },
        );
        const sink = new gcp.logging.ProjectSink(
            name,
            {
                name,
                destination: pulumi.interpolate`logging.googleapis.com/projects/${google.project}/locations/${location}/buckets/${bucket.bucketId}`,
                filter: FILTER,
                exclusions: [PROBES, ...(debug ? [] : [DEBUG])],
                uniqueWriterIdentity: true,
                ...guarded.policy,
            },
            child,
        );
        new gcp.logging.ProjectExclusion(
            name,
            { name, description: `They are in the bucket ${name}`, filter: FILTER },
            // Not before they are somewhere else.
            { parent: this, provider: google.provider, dependsOn: [sink] },
        );
        this.registerOutputs();
    }
}
