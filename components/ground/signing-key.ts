import type * as pulumi from "@pulumi/pulumi";
import { refuse } from "./refuse";
import type { Secret } from "./secret";

/** A key that signs, as workloads refer to it. Nobody but its custodian ever holds the key itself. */
export type SigningKey = CloudKmsKey | VaultTransitKey | ExternalCosigners;

/** An account key in Cloud HSM. */
export interface CloudKmsKey {
    readonly custody: "cloud-kms";
    readonly algorithm: "EC_SIGN_SECP256K1_SHA256";
    /** Full name of one version: `projects/…/cryptoKeyVersions/1`. */
    readonly version: pulumi.Input<string>;
}

/** A key in Vault's transit engine, which signs and does not export. */
export interface VaultTransitKey {
    readonly custody: "vault-transit";
    readonly algorithm: "ed25519" | "ecdsa-p256";
    readonly address: string;
    readonly mount: string;
    readonly key: string;
    readonly version: number;
}

/** A threshold of cosigners, such as Horcrux's 2 of 3, each with a shard of the key. Slipway holds no key at all. */
export interface ExternalCosigners {
    readonly custody: "external-cosigners";
    readonly algorithm: "ed25519";
    /** Cosigners that it takes to sign: more than half, so that two groups can never sign two blocks. */
    readonly threshold: number;
    readonly cosigners: readonly Cosigner[];
}

export interface Cosigner {
    readonly name: string;
    /** Host and port that the other cosigners reach it at, such as `cosigner-1.signers.svc:2222`. */
    readonly endpoint: string;
    /** The secret that holds its shard. Each has one of its own, with a reader of its own. */
    readonly shard: Secret;
}

const HOLDS = {
    "cloud-kms": ["EC_SIGN_SECP256K1_SHA256"],
    // Of transit's types (developer.hashicorp.com/vault/docs/secrets/transit) those that chains and tokens accept.
    "vault-transit": ["ed25519", "ecdsa-p256"],
} as const satisfies Record<string, readonly SigningKey["algorithm"][]>;

const INSTEAD: readonly [RegExp, string][] = [
    [/ed25519/i, 'a consensus key belongs to custody "external-cosigners", another one to "vault-transit" as ed25519'],
    [/secp256k1/i, 'use custody "cloud-kms" with EC_SIGN_SECP256K1_SHA256'],
    [/p-?256/i, 'no chain takes P-256 for accounts; for tokens use custody "vault-transit" as ecdsa-p256'],
];

/** Refuses a key that its custodian cannot hold. Cloud KMS has Ed25519 in software only, transit has no secp256k1. */
export function refuseAlgorithm(name: string, custody: keyof typeof HOLDS, algorithm: string): void {
    const holds: readonly string[] = HOLDS[custody];
    if (holds.includes(algorithm)) return;
    const [, instead] = INSTEAD.find(([pattern]) => pattern.test(algorithm)) ?? [0, `use ${holds.join(" or ")}`];
    refuse(name, `asks for ${algorithm}, and ${custody} holds ${holds.join(" and ")}`, instead);
}

const VERSION =
    /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+\/cryptoKeyVersions\/[1-9][0-9]*$/;

/** Refers to an account key that exists in Cloud HSM, by the full name of one version. */
export function cloudKmsKey(name: string, version: string): CloudKmsKey {
    if (!VERSION.test(version))
        refuse(name, `names the key ${version}`, "pin one version of it, ending in /cryptoKeyVersions/<number>");
    return { custody: "cloud-kms", algorithm: "EC_SIGN_SECP256K1_SHA256", version };
}

/** Refers to cosigners that hold the key among them. */
export function externalCosigners(
    name: string,
    args: Pick<ExternalCosigners, "threshold" | "cosigners">,
): ExternalCosigners {
    const { threshold, cosigners } = args;
    const count = cosigners.length;
    if (!(Number.isInteger(threshold) && threshold > count / 2 && threshold <= count))
        refuse(
            name,
            `signs with ${threshold} of ${count}`,
            `use ${Math.floor(count / 2) + 1} to ${count}: more than half, so that no two groups sign apart`,
        );
    if (count < 2) refuse(name, "has a single cosigner", "use at least 2, so that none holds the key alone");
    const one = (what: string, of: (cosigner: Cosigner) => unknown) => {
        if (new Set(cosigners.map(of)).size < count)
            refuse(name, `has two cosigners with the same ${what}`, `give each a ${what} of its own`);
    };
    one("name", (cosigner) => cosigner.name);
    one("endpoint", (cosigner) => cosigner.endpoint);
    one("shard", (cosigner) => cosigner.shard.secretId);
    one("reader of its shard", (cosigner) => cosigner.shard.reader);
    return { custody: "external-cosigners", algorithm: "ed25519", threshold, cosigners };
}

/**
 * What a workload that signs by calling the custodian is told, as environment variables that start with `prefix`.
 * Cosigners dial the node instead, so there is nothing to tell.
 */
export function signingEnv(prefix: string, key: CloudKmsKey | VaultTransitKey): Record<string, pulumi.Input<string>> {
    if (key.custody === "cloud-kms") return { [`${prefix}_KEY_VERSION`]: key.version };
    return {
        [`${prefix}_KEY_VAULT`]: key.address,
        [`${prefix}_KEY_PATH`]: `${key.mount}/sign/${key.key}`,
        [`${prefix}_KEY_VERSION`]: String(key.version),
    };
}
