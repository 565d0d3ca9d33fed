import { changeOfRole, designated, INSTANCE, instanceId, isReplica } from "../sql";
import { type Ask, at, type Rule } from "./rule";

const INSTANCES = [INSTANCE.slice("gcp:".length)];

/** Error codes and their words: https://cloud.google.com/sql/docs/postgres/admin-api/errors. */
const WORDS = {
    INVALID_REQUEST: "The incoming request contained invalid data., invalidRequest",
    BACKUPS_OF_REPLICA: "A backup can't be enabled for read replicas., invalid",
    NOT_FOR_MASTER: "The requested operation isn't valid for a replication master instance., invalid",
    NOT_FOR_REPLICA: "The requested operation isn't valid for a read replica., invalid",
    PROTECTED:
        "The instance is protected. Please disable the deletion protection and try again. To disable deletion " +
        "protection, update the instance settings with deletionProtectionEnabled set to false.",
};

const hasBackups = (given: object) => at(given, "settings.backupConfiguration.enabled") === true;
const hasRecovery = (given: object) => at(given, "settings.backupConfiguration.pointInTimeRecoveryEnabled") === true;
const follows = ({ given, old }: Ask) => isReplica({ ...old?.made, ...given });

const regional: Rule = {
    name: "availability REGIONAL without backups and point-in-time recovery",
    on: ["create", "update"],
    types: INSTANCES,
    status: 400,
    refuses: (ask) => {
        const { given } = ask;
        if (follows(ask) || at(given, "settings.availabilityType") !== "REGIONAL") return undefined;
        return hasBackups(given) && hasRecovery(given) ? undefined : WORDS.INVALID_REQUEST;
    },
};

const tier: Rule = {
    name: "a tier that the edition does not have",
    on: ["create", "update"],
    types: INSTANCES,
    status: 400,
    refuses: ({ given }) => {
        const [, version] = /^POSTGRES_(\d+)$/.exec(String(given.databaseVersion)) ?? [];
        const edition = at(given, "settings.edition") ?? (Number(version) >= 16 ? "ENTERPRISE_PLUS" : "ENTERPRISE");
        const wanted = String(at(given, "settings.tier"));
        return edition === "ENTERPRISE_PLUS" && !/^db-(perf-optimized|c4a)-/.test(wanted)
            ? `Invalid request: Invalid Tier (${wanted}) for (ENTERPRISE_PLUS) Edition. Use a predefined Tier like ` +
                  "db-perf-optimized-N-* instead."
            : undefined;
    },
};

const logRetention: Rule = {
    name: "transaction logs for longer than the edition keeps them",
    on: ["create", "update"],
    types: INSTANCES,
    status: 400,
    refuses: ({ given }) => {
        const days = Number(at(given, "settings.backupConfiguration.transactionLogRetentionDays") ?? 7);
        const most = at(given, "settings.edition") === "ENTERPRISE" ? 7 : 35;
        return days >= 1 && days <= most ? undefined : WORDS.INVALID_REQUEST;
    },
};

const early: Rule = {
    name: "a replica before its primary has backups",
    on: ["create"],
    types: INSTANCES,
    status: 400,
    refuses: ({ given, scope, store }) => {
        if (given.masterInstanceName === undefined) return undefined;
        const primary = store.get(INSTANCE, instanceId(given.masterInstanceName, scope));
        return primary && !(hasBackups(primary.given) && hasRecovery(primary.given)) ? WORDS.NOT_FOR_MASTER : undefined;
    },
};

const backupsOfReplica: Rule = {
    name: "backups of a replica",
    on: ["create", "update"],
    types: INSTANCES,
    status: 400,
    refuses: (ask) => (follows(ask) && hasBackups(ask.given) ? WORDS.BACKUPS_OF_REPLICA : undefined),
};

/** Only the replica that the primary has designated can change roles with it, and only both together. */
const undesignated: Rule = {
    name: "a switchover to a replica that is not designated",
    on: ["update"],
    types: INSTANCES,
    status: 400,
    refuses: (ask) => {
        if (changeOfRole(ask) !== "switchover") return undefined;
        const primary = ask.store.get(INSTANCE, instanceId(ask.old?.given.masterInstanceName, ask.scope));
        return primary && designated(primary) === instanceId(ask.given.name, ask.scope)
            ? undefined
            : WORDS.NOT_FOR_REPLICA;
    },
};

const stranger: Rule = {
    name: "the designation of an instance that does not follow",
    on: ["update"],
    types: INSTANCES,
    status: 400,
    refuses: (ask) => {
        const successor = designated(ask);
        if (successor === undefined || changeOfRole(ask) === "switchover") return undefined;
        const replica = ask.store.get(INSTANCE, successor);
        return replica && instanceId(replica.given.masterInstanceName, ask.scope) === ask.id
            ? undefined
            : WORDS.INVALID_REQUEST;
    },
};

const follower: Rule = {
    name: "another primary for an instance that exists",
    on: ["update"],
    types: INSTANCES,
    status: 400,
    // The API changes roles by switchover and promotion alone: GoogleCloudPlatform/k8s-config-connector#12759.
    refuses: (ask) => {
        if (changeOfRole(ask) !== undefined) return undefined;
        const [was, is] = [ask.old?.given, ask.given].map((given) => given?.masterInstanceName);
        return was === is ? undefined : WORDS.INVALID_REQUEST;
    },
};

const readOnly: Rule = {
    name: "a database or a login of a replica",
    on: ["create", "update", "delete"],
    types: ["sql/database:Database", "sql/user:User"],
    status: 400,
    refuses: ({ given, scope, store }) => {
        const instance = store.get(INSTANCE, instanceId(given.instance, scope));
        return instance && isReplica({ ...instance.made, ...instance.given }) ? WORDS.NOT_FOR_REPLICA : undefined;
    },
};

const guarded: Rule = {
    name: "the deletion of a protected instance",
    on: ["delete"],
    types: INSTANCES,
    status: 400,
    refuses: ({ given }) => (at(given, "settings.deletionProtectionEnabled") === true ? WORDS.PROTECTED : undefined),
};

export const sql: readonly Rule[] = [
    ...[guarded, regional, tier, logRetention, early, backupsOfReplica],
    ...[undesignated, stranger, follower, readOnly],
];
