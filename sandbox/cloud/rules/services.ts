import { type Ask, at, type Rule } from "./rule";

/** The API behind each module of the provider, and its title. */
const APIS: Readonly<Record<string, readonly [service: string, title: string]>> = {
    billing: ["billingbudgets", "Cloud Billing Budget API"],
    binaryauthorization: ["binaryauthorization", "Binary Authorization API"],
    certificatemanager: ["certificatemanager", "Certificate Manager API"],
    compute: ["compute", "Compute Engine API"],
    container: ["container", "Kubernetes Engine API"],
    dns: ["dns", "Cloud DNS API"],
    gkebackup: ["gkebackup", "Backup for GKE API"],
    iam: ["iam", "Identity and Access Management (IAM) API"],
    kms: ["cloudkms", "Cloud Key Management Service (KMS) API"],
    logging: ["logging", "Cloud Logging API"],
    monitoring: ["monitoring", "Cloud Monitoring API"],
    projects: ["cloudresourcemanager", "Cloud Resource Manager API"],
    pubsub: ["pubsub", "Cloud Pub/Sub API"],
    redis: ["redis", "Google Cloud Memorystore for Redis API"],
    secretmanager: ["secretmanager", "Secret Manager API"],
    serviceaccount: ["iam", "Identity and Access Management (IAM) API"],
    servicenetworking: ["servicenetworking", "Service Networking API"],
    sql: ["sqladmin", "Cloud SQL Admin API"],
    storage: ["storage", "Cloud Storage API"],
};

/** Service Usage itself, which is what switches the others on. */
const ALWAYS = ["gcp:projects/service:Service", "gcp:projects/serviceIdentity:ServiceIdentity"];

export const isEnabled = ({ scope, store }: Ask, service: string): boolean =>
    store.get("gcp:projects/service:Service", `${scope.project}/${service}`) !== undefined;

const disabled: Rule = {
    name: "the API is switched off",
    on: ["create", "update"],
    status: 403,
    refuses: (ask) => {
        if (ALWAYS.includes(ask.type)) return undefined;
        const [service, title] = APIS[/^gcp:(\w+)/.exec(ask.type)?.[1] ?? ""] ?? [];
        if (service === undefined || isEnabled(ask, `${service}.googleapis.com`)) return undefined;
        const { number } = ask.scope;
        return (
            `${title} has not been used in project ${number} before or it is disabled. Enable it by visiting ` +
            `https://console.developers.google.com/apis/api/${service}.googleapis.com/overview?project=${number} then ` +
            "retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry."
        );
    },
};

const agentless: Rule = {
    name: "the API of a service agent is switched off",
    on: ["create"],
    types: ["projects/serviceIdentity:ServiceIdentity"],
    status: 400,
    refuses: (ask) => {
        const service = String(ask.given.service);
        return isEnabled(ask, service)
            ? undefined
            : `Service ${service} is not enabled for project ${ask.scope.number}.`;
    },
};

/** Limits of a new project, changed by Google on request: https://cloud.google.com/compute/resource-usage. */
const QUOTAS: Readonly<Record<string, { metric: string; limit: number; per?: "region" }>> = {
    "gcp:compute/address:Address": { metric: "STATIC_ADDRESSES", limit: 8, per: "region" },
    "gcp:compute/firewall:Firewall": { metric: "FIREWALLS", limit: 200 },
    "gcp:compute/globalAddress:GlobalAddress": { metric: "GLOBAL_STATIC_ADDRESSES", limit: 8 },
    "gcp:compute/network:Network": { metric: "NETWORKS", limit: 15 },
    "gcp:compute/subnetwork:Subnetwork": { metric: "SUBNETWORKS", limit: 175 },
};

const quota: Rule = {
    name: "a quota is used up",
    on: ["create"],
    types: Object.keys(QUOTAS).map((type) => type.slice("gcp:".length)),
    status: 403,
    refuses: ({ type, given, store }) => {
        const { metric = "", limit = 0, per } = QUOTAS[type] ?? {};
        const taken = store.list(type).filter((other) => per === undefined || at(other.given, per) === given[per]);
        if (taken.length < limit) return undefined;
        const where = per === undefined ? "globally" : `in ${per} ${given[per]}`;
        return `Quota '${metric}' exceeded. Limit: ${limit.toFixed(1)} ${where}., quotaExceeded`;
    },
};

export const services: readonly Rule[] = [disabled, agentless, quota];
