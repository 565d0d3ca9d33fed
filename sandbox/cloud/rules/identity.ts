import type { Ask, Rule } from "./rule";

const GRANTS = [
    "kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
    "kms/keyRingIAMMember:KeyRingIAMMember",
    "projects/iAMMember:IAMMember",
    "pubsub/topicIAMMember:TopicIAMMember",
    "secretmanager/secretIamMember:SecretIamMember",
    "serviceaccount/iAMMember:IAMMember",
    "storage/bucketIAMMember:BucketIAMMember",
];

const noAccount: Rule = {
    name: "a grant to a service account that does not exist",
    on: ["create"],
    types: GRANTS,
    status: 400,
    refuses: ({ given, scope: { project }, store }) => {
        const [, email] = /^serviceAccount:(.*)$/.exec(String(given.member)) ?? [];
        if (email === undefined || !email.endsWith(`@${project}.iam.gserviceaccount.com`)) return undefined;
        const id = `projects/${project}/serviceAccounts/${email}`;
        return store.get("gcp:serviceaccount/account:Account", id)
            ? undefined
            : `Service account ${email} does not exist.`;
    },
};

/** Service agents that come only when they are asked for; the others come with their API. */
const ASKED: Readonly<Record<string, string>> = {
    "gcp-sa-cloud-sql": "sqladmin",
    "gcp-sa-gkebackup": "gkebackup",
    "gcp-sa-pubsub": "pubsub",
    "gcp-sa-secretmanager": "secretmanager",
};

const noAgent: Rule = {
    name: "a grant to a service agent that was never asked for",
    on: ["create"],
    types: GRANTS,
    status: 400,
    refuses: ({ given, scope, store }) => {
        const [, email = "", agent = ""] =
            /^serviceAccount:(service-\d+@([\w-]+)\.iam\.gserviceaccount\.com)$/.exec(String(given.member)) ?? [];
        const known =
            agent === "gcp-sa-logging"
                ? // Cloud Logging's comes with the first sink: https://github.com/google/stellar-engine/issues/257
                  store.list("gcp:logging/projectSink:ProjectSink").length > 0
                : ASKED[agent] === undefined ||
                  store.get(
                      "gcp:projects/serviceIdentity:ServiceIdentity",
                      `projects/${scope.project}/services/${ASKED[agent]}.googleapis.com`,
                  ) !== undefined;
        return known ? undefined : `Service account ${email} does not exist.`;
    },
};

/** The pool of a project's Kubernetes service accounts comes with its first cluster that has Workload Identity. */
const noPool: Rule = {
    name: "a grant to a Kubernetes service account before any cluster",
    on: ["create"],
    types: GRANTS,
    status: 400,
    refuses: ({ given, store }) => {
        const [, pool] = /^serviceAccount:([^[]+\.svc\.id\.goog)\[/.exec(String(given.member)) ?? [];
        if (pool === undefined || store.list("gcp:container/cluster:Cluster").length > 0) return undefined;
        return (
            `Identity Pool does not exist (${pool}). Please check that you specified a valid resource name as returned ` +
            "in the `name` attribute in the configuration API."
        );
    },
};

const accountId: Rule = {
    name: "a service account's id is out of form",
    on: ["create"],
    types: ["serviceaccount/account:Account"],
    status: 400,
    refuses: ({ given }) =>
        /^[a-z]([-a-z0-9]{4,28}[a-z0-9])$/.test(String(given.accountId))
            ? undefined
            : `The account ID "${given.accountId}" does not have a length between 6 and 30.`,
};

/** Who may encrypt and decrypt with a key. */
export const mayUse = ({ store }: Ask, key: string, member: RegExp): boolean =>
    store
        .list("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember")
        .some(
            ({ given }) =>
                given.cryptoKeyId === key &&
                given.role === "roles/cloudkms.cryptoKeyEncrypterDecrypter" &&
                member.test(String(given.member)),
        );

export const identity: readonly Rule[] = [noAccount, noAgent, noPool, accountId];
