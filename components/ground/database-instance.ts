import type * as gcp from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import type { Placement } from "../settings/database";
import { type InstanceArgs, instanceSettings } from "./database-settings";
import { guarded } from "./guard";
import { regionOf } from "./placement";

export interface DeclaredInstance {
    args: gcp.sql.DatabaseInstanceArgs;
    opts: Pick<pulumi.CustomResourceOptions, "protect" | "ignoreChanges">;
}

/** What the provider would undo or redo at every update although nobody changed it. */
const OF_ALL = [
    // It grows by itself, and setting it back would mean a new instance.
    "settings.diskSize",
    // A failover swaps the zones, and swapping them back is a restart.
    "settings.locationPreference",
];
/**
 * An instance follows another because it was created so, or because the other took over from it. Declared otherwise,
 * the provider would replace it (ForceNewIf on master_instance_name). It is maintained with its primary, whatever its
 * own window says.
 */
const OF_FOLLOWERS = [...OF_ALL, "instanceType", "masterInstanceName", "settings.maintenanceWindow"];
/**
 * A former primary is left as the state has it, whether the state knows of the switchover yet or not: declared as a
 * primary again, once it follows the new one, it would be promoted for a second time and part from it for ever.
 */
const OF_FORMER = [
    "databaseVersion",
    "instanceType",
    "masterInstanceName",
    "replicaNames",
    "replicationCluster",
    "settings",
];

export const instanceName = (database: string, region: string): string => `${database}-${region}`;

/**
 * How the instance in `region` is declared in a placement. Only these differ by role; from one legal placement to the
 * next they differ by what resource_sql_database_instance.go of the Google provider takes as an update in place.
 */
export function declaredInstance(
    database: string,
    region: string,
    placement: Placement,
    args: InstanceArgs & { project: string; encryptionKeyName: pulumi.Input<string> },
): DeclaredInstance {
    const named = (one: string | undefined) => one && instanceName(database, one);
    const [primary, standby, former] = (["primary", "standby", "former"] as const).map((role) =>
        named(regionOf(placement, role)),
    );
    const role = placement[region];
    const takesWrites = role === "primary" || role === "former";
    // Of a primary that was just promoted the former is the one to take over next.
    const successor = role === "former" ? primary : (standby ?? former);
    const name = instanceName(database, region);
    const instance: gcp.sql.DatabaseInstanceArgs = {
        name,
        region,
        databaseVersion: "POSTGRES_18",
        encryptionKeyName: args.encryptionKeyName,
        ...(takesWrites
            ? {
                  instanceType: "CLOUD_SQL_INSTANCE",
                  replicationCluster: { failoverDrReplicaName: successor ? `${args.project}:${successor}` : "" },
                  // Naming whom it follows is what makes a promotion a switchover (isSwitchoverRequested).
                  ...(role === "primary" && former && { replicaNames: [former] }),
              }
            : {
                  instanceType: "READ_REPLICA_INSTANCE",
                  masterInstanceName: primary ?? "",
                  replicationCluster: { failoverDrReplicaName: "" },
              }),
        settings: instanceSettings(args, { takesWrites, guarded: role !== "replica" }),
        ...(role === "replica" ? { deletionProtection: false, deletionPolicy: "DELETE" } : guarded.data),
    };
    return {
        args: instance,
        opts: {
            protect: role !== "replica",
            ignoreChanges: role === "former" ? OF_FORMER : role === "primary" ? OF_ALL : OF_FOLLOWERS,
        },
    };
}
