import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Google } from "./google";

/** What a node needs: to write logs and metrics and to pull images. Workloads have identities of their own. */
const ROLES = ["roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader"] as const;

/** The service account of a cluster's nodes. */
export class NodeAccount extends pulumi.ComponentResource {
    readonly email: pulumi.Output<string>;
    /** Full name, for grants on the account. */
    readonly id: pulumi.Output<string>;
    readonly grants: pulumi.Resource[];

    constructor(name: string, args: { google: Google }, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:NodeAccount", name, {}, opts);
        const child = { parent: this, provider: args.google.provider };
        const account = new gcp.serviceaccount.Account(
            name,
            { accountId: name, displayName: `Nodes of the cluster, ${name}` },
            { ...child, dependsOn: args.google.ready },
        );
        this.email = account.email;
        this.id = account.name;
        this.grants = ROLES.map(
            (role) =>
                new gcp.projects.IAMMember(
                    `${name}-${role.split(/[/.]/)[1]}`,
                    { project: args.google.project, role, member: pulumi.interpolate`serviceAccount:${account.email}` },
                    child,
                ),
        );
        this.registerOutputs({ email: this.email });
    }
}
