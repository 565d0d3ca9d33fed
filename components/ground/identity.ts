import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Google } from "./google";

export interface IdentityArgs {
    google: Google;
    /** What it is for, shown in the console. */
    description: string;
    /** Kubernetes service accounts that act as it, in every cluster of the project. */
    actsFor: { namespace: string; serviceAccount: string };
    /** Project-wide roles; rights on single keys and secrets are granted there instead. */
    roles?: readonly string[];
}

/** A Google service account for one workload, used through Workload Identity: there is no key to lose. @meets S1-17 */
export class Identity extends pulumi.ComponentResource {
    readonly email: pulumi.Output<string>;
    /** As grants name it. */
    readonly member: pulumi.Output<string>;
    /** As Postgres knows it: Cloud SQL leaves out the last domain of a service account. */
    readonly databaseUser: pulumi.Output<string>;

    constructor(name: string, args: IdentityArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Identity", name, {}, opts);
        const child = { parent: this, provider: args.google.provider };
        const { namespace, serviceAccount } = args.actsFor;

        const account = new gcp.serviceaccount.Account(
            name,
            { accountId: name, displayName: args.description },
            { ...child, dependsOn: args.google.ready },
        );
        this.email = account.email;
        this.member = pulumi.interpolate`serviceAccount:${account.email}`;
        this.databaseUser = account.email.apply((email) => email.replace(/\.gserviceaccount\.com$/, ""));

        new gcp.serviceaccount.IAMMember(
            `${name}-workload-identity`,
            {
                serviceAccountId: account.name,
                role: "roles/iam.workloadIdentityUser",
                member: `serviceAccount:${args.google.project}.svc.id.goog[${namespace}/${serviceAccount}]`,
            },
            { ...child, dependsOn: args.google.workloadPool },
        );
        for (const role of args.roles ?? [])
            new gcp.projects.IAMMember(
                `${name}-${role.replace("roles/", "").replaceAll(".", "-")}`,
                { project: args.google.project, role, member: this.member },
                child,
            );
        this.registerOutputs({ email: this.email });
    }
}
