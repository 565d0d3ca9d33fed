/** What one kind of resource takes to look at and to change. */
interface Rights {
    /** Permissions to look. Both deployers have them. */
    read: readonly string[];
    /** Permissions to change, in place of a role that could also read what is inside or destroy it. */
    write?: readonly string[];
    /** Google's own roles to look, where single permissions cannot be had in a custom role or are too many. */
    viewer?: readonly string[];
    /** Google's own roles to change. */
    admin?: readonly string[];
    why: string;
}

const each = (resource: string, verbs: string) => verbs.split(" ").map((verb) => `${resource}.${verb}`);

/**
 * What `pulumi up` and `pulumi preview` need, by Pulumi module (`gcp:sql/…` is `sql`). A test holds it against what the
 * networks declare: no module without a line, no line without a module. Permissions by role: Google's IAM reference.
 *
 * Neither deployer reads what a secret, database, bucket or log in Google Cloud holds, uses a key, or deletes any of
 * them: that takes a person. What `apply` can do all the same: read the Secrets and delete the clusters of GKE, read the
 * AUTH string of Redis, and grant itself more on a single secret or key, which the audit log tells.
 */
export const RIGHTS: Readonly<Record<string, Rights>> = {
    compute: {
        read: ["networks", "subnetworks", "routers", "addresses", "globalAddresses", "firewalls"].map(
            (kind) => `compute.${kind}.get`,
        ),
        admin: ["roles/compute.networkAdmin", "roles/compute.securityAdmin"],
        why: "networks, addresses, NAT; firewall rules are the second role's. No machines: those are GKE's",
    },
    container: {
        read: each("container.clusters", "get"),
        viewer: ["roles/container.viewer"],
        admin: ["roles/container.admin"],
        why: "clusters and everything in them: charts bring roles, so less than admin cannot install them",
    },
    binaryauthorization: {
        read: each("binaryauthorization.policy", "get"),
        admin: ["roles/binaryauthorization.policyEditor"],
        why: "where images may come from",
    },
    servicenetworking: {
        read: each("servicenetworking.services", "get"),
        admin: ["roles/servicenetworking.networksAdmin"],
        why: "private addresses of managed services",
    },
    dns: {
        read: [
            ...each("dns.managedZones", "get"),
            ...each("dns.policies", "get"),
            ...each("dns.resourceRecordSets", "get list"),
        ],
        admin: ["roles/dns.admin"],
        why: "zones and records",
    },
    certificatemanager: {
        read: ["certs", "certmaps", "certmapentries", "dnsauthorizations"].flatMap((kind) =>
            each(`certificatemanager.${kind}`, "get list"),
        ),
        admin: ["roles/certificatemanager.owner"],
        why: "certificates of what the internet reaches, which renew by themselves",
    },
    kms: {
        read: [
            ...each("cloudkms.keyRings", "get"),
            ...each("cloudkms.cryptoKeys", "get getIamPolicy"),
            ...each("cloudkms.cryptoKeyVersions", "get list"),
        ],
        write: [
            ...each("cloudkms.keyRings", "create"),
            ...each("cloudkms.cryptoKeys", "create update setIamPolicy"),
            ...each("cloudkms.cryptoKeyVersions", "create"),
        ],
        why: "makes keys and says who uses them; roles/cloudkms.admin could also destroy them",
    },
    secretmanager: {
        read: [...each("secretmanager.secrets", "get getIamPolicy"), ...each("secretmanager.versions", "get list")],
        write: [
            ...each("secretmanager.secrets", "create update setIamPolicy"),
            ...each("secretmanager.versions", "add enable disable"),
        ],
        why: "roles/secretmanager.admin could also read every value",
    },
    sql: {
        read: [
            ...each("cloudsql.instances", "get list"),
            ...each("cloudsql.databases", "get list"),
            ...each("cloudsql.users", "get list"),
        ],
        write: [
            ...each("cloudsql.instances", "create update promoteReplica restart"),
            ...each("cloudsql.databases", "create update"),
            ...each("cloudsql.users", "create update delete"),
        ],
        why: "roles/cloudsql.admin, and even the viewer, could also export every row to a bucket",
    },
    redis: {
        read: [...each("redis.instances", "get"), ...each("redis.operations", "get")],
        write: each("redis.instances", "create update getAuthString"),
        why: "the provider reads the AUTH string that Memorystore makes, so whoever applies can; a preview cannot refresh it",
    },
    storage: {
        read: each("storage.buckets", "get getIamPolicy"),
        write: each("storage.buckets", "create update setIamPolicy"),
        why: "roles/storage.admin could also read and delete every object",
    },
    logging: {
        read: [
            ...each("logging.buckets", "get"),
            ...each("logging.sinks", "get"),
            ...each("logging.exclusions", "get"),
            ...each("logging.logMetrics", "get"),
            ...each("logging.notificationRules", "get"),
            ...each("logging.operations", "get"),
        ],
        write: [
            ...each("logging.buckets", "create update"),
            ...each("logging.sinks", "create update"),
            ...each("logging.exclusions", "create update"),
            ...each("logging.logMetrics", "create update"),
            // What an alert on log entries becomes.
            ...each("logging.notificationRules", "create update"),
        ],
        why: "roles/logging.configWriter could also delete sinks and logs",
    },
    gkebackup: {
        read: [
            ...each("gkebackup.backupPlans", "get"),
            ...each("gkebackup.restorePlans", "get"),
            ...each("gkebackup.operations", "get"),
        ],
        write: [...each("gkebackup.backupPlans", "create update"), ...each("gkebackup.restorePlans", "create update")],
        why: "plans only: restoring is for a person, and so is deleting a backup",
    },
    pubsub: {
        read: each("pubsub.topics", "get getIamPolicy"),
        write: each("pubsub.topics", "create update setIamPolicy"),
        why: "the topic of the budget, not its messages",
    },
    monitoring: {
        read: ["alertPolicies", "notificationChannels", "uptimeCheckConfigs", "dashboards"].map(
            (kind) => `monitoring.${kind}.get`,
        ),
        admin: ["alertPolicy", "notificationChannel", "uptimeCheckConfig", "dashboard"].map(
            (kind) => `roles/monitoring.${kind}Editor`,
        ),
        why: "what Google watches itself, whom that tells, and what is seen of it",
    },
    serviceaccount: {
        read: each("iam.serviceAccounts", "get getIamPolicy"),
        admin: ["roles/iam.serviceAccountAdmin"],
        why: "identities of workloads and who acts as them; the role cannot make keys",
    },
    projects: {
        read: [
            ...each("resourcemanager.projects", "get getIamPolicy"),
            ...each("serviceusage.services", "get list"),
            ...each("iam.roles", "get"),
        ],
        admin: ["roles/serviceusage.serviceUsageAdmin", "roles/resourcemanager.projectIamAdmin"],
        why: "APIs, audit configuration, and the project-wide roles of GRANTABLE alone",
    },
    iam: {
        read: [],
        viewer: ["roles/iam.workloadIdentityPoolViewer"],
        why: "who may deploy is changed by a person, never by a deployment",
    },
    billing: {
        read: [],
        why: "budgets belong to the billing account, whose administrator grants roles/billing.costsManager there",
    },
};

/** The project-wide roles that a deployment may grant. Any other takes a person. */
export const GRANTABLE: readonly string[] = [
    "roles/artifactregistry.reader",
    "roles/cloudsql.client",
    "roles/cloudsql.instanceUser",
    "roles/container.defaultNodeServiceAccount",
    "roles/telemetry.tracesWriter",
];

const all = Object.values(RIGHTS);
const once = (names: readonly string[]) => [...new Set(names)].sort();

/** By deployer: permissions for a role of its own, and Google's roles. */
export const DEPLOYERS = {
    preview: {
        permissions: once(all.flatMap(({ read }) => read)),
        roles: once(all.flatMap(({ viewer = [] }) => viewer)),
    },
    apply: {
        permissions: once(all.flatMap(({ read, write = [] }) => [...read, ...write])),
        // Who changes a thing can look at it, unless the thing is not theirs to change.
        roles: once(all.flatMap(({ viewer = [], admin = viewer }) => admin)),
    },
} as const;
