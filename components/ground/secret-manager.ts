import * as pulumi from "@pulumi/pulumi";
import type { Custody } from "../settings/custody";
import type { Google } from "./google";
import type { EncryptionKey, Keys } from "./keys";
import { Rotation } from "./rotation";

export interface SecretManagerArgs {
    google: Google;
    /** By region. */
    keys: Record<string, Keys>;
    /** Regions that keep a copy of every secret; Google cannot change them later. */
    replicas: readonly string[];
    rotation: Custody["rotation"];
    /** Versions in use, by the ids of secrets, where it is not the first. */
    versions?: Custody["versions"];
}

/**
 * Where secrets are kept: the same copies for all of them, whatever regions come and go, and reminders to rotate.
 * @meets S0-10
 */
export class SecretManager extends pulumi.ComponentResource {
    readonly google: Google;
    readonly replicas: readonly { location: string; key: EncryptionKey }[];
    readonly rotation: Rotation;
    readonly versions: Custody["versions"];

    constructor(name: string, args: SecretManagerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:SecretManager", name, {}, opts);
        const keysIn = (location: string): Keys => {
            const keys = args.keys[location];
            if (keys) return keys;
            const regions = Object.keys(args.keys).join(", ");
            throw new pulumi.RunError(`${name} has no encryption key in ${location}; keep copies in ${regions}`);
        };
        const [first] = args.replicas;
        if (first === undefined) throw new pulumi.RunError(`${name} keeps no copy of a secret; name a region`);
        this.google = args.google;
        this.versions = args.versions ?? {};
        this.replicas = args.replicas.map((location) => ({ location, key: keysIn(location).encryption.secrets }));
        this.rotation = new Rotation(
            `${name}-rotation`,
            { google: args.google, ring: keysIn(first).ring, regions: args.replicas, ...args.rotation },
            { parent: this },
        );
        this.registerOutputs();
    }
}
