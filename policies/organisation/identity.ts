import {
    any,
    type Constraint,
    type Denial,
    entries,
    isOpen,
    type Judge,
    type Read,
    reader,
    where,
} from "../constraint";
import type { Json } from "../rule";
import { asText } from "../value";

/** Grants of a role, on whatever they are: on a project, an account, a key, a secret, a bucket. */
const GRANTS = [
    "artifactregistry/repositoryIam",
    "billing/accountIam",
    "folder/iAM",
    "kms/cryptoKeyIAM",
    "kms/keyRingIAM",
    "organizations/iAM",
    "projects/iAM",
    "pubsub/subscriptionIAM",
    "pubsub/topicIAM",
    "secretmanager/secretIam",
    "serviceaccount/iAM",
    "storage/bucketIAM",
].flatMap((stem) =>
    ["Member", "Binding"].map((kind) => {
        const [module = "", name = ""] = stem.split("/");
        return `gcp:${module}/${name}${kind}:${name.charAt(0).toUpperCase()}${name.slice(1)}${kind}`;
    }),
);
const PROJECT = "gcp:projects/iAMMember:IAMMember";
const FIRST = [PROJECT, ...GRANTS.filter((type) => type !== PROJECT)];

const [role, member, members] = [reader("role"), reader("member"), reader("members")];

const ANY_ACCOUNT = "serviceAccount:any@example.iam.gserviceaccount.com";

/**
 * Denies a role to members of a kind. A member that comes later is made by another resource, which makes accounts, never
 * people or everyone; a role that comes later is a custom one of this stack, which lists its permissions.
 */
const grant = (concerns: (role: Json | undefined) => boolean, denies: (member: string) => boolean): Judge => {
    const judged = function* (path: string, who: Read): Iterable<Denial> {
        const account = isOpen(who);
        if (denies(account ? ANY_ACCOUNT : asText(who))) yield { path, denied: account ? "an account" : "this member" };
    };
    return function* (props) {
        const granted = role(props);
        if (isOpen(granted) || !concerns(granted)) return;
        yield* judged("member", member(props));
        for (const { path, entry } of entries("members", members(props))) yield* judged(path, entry);
    };
};

const person = (who: string) => /^(user|group):/.test(who);
const named =
    (...names: string[]) =>
    (value: Json | undefined) =>
        names.includes(asText(value));
const everyone = (who: string) => who === "allUsers" || who === "allAuthenticatedUsers";

/** The services that the hardened set leaves to be used, without their domain. */
const SERVICES = new Set(
    `accesscontextmanager analyticshub anthos anthosconfigmanagement appoptimize artifactregistry autoscaling bigquery
    bigqueryconnection bigquerydatapolicy bigquerydatatransfer bigquerymigration bigqueryreservation bigquerystorage
    billingbudgets certificatemanager cloudaicompanion cloudapis cloudasset cloudbilling cloudbuild cloudkms cloudquotas
    cloudresourcemanager cloudsecuritycompliance cloudtrace composer compute container containerfilesystem
    containerregistry containersecurity containerthreatdetection datacatalog dataform datalineage dataplex datastore
    deploymentmanager dns essentialcontacts geminicloudassist gkebackup gkeconnect gkehub iam iamcredentials iap logging
    monitoring multiclusteringress multiclustermetering multiclusterservicediscovery networkconnectivity
    networkmanagement networksecurity notebooksecurityscanner orgpolicy oslogin privateca pubsub recommender
    secretmanager securitycenter securitycentermanagement servicedirectory servicemanagement servicenetworking
    serviceusage sql-component sqladmin stackdriver storage storage-api storage-component sts trafficdirector vpcaccess
    websecurityscanner`.split(/\s+/),
);

const [logs, unlogged] = [reader("auditLogConfigs"), reader("exemptedMembers")];
const exempted: Judge = function* (props) {
    for (const { path, entry } of entries("auditLogConfigs", logs(props)))
        if (isOpen(entry)) yield { path, open: true };
        else
            for (const { path: who } of entries(`${path}.exemptedMembers`, unlogged(entry)))
                yield { path: who, denied: "a member who is not logged" };
};

/** What organisations demand of accounts, grants and services. */
export const identity: readonly Constraint[] = [
    {
        ids: ["iam.allowedPolicyMemberDomains"],
        types: FIRST,
        judge: grant(() => true, everyone),
        wanted: "members of the organisation",
        denied: { member: "allUsers" },
    },
    {
        ids: ["custom.iamDisableAdminServiceAccount"],
        types: FIRST,
        judge: grant(
            (value) => /[aA]dmin|^roles\/(owner|editor|writer)$/.test(asText(value)),
            (who) => who.startsWith("serviceAccount:") && !who.endsWith("@cloudservices.gserviceaccount.com"),
        ),
        wanted: "a narrower role, or an exception for this account and role",
        denied: { member: "serviceAccount:deploy@example.iam.gserviceaccount.com", role: "roles/container.admin" },
        at: ["member"],
    },
    {
        ids: ["custom.iamDisableBasicRoles"],
        types: FIRST,
        judge: grant((value) => /^roles\/(owner|editor|viewer|admin|writer|reader)$/.test(asText(value)), person),
        wanted: "a role that names the service",
        denied: { member: "group:ops@example.com", role: "roles/viewer" },
        at: ["member"],
    },
    {
        ids: ["custom.iamDisableProjectServiceAccountImpersonationRoles"],
        types: FIRST,
        judge: grant(named("roles/iam.serviceAccountUser", "roles/iam.serviceAccountTokenCreator"), person),
        wanted: "workload identity, or the tag org-policies/allowed-sa-impersonation on that account",
        denied: { member: "group:ops@example.com", role: "roles/iam.serviceAccountTokenCreator" },
        at: ["member"],
    },
    {
        ids: ["iam.workloadIdentityPoolProviders"],
        types: ["gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider"],
        judge: any("a provider of identities"),
        wanted: "an exception that allows this issuer, because CI deploys without a service account key",
        denied: {},
        at: [""],
    },
    {
        ids: ["iam.disableServiceAccountKeyCreation"],
        types: ["gcp:serviceaccount/key:Key"],
        judge: any("a service account key"),
        wanted: "workload identity",
        denied: {},
        at: [""],
    },
    {
        ids: ["iam.disableAuditLoggingExemption"],
        types: ["gcp:projects/iAMAuditConfig:IAMAuditConfig"],
        judge: exempted,
        wanted: "audit logs of every member",
        denied: { auditLogConfigs: [{ logType: "DATA_READ", exemptedMembers: ["user:a@example.com"] }] },
        at: ["auditLogConfigs[0].exemptedMembers[0]"],
    },
    {
        ids: ["gcp.restrictServiceUsage"],
        types: ["gcp:projects/service:Service"],
        judge: where("service", (value) => SERVICES.has(asText(value).replace(/\.googleapis\.com$/, ""))),
        wanted: "an exception that allows this service for the project",
        denied: { service: "redis.googleapis.com" },
    },
];
