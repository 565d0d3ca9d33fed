import { references } from "../ids";
import type { CloudResource } from "../store";
import { typeOf } from "../types";
import { type Ask, lastOf, type Rule } from "./rule";

const isCompute = (type: string) => type.startsWith("gcp:compute/");

/** Names that the APIs of these types use for them when one is there already. */
const ALREADY: Readonly<Record<string, (id: string) => string>> = {
    "gcp:kms/cryptoKey:CryptoKey": (id) => `CryptoKey ${id} already exists.`,
    "gcp:kms/keyRing:KeyRing": (id) => `KeyRing ${id} already exists.`,
    "gcp:secretmanager/secret:Secret": (id) => `Secret [${id}] already exists.`,
    "gcp:sql/databaseInstance:DatabaseInstance": () => "The Cloud SQL instance already exists., instanceAlreadyExists",
};

const already: Rule = {
    name: "a name is taken",
    on: ["create"],
    status: 409,
    refuses: ({ type, id, old }) => {
        if (old === undefined || typeOf(type)?.shared) return undefined;
        if (isCompute(type)) return `The resource '${id}' already exists, alreadyExists`;
        return ALREADY[type]?.(id) ?? "Requested entity already exists";
    },
};

const missing: Rule = {
    name: "what it refers to does not exist",
    on: ["create", "update"],
    status: 404,
    refuses: ({ type, id, given, scope, store }) => {
        const gone = references(type, given, scope).find(
            (other) => other.id !== id && store.get(other.type, other.id) === undefined,
        );
        return gone && `The resource '${gone.id}' was not found, notFound`;
    },
};

/** Whatever refers to a resource and would be left without it. */
export const usersOf = ({ type, id, scope, store }: Ask): CloudResource[] =>
    (typeOf(type)?.usedBy ?? [])
        .flatMap((user) => store.list(`gcp:${user}`))
        .filter((user) => references(user.type, user.given, scope).some((one) => one.type === type && one.id === id));

const used: Rule = {
    name: "it is still in use",
    on: ["delete"],
    status: 400,
    refuses: (ask) => {
        const [user] = usersOf(ask);
        if (user === undefined) return undefined;
        const { type, id } = ask;
        if (type === "gcp:dns/managedZone:ManagedZone")
            return (
                `The resource 'entity.managedZone' named '${lastOf(id)}' cannot be deleted because it contains one or ` +
                "more 'resource records'., containerNotEmpty"
            );
        if (type === "gcp:sql/databaseInstance:DatabaseInstance")
            // ERROR_INVALID_HAS_REPLICA_OPERATION, https://cloud.google.com/sql/docs/postgres/admin-api/errors
            return "The requested operation isn't valid for an instance that has a replica., invalidOperation";
        const kind = (type.split(":").at(-1) ?? "").replace(/^[A-Z]/, (letter) => letter.toLowerCase());
        return `The ${kind} resource '${id}' is already being used by '${user.id}', resourceInUseByAnotherResource`;
    },
};

export const existence: readonly Rule[] = [already, missing, used];
