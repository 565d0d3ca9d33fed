import type { Scope } from "./ids";
import type { CloudResource, Properties, Store } from "./store";

export const INSTANCE = "gcp:sql/databaseInstance:DatabaseInstance";

export const instanceId = (name: unknown, { project }: Scope): string =>
    `projects/${project}/instances/${String(name).replace(/^.*[/:]/, "")}`;

export const isReplica = ({ instanceType }: Properties): boolean => instanceType === "READ_REPLICA_INSTANCE";

/** The instance that a primary has named to take over, as `project:instance`; undefined for none. */
export function designated({ given, ...rest }: { given: Properties; id: string }): string | undefined {
    const name = (given.replicationCluster as Properties | undefined)?.failoverDrReplicaName;
    if (typeof name !== "string" || name === "") return undefined;
    return rest.id.replace(/[^/]*$/, name.replace(/^.*:/, ""));
}

interface RoleChange {
    given: Properties;
    old?: CloudResource;
}

/**
 * A replica that is declared a primary: together with the one it follows, or away from it for ever
 * (isSwitchoverRequested in resource_sql_database_instance.go).
 */
export function changeOfRole({ given, old }: RoleChange): "switchover" | "promotion" | undefined {
    if (old?.type !== INSTANCE || !isReplica({ ...old.made, ...old.given })) return undefined;
    if (given.instanceType !== "CLOUD_SQL_INSTANCE") return undefined;
    const names = (given.replicaNames ?? []) as unknown[];
    return names.includes(old.given.masterInstanceName) ? "switchover" : "promotion";
}

/**
 * What of an instance the provider sends when it creates it: not whom it designates, who is not there yet. A refresh
 * shows that, and the next update sends it: docs/runbooks/database-switchover.md, "Add a standby".
 */
export function sentAtCreation(type: string, given: Properties): Properties {
    if (type !== INSTANCE || !designates(given)) return given;
    const { replicationCluster: _, ...sent } = given;
    return sent;
}

export const designates = ({ replicationCluster }: Properties): boolean =>
    Boolean((replicationCluster as Properties | undefined)?.failoverDrReplicaName);

/** Everything that a change of one instance means to the others. Call it before the instance itself is written. */
export function settle(store: Store, scope: Scope, now: CloudResource, old?: CloudResource): void {
    if (now.type !== INSTANCE) return;
    const role = changeOfRole({ given: now.given, ...(old && { old }) });
    const former = role && store.get(INSTANCE, instanceId(old?.given.masterInstanceName, scope));
    if (role !== undefined) now.made = { ...now.made, instanceType: "CLOUD_SQL_INSTANCE" };
    if (former && role === "switchover") {
        const others = replicasOf(store, former).filter(({ id }) => id !== now.id);
        for (const other of others) store.put(following(other, now));
        store.put({
            ...following(former, now),
            made: { ...former.made, replicaNames: [] },
        });
        now.made.replicaNames = [former, ...others].map(({ given }) => given.name);
    } else if (former) {
        store.put(without(former, now));
    }
    const primary = old === undefined && store.get(INSTANCE, instanceId(now.given.masterInstanceName, scope));
    if (primary) store.put(named(primary, [...namesOf(primary), now.given.name]));
}

/** What the deletion of an instance means to the one it follows. */
export function part(store: Store, scope: Scope, gone: CloudResource): void {
    if (gone.type !== INSTANCE || gone.given.masterInstanceName === undefined) return;
    const primary = store.get(INSTANCE, instanceId(gone.given.masterInstanceName, scope));
    if (primary) store.put(without(primary, gone));
}

const namesOf = ({ made }: CloudResource) => (made.replicaNames ?? []) as unknown[];
const named = (primary: CloudResource, replicaNames: unknown[]): CloudResource => ({
    ...primary,
    made: { ...primary.made, replicaNames },
});
const without = (primary: CloudResource, { given }: CloudResource) =>
    named(
        primary,
        namesOf(primary).filter((name) => name !== given.name),
    );

const replicasOf = (store: Store, primary: CloudResource) =>
    store.list(INSTANCE).filter(({ given }) => given.masterInstanceName === primary.given.name);

/** A replica of a new primary. It has no backups of its own, and designates nobody. */
function following(instance: CloudResource, primary: CloudResource): CloudResource {
    const { replicaNames: _, ...given } = instance.given;
    const settings = (given.settings ?? {}) as Properties;
    return {
        ...instance,
        given: {
            ...given,
            instanceType: "READ_REPLICA_INSTANCE",
            masterInstanceName: primary.given.name,
            replicationCluster: { failoverDrReplicaName: "" },
            settings: { ...settings, backupConfiguration: { enabled: false, pointInTimeRecoveryEnabled: false } },
        },
    };
}
