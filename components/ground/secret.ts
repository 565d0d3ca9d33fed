import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Google } from "./google";
import { guarded } from "./guard";
import type { Identity } from "./identity";
import type { Keys } from "./keys";

export interface SecretArgs {
    google: Google;
    /** Key rings of the regions that keep a copy. */
    keys: Record<string, Keys>;
    /** The only one that may read it. */
    reader: Identity;
    /** A value that another resource makes. Without it, an operator adds the first version by hand. */
    value?: pulumi.Input<string>;
}

/** A secret in Secret Manager. Its value passes through as a write-only argument and is never part of the state. */
export class Secret extends pulumi.ComponentResource {
    /** Id in Secret Manager, as external secrets refer to it. */
    readonly secretId: string;
    /** The version that is read: never the latest, so that what reads it changes when a plan says so. */
    readonly version: number;

    constructor(name: string, args: SecretArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Secret", name, {}, opts);
        const child = { parent: this, provider: args.google.provider };
        this.secretId = name;
        this.version = args.google.secretVersion(name);

        const secret = new gcp.secretmanager.Secret(
            name,
            {
                secretId: name,
                replication: {
                    userManaged: {
                        replicas: Object.entries(args.keys).map(([location, keys]) => ({
                            location,
                            customerManagedEncryption: { kmsKeyName: keys.encryption.secrets.id },
                        })),
                    },
                },
                ...guarded.data,
                // A version taken out of use can still be brought back for a week.
                versionDestroyTtl: `${7 * 86400}s`,
            },
            {
                ...child,
                ...guarded.opts,
                dependsOn: Object.values(args.keys).map((keys) => keys.encryption.secrets.grant),
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
