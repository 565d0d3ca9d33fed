import { isOpen, reader, where } from "../constraint";
import type { Rule } from "../rule";
import { cloudRule, must } from "./demand";
import { openMembers, publicExample } from "./members";

const BUCKET = "gcp:storage/bucket:Bucket";

const retention = reader("retentionPolicy");

/** Buckets and caches. */
export const storage: readonly Rule[] = [
    cloudRule(
        {
            id: "STO-01",
            title: "buckets are private, governed by IAM alone, and keep what is overwritten",
            why: "one public object or one careless overwrite is a leak or a loss that cannot be taken back",
            severity: "high",
            level: "mandatory",
            sameAs: ["CKV_GCP_28", "CKV_GCP_29", "CKV_GCP_78", "CKV_GCP_114", "CIS-G 5.1", "CIS-G 5.2", "GCP-0001"],
        },
        [
            must(BUCKET, "publicAccessPrevention", ["enforced"], "inherited"),
            must(BUCKET, "uniformBucketLevelAccess", [true], false),
            {
                types: [BUCKET],
                *judge(props, resource) {
                    const kept = retention(props);
                    if (!isOpen(kept) && kept !== undefined && kept !== null) return;
                    const judge = where("versioning.enabled", (value) => value === true || value === "true");
                    for (const denial of judge(props, resource))
                        yield isOpen(kept) ? { path: "retentionPolicy", open: true } : denial;
                },
                wanted: "versioning, or a retention policy",
                denied: { "versioning.enabled": false },
            },
            {
                types: [
                    "gcp:storage/bucketIAMMember:BucketIAMMember",
                    "gcp:storage/bucketIAMBinding:BucketIAMBinding",
                    "gcp:storage/bucketIAMPolicy:BucketIAMPolicy",
                    "gcp:storage/bucketAccessControl:BucketAccessControl",
                    "gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl",
                ],
                judge: openMembers,
                wanted: "the members who are meant",
                ...publicExample,
            },
        ],
    ),
    cloudRule(
        {
            id: "RED-01",
            title: "caches ask for a login and speak TLS",
            why: "a cache holds sessions and quotes, and answers whoever is in the network otherwise",
            severity: "high",
            level: "mandatory",
            sameAs: ["CKV_GCP_95", "CKV_GCP_97"],
        },
        [
            must("gcp:redis/instance:Instance", "authEnabled", [true], false),
            must("gcp:redis/instance:Instance", "transitEncryptionMode", ["SERVER_AUTHENTICATION"], "DISABLED"),
            must("gcp:redis/cluster:Cluster", "authorizationMode", ["AUTH_MODE_IAM_AUTH"], "AUTH_MODE_DISABLED"),
            must(
                "gcp:redis/cluster:Cluster",
                "transitEncryptionMode",
                ["TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION"],
                "TRANSIT_ENCRYPTION_MODE_DISABLED",
            ),
            must("gcp:memorystore/instance:Instance", "authorizationMode", ["IAM_AUTH"], "AUTH_DISABLED"),
            must(
                "gcp:memorystore/instance:Instance",
                "transitEncryptionMode",
                ["SERVER_AUTHENTICATION"],
                "TRANSIT_ENCRYPTION_DISABLED",
            ),
        ],
    ),
];
