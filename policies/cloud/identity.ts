import { isOpen, reader, where } from "../constraint";
import type { Json, Resource, Rule } from "../rule";
import { asText } from "../value";
import { cloudRule, type Demand, makersOf } from "./demand";
import { members, openMembers, publicExample } from "./members";

const LEVELS = ["projects", "folder", "organizations"];
const KINDS = ["Member", "Binding"];

/** Grants that hold for everything in a project, a folder or an organisation. */
const WIDE = LEVELS.flatMap((level) => KINDS.map((kind) => `gcp:${level}/iAM${kind}:IAM${kind}`));

/** Grants on one resource. */
const NARROW = [
    "serviceaccount/iAM",
    "kms/cryptoKeyIAM",
    "kms/keyRingIAM",
    "secretmanager/secretIam",
    "pubsub/topicIAM",
    "pubsub/subscriptionIAM",
    "cloudrunv2/serviceIam",
    "cloudrun/iam",
    "cloudfunctions/functionIam",
    "cloudfunctionsv2/functionIam",
    "artifactregistry/repositoryIam",
    "bigquery/datasetIam",
    "compute/instanceIAM",
].flatMap((name) =>
    KINDS.map(
        (kind) =>
            `gcp:${name}${kind}:${name.slice(name.indexOf("/") + 1).replace(/^./, (c) => c.toUpperCase())}${kind}`,
    ),
);

const role = reader("role");
const condition = reader("condition");

/** Roles that hold whatever Google adds to them. */
const BASIC = /^roles\/(owner|editor|viewer|browser)$/;

/** Roles that hold the data of a whole service, or can give themselves anything. */
const ADMIN =
    /^roles\/((storage|secretmanager|cloudkms|cloudsql|bigquery|spanner|compute|pubsub|artifactregistry|redis)\.admin|iam\.(securityAdmin|organizationRoleAdmin|serviceAccountKeyAdmin|workloadIdentityPoolAdmin)|resourcemanager\.(organizationAdmin|folderAdmin|folderIamAdmin|projectIamAdmin))$/;

const ACTING =
    /^roles\/iam\.(serviceAccountUser|serviceAccountTokenCreator|serviceAccountOpenIdTokenCreator|workloadIdentityUser)$/;

/** Accounts that Google makes by itself, which edit the project by default. */
const DEFAULT = /(^|:)(\d+-compute@developer|[\w-]+@appspot)\.gserviceaccount\.com$/;

type Judged = { role: Json | undefined } | { open: true };

/** The role that is granted; one that the stack defines itself has a list of permissions of its own. */
function roleOf(resource: Resource): Judged | undefined {
    const found = role(resource.props);
    if (!isOpen(found)) return { role: found };
    if (resource.originsPending) return undefined;
    const makers = makersOf(resource, "role");
    return makers.length > 0 && makers.every((type) => /CustomRole$/.test(type)) ? undefined : { open: true };
}

const byRole = (denied: string, found: (role: string, resource: Resource) => string | undefined): Demand => ({
    types: WIDE,
    *judge(_, resource) {
        const granted = roleOf(resource);
        if (granted === undefined) return;
        if ("open" in granted) return yield { path: "role", open: true };
        const fault = found(asText(granted.role), resource);
        if (fault) yield { path: "role", denied: fault };
    },
    wanted: "a role that holds what is needed, on the resource that needs it",
    denied: { role: denied },
});

/** Who may do what in the project. */
export const identity: readonly Rule[] = [
    cloudRule(
        {
            id: "IAM-01",
            title: "nobody has a basic or an all-powerful role, and no grant is public",
            why: "whoever takes over such an account has the project, its data and its keys",
            severity: "critical",
            level: "mandatory",
            sameAs: ["CKV_GCP_42", "CKV_GCP_115", "CKV_GCP_116", "CKV_GCP_117", "CIS-G 1.5", "CIS-G 1.6", "GCP-0007"],
        },
        [
            byRole("roles/editor", (name) => (BASIC.test(name) ? "a basic role" : undefined)),
            byRole("roles/storage.admin", (name, { props }) => {
                // A condition can hold it to what it is for.
                const bounded = condition(props) !== undefined && condition(props) !== null;
                return ADMIN.test(name) && !bounded ? "a role over all data or all rights" : undefined;
            }),
            {
                types: [...WIDE, ...NARROW],
                judge: openMembers,
                wanted: "the members who are meant",
                ...publicExample,
            },
        ],
    ),
    cloudRule(
        {
            id: "IAM-02",
            title: "nobody may act as every account, and Google's default accounts do nothing",
            why: "who may act as any service account has the rights of all of them",
            severity: "high",
            level: "mandatory",
            sameAs: ["CKV_GCP_30", "CKV_GCP_41", "CKV_GCP_46", "CKV_GCP_49", "CIS-G 1.7", "GCP-0006", "GCP-0011"],
        },
        [
            byRole("roles/iam.serviceAccountTokenCreator", (name) =>
                ACTING.test(name) ? "the right to act as every account" : undefined,
            ),
            {
                types: WIDE,
                *judge(props, resource) {
                    for (const { path, member } of members(props, resource)) {
                        if (member === "open") yield { path, open: true };
                        else if (DEFAULT.test(asText(member))) yield { path, denied: "a default account" };
                    }
                },
                wanted: "an account of its own",
                denied: { member: "serviceAccount:1-compute@developer.gserviceaccount.com" },
            },
            {
                types: ["gcp:compute/instance:Instance", "gcp:compute/instanceTemplate:InstanceTemplate"],
                judge: where("serviceAccount.email", (email) => !DEFAULT.test(asText(email))),
                wanted: "an account of its own",
                denied: { "serviceAccount.email": "1-compute@developer.gserviceaccount.com" },
            },
        ],
    ),
    cloudRule(
        {
            id: "IAM-03",
            title: "federated identities are held to their source",
            why: "without a condition every repository of the same provider can ask for a token",
            severity: "critical",
            level: "mandatory",
            sameAs: ["CKV_GCP_118", "CKV_GCP_125", "GCP-0068"],
        },
        [
            {
                types: ["gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider"],
                judge: where("attributeCondition", (value) => {
                    const text = asText(value ?? "").trim();
                    return text !== "" && text !== "true";
                }),
                wanted: "a condition on who asks",
                denied: { attributeCondition: undefined },
            },
        ],
    ),
];
