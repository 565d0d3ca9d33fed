import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { guarded } from "./guard";
import type { Identity } from "./identity";
import type { SecretManager } from "./secret-manager";

export interface SecretArgs {
    manager: SecretManager;
    /** The only one that may read it. */
    reader: Identity;
    /** A value that another resource makes and renews. Without it, an operator adds the first version by hand. */
    value?: pulumi.Input<string>;
    /** Days between two reminders to rotate what an operator put in. Default that of the stack file. */
    rotateDays?: number;
}

/**
 * A secret in Secret Manager. Its value passes through as a write-only argument and is never part of the state. It has
 * no version aliases: one that says `current` would have to name a number that only whoever adds a version knows.
 * @meets S0-10, S3-06
 */
export class Secret extends pulumi.ComponentResource {
    readonly source = "secret-manager";
    /** Id in Secret Manager, as external secrets refer to it. */
    readonly secretId: string;
    readonly reader: Identity;
    /** The version that is read: never the latest, so that what reads it changes when a plan says so. */
    readonly version: number;

    constructor(name: string, args: SecretArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Secret", name, {}, opts);
        const { google, replicas, rotation, versions } = args.manager;
        const child = { parent: this, provider: google.provider };
        this.secretId = name;
        this.reader = args.reader;
        this.version = versions[name] ?? 1;

        const schedule = args.value === undefined ? rotation.schedule(args.rotateDays) : undefined;
        const secret = new gcp.secretmanager.Secret(
            name,
            {
                secretId: name,
                replication: {
                    userManaged: {
                        replicas: replicas.map(({ location, key }) => ({
                            location,
                            customerManagedEncryption: { kmsKeyName: key.id },
                        })),
                    },
                },
                ...schedule?.args,
                ...guarded.data,
                // A version taken out of use can still be brought back for a week.
                versionDestroyTtl: `${7 * 86400}s`,
            },
            {
                ...child,
                ...guarded.opts,
                dependsOn: [...replicas.map(({ key }) => key.grant), ...(schedule ? [rotation.publisher] : [])],
                ...(schedule && { ignoreChanges: schedule.ignoreChanges }),
            },
        );
        new gcp.secretmanager.SecretIamMember(
            `${name}-reader`,
            { secretId: secret.id, role: "roles/secretmanager.secretAccessor", member: args.reader.member },
            child,
        );
        if (args.value !== undefined)
            new gcp.secretmanager.SecretVersion(
                `${name}-version`,
                {
                    secret: secret.id,
                    secretDataWo: args.value,
                    secretDataWoVersion: this.version,
                    deletionPolicy: "DISABLE",
                },
                child,
            );
        this.registerOutputs({ secretId: this.secretId });
    }
}
