import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Custody } from "../settings/custody";
import type { Google } from "./google";
import { guarded } from "./guard";
import { ROTATION } from "./keys";

type Reminders = Custody["rotation"];

export interface RotationArgs extends Reminders {
    google: Google;
    /** Holds the key that encrypts the messages. */
    ring: gcp.kms.KeyRing;
    /** Regions that messages may rest in. */
    regions: readonly string[];
}

const TO_DO =
    "A secret is due for rotation. Its name is in the attribute secretId of the message:\n\n" +
    "    gcloud pubsub subscriptions pull secret-rotation --limit=10\n\n" +
    "Make a new value where the secret comes from, add it as a new version, say its number under " +
    "ground.custody.versions in the stack file and update, disable the old version, and acknowledge the message: until then this alert stays open.";

/**
 * Reminders to rotate secrets. Secret Manager only sends a message, and a topic tells nobody: here messages wait in a
 * subscription for up to a month until a person takes them, and an alert with an e-mail stays open while one waits.
 * @meets S1-32
 */
export class Rotation extends pulumi.ComponentResource {
    private readonly args: RotationArgs;
    private readonly topic: gcp.pubsub.Topic;
    /** Depend on this: Secret Manager refuses a secret whose topic it may not publish to. */
    readonly publisher: pulumi.Resource;

    constructor(name: string, args: RotationArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Rotation", name, {}, opts);
        const { google } = args;
        const child = { parent: this, provider: google.provider };
        this.args = args;

        const key = new gcp.kms.CryptoKey(
            `${name}-messages`,
            {
                name: "secret-rotation",
                keyRing: args.ring.id,
                purpose: "ENCRYPT_DECRYPT",
                rotationPeriod: ROTATION,
                versionTemplate: { algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION", protectionLevel: "HSM" },
                ...guarded.policy,
            },
            { ...child, ...guarded.opts },
        );
        const agent = new gcp.kms.CryptoKeyIAMMember(
            `${name}-messages-agent`,
            {
                cryptoKeyId: key.id,
                role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
                member: google.agent("pubsub"),
            },
            child,
        );
        this.topic = new gcp.pubsub.Topic(
            name,
            {
                name: "secret-rotation",
                kmsKeyName: key.id,
                messageStoragePolicy: { allowedPersistenceRegions: [...args.regions] },
            },
            { ...child, dependsOn: [agent] },
        );
        this.publisher = new gcp.pubsub.TopicIAMMember(
            `${name}-publisher`,
            { topic: this.topic.id, role: "roles/pubsub.publisher", member: google.agent("secretmanager") },
            child,
        );
        this.remind(name, child);
        this.registerOutputs({ topic: this.topic.id });
    }

    /**
     * What a secret says of its rotation. The first date comes from the stack file and not from a clock, so that a plan
     * stays the same; Google moves it on, which is no change of ours.
     */
    schedule(days = this.args.days) {
        return {
            args: {
                rotation: { rotationPeriod: `${days * 86400}s`, nextRotationTime: `${this.args.first}T08:00:00Z` },
                topics: [{ name: this.topic.id }],
            },
            ignoreChanges: ["rotation.nextRotationTime"],
        };
    }

    private remind(name: string, child: pulumi.CustomResourceOptions): void {
        const subscription = new gcp.pubsub.Subscription(
            name,
            {
                name: "secret-rotation",
                topic: this.topic.id,
                // The longest that Pub/Sub keeps a message.
                messageRetentionDuration: `${31 * 86400}s`,
                // By default a subscription that nobody reads for a month is gone.
                expirationPolicy: { ttl: "" },
            },
            child,
        );
        const channel = new gcp.monitoring.NotificationChannel(
            `${name}-email`,
            { displayName: "Rotation of secrets", type: "email", labels: { email_address: this.args.remind } },
            { ...child, dependsOn: this.args.google.ready },
        );
        new gcp.monitoring.AlertPolicy(
            `${name}-due`,
            {
                displayName: "A secret is due for rotation",
                combiner: "OR",
                severity: "WARNING",
                conditions: [
                    {
                        displayName: "A message waits",
                        conditionThreshold: {
                            filter: pulumi.interpolate`resource.type = "pubsub_subscription" AND resource.labels.subscription_id = "${subscription.name}" AND metric.type = "pubsub.googleapis.com/subscription/num_undelivered_messages"`,
                            comparison: "COMPARISON_GT",
                            thresholdValue: 0,
                            duration: "0s",
                            aggregations: [{ alignmentPeriod: "300s", perSeriesAligner: "ALIGN_MAX" }],
                        },
                    },
                ],
                notificationChannels: [channel.name],
                documentation: { content: TO_DO, mimeType: "text/markdown" },
            },
            child,
        );
    }
}
