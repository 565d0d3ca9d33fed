import type * as gcp from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";

export interface InstanceArgs {
    tier: string;
    diskGb: number;
    recoveryDays: number;
    retainedBackups: number;
    backupLocation: string;
    network: pulumi.Input<string>;
}

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
    "pgaudit.log": "ddl,role",
};

/** One function for both instances, so that the standby is fit to be the primary. Only the primary takes backups. */
export function instanceSettings(
    args: InstanceArgs,
    role: "primary" | "standby",
): gcp.types.input.sql.DatabaseInstanceSettings {
    return {
        tier: args.tier,
        edition: "ENTERPRISE_PLUS",
        availabilityType: "REGIONAL",
        diskType: "PD_SSD",
        diskSize: args.diskGb,
        diskAutoresize: true,
        deletionProtectionEnabled: true,
        retainBackupsOnDelete: true,
        connectorEnforcement: "REQUIRED",
        dataApiAccess: "DISALLOW_DATA_API",
        databaseFlags: Object.entries(FLAGS).map(([name, value]) => ({ name, value })),
        ipConfiguration: {
            ipv4Enabled: false,
            privateNetwork: args.network,
            sslMode: "TRUSTED_CLIENT_CERTIFICATE_REQUIRED",
            enablePrivatePathForGoogleCloudServices: false,
        },
        insightsConfig: {
            queryInsightsEnabled: true,
            queryPlansPerMinute: 5,
            queryStringLength: 1024,
            recordApplicationTags: true,
            recordClientAddress: false,
        },
        maintenanceWindow: { day: 2, hour: 8, updateTrack: "week5" },
        ...(role === "primary" && {
            backupConfiguration: {
                enabled: true,
                pointInTimeRecoveryEnabled: true,
                transactionLogRetentionDays: args.recoveryDays,
                location: args.backupLocation,
                startTime: "03:00",
                backupRetentionSettings: { retainedBackups: args.retainedBackups, retentionUnit: "COUNT" },
            },
            finalBackupConfig: { enabled: true, retentionDays: 90 },
        }),
    };
}
