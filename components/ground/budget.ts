import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Contacts } from "./contacts";
import type { Google } from "./google";
import type { Keys } from "./keys";

export interface BudgetArgs {
    google: Google;
    contacts: Contacts;
    /** The region that messages rest in, and its keys. */
    region: string;
    keys: Keys;
    billingAccount: string;
    /** Whole units of the billing account's currency. */
    monthly: number;
}

/** The account from which Cloud Billing publishes: "Set up programmatic notifications" in Google's documentation. */
const BILLING = "serviceAccount:billing-budget-alert@system.gserviceaccount.com";

/** Half and nine tenths leave time to ask why; a forecast of all of it leaves more. */
const THRESHOLDS = [
    { thresholdPercent: 0.5, spendBasis: "CURRENT_SPEND" },
    { thresholdPercent: 0.9, spendBasis: "CURRENT_SPEND" },
    { thresholdPercent: 1, spendBasis: "CURRENT_SPEND" },
    { thresholdPercent: 1, spendBasis: "FORECASTED_SPEND" },
];

/**
 * What the project may cost in a month, and who is told. It covers the project as a whole and not by label: traffic,
 * logs and uses of keys carry none. Whoever deploys needs roles/billing.costsManager on the billing account, which only
 * its administrators can grant.
 */
export class Budget extends pulumi.ComponentResource {
    constructor(name: string, args: BudgetArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Budget", name, {}, opts);
        const { google, keys } = args;
        const child = { parent: this, provider: google.provider };

        const topic = new gcp.pubsub.Topic(
            name,
            {
                name,
                kmsKeyName: keys.encryption.messages.id,
                messageStoragePolicy: { allowedPersistenceRegions: [args.region] },
                // Longer than a weekend, for whoever subscribes or was down.
                messageRetentionDuration: `${7 * 86400}s`,
            },
            { ...child, dependsOn: [keys.encryption.messages.grant] },
        );
        const publisher = new gcp.pubsub.TopicIAMMember(
            `${name}-publisher`,
            { topic: topic.name, role: "roles/pubsub.publisher", member: BILLING },
            child,
        );
        new gcp.billing.Budget(
            name,
            {
                billingAccount: args.billingAccount,
                displayName: google.project,
                amount: { specifiedAmount: { units: String(args.monthly) } },
                budgetFilter: {
                    projects: [`projects/${google.projectNumber}`],
                    calendarPeriod: "MONTH",
                    // What things cost, whoever pays: credits end without notice.
                    creditTypesTreatment: "EXCLUDE_ALL_CREDITS",
                },
                thresholdRules: THRESHOLDS,
                allUpdatesRule: {
                    pubsubTopic: topic.id,
                    schemaVersion: "1.0",
                    monitoringNotificationChannels: args.contacts.channels,
                    disableDefaultIamRecipients: false,
                },
            },
            { ...child, dependsOn: [publisher] },
        );
        this.registerOutputs();
    }
}
