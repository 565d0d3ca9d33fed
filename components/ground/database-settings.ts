import type * as gcp from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";

export interface InstanceArgs {
    tier: string;
    diskGb: number;
    recoveryDays: number;
    retainedBackups: number;
    backupLocation: string;
    network: pulumi.Input<string>;
    /** Zones of the instance's region, the preferred one first. */
    zones: readonly [string, string, ...string[]];
    /** Weekly hour, UTC, in which Google may restart the primary; day 1 is Monday. */
    maintenance: { day: number; hour: number };
    /** No maintenance from midnight UTC of one day to midnight of the other, at most 90 days later. Default none. */
    freeze?: { start: string; end: string } | undefined;
}

/** Connections that Postgres takes, the same everywhere, so that what counts them knows. */
export const MAX_CONNECTIONS = 500;

/** Flags that CIS and checkov ask of Postgres; slow queries are found by Query Insights, not in the log. */
const FLAGS: Record<string, string> = {
    "cloudsql.enable_pgaudit": "on",
    "cloudsql.iam_authentication": "on",
    log_checkpoints: "on",
    log_connections: "on",
    log_disconnections: "on",
    log_duration: "on",
    log_executor_stats: "off",
    log_hostname: "on",
    log_lock_waits: "on",
    log_min_duration_statement: "-1",
    log_min_error_statement: "error",
    log_min_messages: "warning",
    log_parser_stats: "off",
    log_planner_stats: "off",
    log_statement: "ddl",
    log_statement_stats: "off",
    log_temp_files: "0",
    max_connections: String(MAX_CONNECTIONS),
    "pgaudit.log": "ddl,role",
};

/** What only the instance that takes writes may have: Cloud SQL refuses it on a replica, or never reads it there. */
const ofPrimary = (args: InstanceArgs) => ({
    backupConfiguration: {
        enabled: true,
        pointInTimeRecoveryEnabled: true,
        transactionLogRetentionDays: args.recoveryDays,
        location: args.backupLocation,
        startTime: "03:00",
        backupRetentionSettings: { retainedBackups: args.retainedBackups, retentionUnit: "COUNT" },
    },
    finalBackupConfig: { enabled: true, retentionDays: 90 },
    locationPreference: { zone: args.zones[0], secondaryZone: args.zones[1] },
    // Nobody has a password, and whoever sets one by hand sets a good one.
    passwordValidationPolicy: {
        enablePasswordPolicy: true,
        minLength: 20,
        complexity: "COMPLEXITY_DEFAULT",
        disallowUsernameSubstring: true,
        reuseInterval: 10,
    },
});

/** Said and not left out: the provider would keep the backups of an instance that was the primary before. */
const ofReplica = (args: InstanceArgs) => ({
    backupConfiguration: { enabled: false, pointInTimeRecoveryEnabled: false },
    locationPreference: { zone: args.zones[0] },
});

/** One function for every role, so that whatever follows the primary is fit to be the primary. */
export function instanceSettings(
    args: InstanceArgs,
    { takesWrites, guarded }: { takesWrites: boolean; guarded: boolean },
): gcp.types.input.sql.DatabaseInstanceSettings {
    return {
        tier: args.tier,
        edition: "ENTERPRISE_PLUS",
        availabilityType: "REGIONAL",
        diskType: "PD_SSD",
        diskSize: args.diskGb,
        diskAutoresize: true,
        dataCacheConfig: { dataCacheEnabled: true },
        deletionProtectionEnabled: guarded,
        retainBackupsOnDelete: true,
        connectorEnforcement: "REQUIRED",
        dataApiAccess: "DISALLOW_DATA_API",
        databaseFlags: Object.entries(FLAGS).map(([name, value]) => ({ name, value })),
        ipConfiguration: {
            ipv4Enabled: false,
            privateNetwork: args.network,
            // The Auth Proxy brings a client certificate of its own for each connection, signed by the instance.
            sslMode: "TRUSTED_CLIENT_CERTIFICATE_REQUIRED",
            serverCaMode: "GOOGLE_MANAGED_INTERNAL_CA",
            enablePrivatePathForGoogleCloudServices: false,
        },
        insightsConfig: {
            queryInsightsEnabled: true,
            enhancedQueryInsightsEnabled: true,
            queryPlansPerMinute: 5,
            queryStringLength: 1024,
            recordApplicationTags: true,
            recordClientAddress: false,
        },
        maintenanceWindow: { ...args.maintenance, updateTrack: "week5" },
        ...(args.freeze && {
            denyMaintenancePeriod: {
                startDate: asGiven(args.freeze.start),
                endDate: asGiven(args.freeze.end),
                time: "00:00:00",
            },
        }),
        ...(takesWrites ? ofPrimary(args) : ofReplica(args)),
    };
}

/** Cloud SQL gives dates back with a month of one digit, and the provider would see a change in the other spelling. */
const asGiven = (date: string) => date.replace(/^([0-9]{4})-0/, "$1-");
