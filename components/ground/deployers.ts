import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { subjects } from "../settings/deployers";
import type { Cluster } from "./cluster";
import { DEPLOYERS, GRANTABLE } from "./deployer-rights";
import type { Google } from "./google";

export interface DeployersArgs {
    google: Google;
    clusters: readonly Cluster[];
    /** Owner and name on GitHub. */
    repository: string;
    /** GitHub's numbers, which are never given to another repository or owner. */
    repositoryId: string;
    ownerId: string;
    branch: string;
    /** Path of the one workflow that may apply. */
    workflow: string;
    /** GitHub environment whose reviewers let it apply. */
    environment: string;
}

type Deployer = keyof typeof DEPLOYERS;

const ISSUER = "https://token.actions.githubusercontent.com";
const POOL = "github";

/** The one role that could make itself anything else: it grants what workloads need, and nothing more. */
const ONLY_GRANTABLE = {
    title: "only-what-workloads-need",
    expression: `api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly([${GRANTABLE.map((role) => `"${role}"`).join(", ")}])`,
};

/**
 * Two accounts that workflows of one GitHub repository act as, for an hour and without a key: `preview` looks, from pull
 * requests and the branch; `apply` changes, from one workflow on the branch, once the environment's reviewers agree.
 *
 * They come with the first `up`, which a person runs. So does where the state rests: docs/runbooks/first-deploy.md.
 */
export class Deployers extends pulumi.ComponentResource {
    constructor(name: string, args: DeployersArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Deployers", name, {}, opts);
        const { google } = args;
        const child = { parent: this, provider: google.provider };

        const pool = new gcp.iam.WorkloadIdentityPool(
            name,
            { workloadIdentityPoolId: POOL, displayName: "GitHub Actions", disabled: false },
            { ...child, dependsOn: google.ready },
        );
        const poolName = `projects/${google.projectNumber}/locations/global/workloadIdentityPools/${POOL}`;
        for (const [deployer, { condition, attribute, value }] of Object.entries(admitted(args))) {
            const provider = new gcp.iam.WorkloadIdentityPoolProvider(
                `${name}-${deployer}`,
                {
                    workloadIdentityPoolId: pool.workloadIdentityPoolId,
                    workloadIdentityPoolProviderId: deployer,
                    oidc: {
                        issuerUri: ISSUER,
                        // What google-github-actions/auth asks for, and no token made for anybody else.
                        allowedAudiences: [`https://iam.googleapis.com/${poolName}/providers/${deployer}`],
                    },
                    // The attribute is mapped by this provider alone, so only its tokens are what the grant is for.
                    attributeMapping: {
                        "google.subject": "assertion.sub",
                        [`attribute.${attribute}`]: `assertion.${attribute}`,
                    },
                    attributeCondition: condition,
                },
                child,
            );
            const account = this.account(`${name}-${deployer}`, deployer as Deployer, google, child);
            new gcp.serviceaccount.IAMMember(
                `${name}-${deployer}-github`,
                {
                    serviceAccountId: account.name,
                    role: "roles/iam.workloadIdentityUser",
                    member: `principalSet://iam.googleapis.com/${poolName}/attribute.${attribute}/${value}`,
                },
                { ...child, dependsOn: [provider] },
            );
            if (deployer === "apply")
                // To make nodes that run as an account takes the right to act as it; on these accounts and no other.
                for (const { nodes, region } of args.clusters)
                    new gcp.serviceaccount.IAMMember(
                        `${name}-${deployer}-nodes-${region}`,
                        {
                            serviceAccountId: nodes.id,
                            role: "roles/iam.serviceAccountUser",
                            member: pulumi.interpolate`serviceAccount:${account.email}`,
                        },
                        child,
                    );
        }
        this.registerOutputs();
    }

    /** A service account with a role of its own beside Google's. */
    private account(name: string, deployer: Deployer, google: Google, child: pulumi.CustomResourceOptions) {
        const { project } = google;
        const { permissions, roles } = DEPLOYERS[deployer];
        const account = new gcp.serviceaccount.Account(
            name,
            { accountId: name, displayName: `GitHub Actions: pulumi ${deployer === "apply" ? "up" : deployer}` },
            { ...child, dependsOn: google.ready },
        );
        const own = new gcp.projects.IAMCustomRole(
            name,
            { project, roleId: `slipway.${deployer}`, title: `Slipway ${deployer}`, permissions: [...permissions] },
            { ...child, dependsOn: google.ready },
        );
        const member = pulumi.interpolate`serviceAccount:${account.email}`;
        new gcp.projects.IAMMember(`${name}-own`, { project, role: own.name, member }, child);
        for (const role of roles)
            new gcp.projects.IAMMember(
                `${name}-${role.replace("roles/", "").replaceAll(".", "-")}`,
                {
                    project,
                    role,
                    member,
                    ...(role === "roles/resourcemanager.projectIamAdmin" && { condition: ONLY_GRANTABLE }),
                },
                child,
            );
        return account;
    }
}

/**
 * Whose tokens each deployer takes. GitHub writes the subject with numbers for repositories made or renamed since
 * 2026-07-15 and by name for others: either is taken, and the numbers are compared in both cases.
 */
function admitted(args: DeployersArgs): Record<Deployer, { condition: string; attribute: string; value: string }> {
    const is = (claim: string, value: string) => `assertion.${claim} == "${value}"`;
    const from = (...jobs: string[]) =>
        `(${jobs
            .flatMap((job) => subjects(args, job))
            .map((subject) => is("sub", subject))
            .join(" || ")})`;
    const ours = [is("repository_id", args.repositoryId), is("repository_owner_id", args.ownerId)];
    const branch = `refs/heads/${args.branch}`;
    return {
        preview: {
            condition: [from("pull_request", `ref:${branch}`), ...ours].join(" && "),
            attribute: "repository_id",
            value: args.repositoryId,
        },
        apply: {
            condition: [
                from(`environment:${args.environment}`),
                ...ours,
                is("workflow_ref", `${args.repository}/${args.workflow}@${branch}`),
            ].join(" && "),
            attribute: "environment",
            value: args.environment,
        },
    };
}
