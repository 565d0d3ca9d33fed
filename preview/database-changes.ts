import { isRecord, type JsonRecord, same } from "./changes/values";
import type { Json, Plan, PlanResource } from "./plan";

type Properties = Readonly<JsonRecord>;

const TYPE = "gcp:sql/databaseInstance:DatabaseInstance";

/**
 * What the Google provider does with a change of a Cloud SQL instance. A switchover keeps every write; a promotion on
 * its own leaves two primaries behind that know nothing of each other; a replacement deletes the data.
 */
export interface InstanceChange {
    kind: "same" | "update" | "switchover" | "promotion" | "replacement" | "refused";
    /** The properties that make it so. */
    because: string[];
}

/** Inputs of which any change is a new instance: `ForceNew` in ResourceSqlDatabaseInstance. */
const FORCE_NEW = ["encryptionKeyName", "name", "project", "region", "settings.collation"];
/** Inputs that the provider reads from the API where the program does not set them: `Computed` beside `Optional`. */
const COMPUTED = [
    "encryptionKeyName",
    "instanceType",
    "masterInstanceName",
    "maintenanceVersion",
    "name",
    "project",
    "region",
    "replicaConfiguration",
    "replicaNames",
    "replicationCluster",
    "settings.backupConfiguration",
    "settings.dataCacheConfig",
    "settings.diskSize",
    "settings.ipConfiguration",
    "settings.locationPreference",
];

/**
 * The change from what the state says to what is declared. Read in terraform-provider-google-beta 7.45.0,
 * google-beta/services/sql/resource_sql_database_instance.go; the functions are named where they are followed.
 */
export function instanceChange(state: Properties, declared: Properties): InstanceChange {
    const wanted = COMPUTED.reduce<Properties>(
        (inputs, path) => (at(inputs, path) === undefined ? set(inputs, path, at(state, path)) : inputs),
        declared,
    );
    const changed = (path: string) => !same(at(state, path), at(wanted, path));
    const forced = FORCE_NEW.filter(changed);
    // customdiff.ForceNewIf on master_instance_name and on replica_configuration.0.cascadable_replica
    const follows = ["masterInstanceName", "replicaConfiguration"].filter(changed);
    if (!isSwitchoverFromOldPrimarySide(state, wanted)) forced.push(...follows);
    // privateNetworkCustomizeDiff
    const network = "settings.ipConfiguration.privateNetwork";
    if (at(state, network) && !at(wanted, network)) forced.push(network);
    // autoUpgradeEnabledCustomizeDiff
    const upgrades = "settings.autoUpgradeEnabled";
    if (at(state, upgrades) === true && at(wanted, upgrades) !== true) forced.push(upgrades);
    // diskSizeCutomizeDiff
    const [size, resizes] = ["settings.diskSize", "settings.diskAutoresize"];
    if (Number(at(state, size)) > Number(at(wanted, size)) && at(wanted, resizes) === false) forced.push(size);
    if (forced.length > 0) return { kind: "replacement", because: forced };

    if (state.instanceType === "READ_REPLICA_INSTANCE" && wanted.instanceType === "CLOUD_SQL_INSTANCE") {
        // validatePromoteConfigurations
        const kept = ["masterInstanceName", "replicaConfiguration"].filter((key) => declared[key] !== undefined);
        if (kept.length > 0) return { kind: "refused", because: kept };
        // isSwitchoverRequested
        return includes(wanted.replicaNames, state.masterInstanceName)
            ? { kind: "switchover", because: ["instanceType"] }
            : { kind: "promotion", because: ["instanceType", "replicaNames"] };
    }
    const because = [...new Set([...Object.keys(state), ...Object.keys(wanted)])].filter(changed).sort();
    return { kind: because.length > 0 ? "update" : "same", because };
}

function isSwitchoverFromOldPrimarySide(state: Properties, wanted: Properties): boolean {
    const name = wanted.masterInstanceName;
    return (
        wanted.replicaConfiguration !== undefined &&
        state.instanceType === "CLOUD_SQL_INSTANCE" &&
        wanted.instanceType === "READ_REPLICA_INSTANCE" &&
        includes(state.replicaNames, name) &&
        !includes(wanted.replicaNames, name)
    );
}

/** Inputs with everything below these paths as it was: what the engine makes of `ignoreChanges` (PropertyPath.Reset). */
export function ignoring(inputs: Properties, old: Properties, paths: readonly string[]): Properties {
    return paths.reduce((kept, path) => set(kept, path, at(old, path)), inputs);
}

/** An instance that a plan would lose, with the reason in words. */
export interface Loss {
    urn: string;
    why: string;
}

/**
 * The Cloud SQL instances whose data would be lost, or part from the others, between two plans of a stack. What the
 * first plan does not guard is meant to go.
 */
export function databaseLosses(before: Plan, after: Plan): Loss[] {
    const declared = new Map(after.resources.map((resource) => [resource.urn, resource]));
    return before.resources.flatMap((old): Loss[] => {
        if (old.type !== TYPE) return [];
        const why = loss(old, declared.get(old.urn));
        return why === undefined ? [] : [{ urn: old.urn, why }];
    });
}

function loss(old: PlanResource, now: PlanResource | undefined): string | undefined {
    const unguarded =
        !old.protect && old.inputs.deletionPolicy !== "PREVENT" && old.inputs.deletionProtection === false;
    if (now === undefined) return unguarded ? undefined : "would be deleted while it is guarded";
    const { kind, because } = instanceChange(old.inputs, ignoring(now.inputs, old.inputs, now.ignoreChanges));
    if (kind === "replacement" && !unguarded) return `would be deleted and made anew because of ${because.join(", ")}`;
    if (kind === "promotion") return "would be promoted on its own: replicaNames does not name the instance it follows";
    return undefined;
}

const includes = (list: Json | undefined, one: Json | undefined): boolean =>
    Array.isArray(list) && one !== undefined && list.includes(one);

function at(value: Properties, path: string): Json | undefined {
    return path.split(".").reduce<Json | undefined>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

/** A copy with another value at a path; undefined takes the key away. Where a map on the way is missing, none is made. */
function set(value: Properties, path: string, to: Json | undefined): Properties {
    const [key = "", ...rest] = path.split(".");
    const { [key]: inner, ...others } = value;
    if (rest.length > 0) return isRecord(inner) ? { ...value, [key]: set(inner, rest.join("."), to) } : value;
    return to === undefined ? others : { ...value, [key]: to };
}
