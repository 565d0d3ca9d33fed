import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface GoogleArgs {
    /** Project id. */
    project: string;
    /** Project number, part of the names of Google's own service agents. */
    projectNumber: string;
    /** Label on everything that can carry one. */
    network: string;
}

/** APIs that the ground needs, in the order in which an operator would look for them. */
const APIS = [
    "compute",
    "container",
    "binaryauthorization",
    "servicenetworking",
    "dns",
    "certificatemanager",
    "cloudkms",
    "secretmanager",
    "sqladmin",
    "redis",
    "iam",
    "iamcredentials",
    "sts",
    "cloudresourcemanager",
    "logging",
    "monitoring",
    "storage",
    "gkebackup",
    "pubsub",
    "billingbudgets",
] as const;

/** Google's service agents that use customer-managed keys. */
const AGENTS = {
    sqladmin: "gcp-sa-cloud-sql",
    secretmanager: "gcp-sa-secretmanager",
    container: "container-engine-robot",
    compute: "compute-system",
    redis: "cloud-redis",
    storage: "gs-project-accounts",
    gkebackup: "gcp-sa-gkebackup",
    pubsub: "gcp-sa-pubsub",
} as const;

export type Agent = keyof typeof AGENTS;

/** The project: its provider, its enabled APIs, and the service agents that act in it. */
export class Google extends pulumi.ComponentResource {
    readonly project: string;
    readonly projectNumber: string;
    readonly provider: gcp.Provider;
    /** What has to exist before anything else of Google Cloud: the enabled APIs. */
    readonly ready: pulumi.Resource[];
    /**
     * The clusters, which add themselves: the project's pool of Kubernetes service accounts comes with the first one, and
     * no grant can name a member of it before ("Identity Pool does not exist").
     */
    readonly workloadPool: pulumi.Resource[] = [];

    constructor(name: string, args: GoogleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Google", name, {}, opts);
        this.project = args.project;
        this.projectNumber = args.projectNumber;

        this.provider = new gcp.Provider(
            `${name}-provider`,
            { project: args.project, defaultLabels: { "slipway-network": args.network } },
            { parent: this },
        );
        const apis = Object.fromEntries(APIS.map((api) => [api, this.enable(name, api)]));
        // These agents come into being only when asked for; the others with their API. The one of Cloud Storage cannot be
        // asked for here: docs/runbooks/first-deploy.md does it, for the bucket that holds the state.
        const identities = (["sqladmin", "secretmanager", "gkebackup", "pubsub"] as const).map(
            (api) =>
                new gcp.projects.ServiceIdentity(
                    `${name}-${api}-agent`,
                    { service: `${api}.googleapis.com` },
                    { parent: this, provider: this.provider, dependsOn: apis[api] ?? [] },
                ),
        );
        this.ready = [...Object.values(apis), ...identities];
        this.registerOutputs({ project: this.project });
    }

    /** The member name of a service agent, for grants on keys. */
    agent(agent: Agent): string {
        return `serviceAccount:service-${this.projectNumber}@${AGENTS[agent]}.iam.gserviceaccount.com`;
    }

    private enable(name: string, api: string): gcp.projects.Service {
        return new gcp.projects.Service(
            `${name}-${api}`,
            // Switching an API off with the stack would break whatever else uses it.
            { service: `${api}.googleapis.com`, disableOnDestroy: false },
            { parent: this, provider: this.provider },
        );
    }
}
