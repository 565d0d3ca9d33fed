import { references } from "../ids";
import { mayUse } from "./identity";
import { at, type Rule } from "./rule";

/** Algorithms that only one protection level holds: https://cloud.google.com/kms/docs/algorithms. */
const ONLY: Readonly<Record<string, string>> = {
    EC_SIGN_ED25519: "SOFTWARE",
    EC_SIGN_SECP256K1_SHA256: "HSM",
};

const algorithm: Rule = {
    name: "an algorithm that the protection level does not hold",
    on: ["create", "update"],
    types: ["kms/cryptoKey:CryptoKey"],
    status: 400,
    refuses: ({ given }) => {
        const wanted = String(at(given, "versionTemplate.algorithm"));
        const level = String(at(given, "versionTemplate.protectionLevel") ?? "SOFTWARE");
        const only = ONLY[wanted];
        return only === undefined || only === level
            ? undefined
            : `Algorithm ${wanted} is not supported for protection level: ${level}`;
    },
};

const rotation: Rule = {
    name: "rotation of a key that does not encrypt",
    on: ["create", "update"],
    types: ["kms/cryptoKey:CryptoKey"],
    status: 400,
    refuses: ({ given }) =>
        given.rotationPeriod !== undefined && (given.purpose ?? "ENCRYPT_DECRYPT") !== "ENCRYPT_DECRYPT"
            ? `The rotation_schedule field is not supported for CryptoKeys with purpose ${given.purpose}.`
            : undefined,
};

/** Google's agent that encrypts what a type stores. */
const AGENTS: Readonly<Record<string, RegExp>> = {
    "container/cluster:Cluster": /@container-engine-robot\./,
    "container/nodePool:NodePool": /@compute-system\./,
    "gkebackup/backupPlan:BackupPlan": /@gcp-sa-gkebackup\./,
    "logging/projectBucketConfig:ProjectBucketConfig": /@gcp-sa-logging\./,
    "pubsub/topic:Topic": /@gcp-sa-pubsub\./,
    "redis/instance:Instance": /@cloud-redis\./,
    "secretmanager/secret:Secret": /@gcp-sa-secretmanager\./,
    "sql/databaseInstance:DatabaseInstance": /@gcp-sa-cloud-sql\./,
    "storage/bucket:Bucket": /@gs-project-accounts\./,
};

const ungranted: Rule = {
    name: "a key that Google's agent may not use",
    on: ["create", "update"],
    types: Object.keys(AGENTS),
    status: 403,
    refuses: (ask) => {
        const agent = AGENTS[ask.type.slice("gcp:".length)] ?? /$^/;
        const key = references(ask.type, ask.given, ask.scope).find(
            ({ type, id }) => type === "gcp:kms/cryptoKey:CryptoKey" && !mayUse(ask, id, agent),
        );
        return (
            key &&
            `Permission 'cloudkms.cryptoKeyVersions.useToEncrypt' denied on resource '${key.id}' (or it may not exist).`
        );
    },
};

const elsewhere: Rule = {
    name: "a key of another region",
    on: ["create"],
    types: ["sql/databaseInstance:DatabaseInstance", "redis/instance:Instance", "gkebackup/backupPlan:BackupPlan"],
    status: 400,
    refuses: (ask) => {
        const region = ask.given.region ?? ask.given.location;
        const key = references(ask.type, ask.given, ask.scope).find(
            ({ type, id }) => type === "gcp:kms/cryptoKey:CryptoKey" && !id.includes(`/locations/${region}/`),
        );
        return key && `The KMS key ${key.id} must be in the same location as the resource: ${region}.`;
    },
};

export const kms: readonly Rule[] = [algorithm, rotation, ungranted, elsewhere];
