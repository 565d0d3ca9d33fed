import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Google } from "./google";

/**
 * People whom Google itself tells by e-mail, about what no Prometheus sees: budgets, quotas, and what Google measures.
 * Everything else goes through Alertmanager.
 */
export class Contacts extends pulumi.ComponentResource {
    readonly channels: pulumi.Output<string>[];

    constructor(
        name: string,
        args: { google: Google; emails: readonly string[] },
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("slipway:ground:Contacts", name, {}, opts);
        const { provider, ready } = args.google;
        this.channels = args.emails.map(
            (email) =>
                new gcp.monitoring.NotificationChannel(
                    `${name}-${email.replaceAll(/[^A-Za-z0-9]+/g, "-")}`,
                    { type: "email", displayName: email, labels: { email_address: email }, forceDelete: false },
                    { parent: this, provider, dependsOn: ready },
                ).name,
        );
        this.registerOutputs({ channels: this.channels });
    }
}
