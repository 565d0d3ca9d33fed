/** What Google's API calls a resource, and where the provider's names are not the API's. */
export interface Api {
    /** Name and version of the API. */
    api: string;
    schema: string;
    /** Inputs that are the provider's own, stand in the address of the call, or belong to another call. */
    own?: readonly string[];
    /** Inputs by path, lists without indexes, to where they stand in the API's resource. */
    moved?: Readonly<Record<string, string>>;
}

/** The provider's own everywhere, and what stands in the address of the call, unless the API takes it in the resource. */
export const ADDRESS: readonly string[] = [
    "deletionPolicy",
    "deletionProtection",
    "location",
    "name",
    "project",
    "region",
];

/** The type's API; a type that is not here is reported as not judged. */
export const apis: Readonly<Record<string, Api>> = {
    "gcp:artifactregistry/repository:Repository": {
        api: "artifactregistry.v1",
        schema: "Repository",
        own: ["repositoryId"],
    },
    "gcp:binaryauthorization/policy:Policy": { api: "binaryauthorization.v1", schema: "Policy" },
    "gcp:billing/budget:Budget": {
        api: "billingbudgets.v1",
        schema: "GoogleCloudBillingBudgetsV1Budget",
        own: ["billingAccount"],
        moved: { allUpdatesRule: "notificationsRule" },
    },
    "gcp:certificatemanager/certificate:Certificate": { api: "certificatemanager.v1", schema: "Certificate" },
    "gcp:certificatemanager/certificateMap:CertificateMap": {
        api: "certificatemanager.v1",
        schema: "CertificateMap",
    },
    "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry": {
        api: "certificatemanager.v1",
        schema: "CertificateMapEntry",
        own: ["map"],
    },
    "gcp:certificatemanager/dnsAuthorization:DnsAuthorization": {
        api: "certificatemanager.v1",
        schema: "DnsAuthorization",
    },
    "gcp:compute/address:Address": { api: "compute.v1", schema: "Address" },
    "gcp:compute/backendService:BackendService": { api: "compute.v1", schema: "BackendService" },
    "gcp:compute/firewall:Firewall": {
        api: "compute.v1",
        schema: "Firewall",
        moved: {
            allows: "allowed",
            denies: "denied",
            "allows.protocol": "allowed.IPProtocol",
            "denies.protocol": "denied.IPProtocol",
        },
    },
    "gcp:compute/forwardingRule:ForwardingRule": { api: "compute.v1", schema: "ForwardingRule" },
    "gcp:compute/globalAddress:GlobalAddress": { api: "compute.v1", schema: "Address" },
    "gcp:compute/healthCheck:HealthCheck": { api: "compute.v1", schema: "HealthCheck" },
    "gcp:compute/network:Network": {
        api: "compute.v1",
        schema: "Network",
        moved: { routingMode: "routingConfig.routingMode" },
    },
    "gcp:compute/router:Router": { api: "compute.v1", schema: "Router" },
    "gcp:compute/routerNat:RouterNat": { api: "compute.v1", schema: "RouterNat", own: ["router"] },
    "gcp:compute/sSLPolicy:SSLPolicy": { api: "compute.v1", schema: "SslPolicy" },
    "gcp:compute/securityPolicy:SecurityPolicy": { api: "compute.v1", schema: "SecurityPolicy" },
    "gcp:compute/subnetwork:Subnetwork": { api: "compute.v1", schema: "Subnetwork" },
    "gcp:container/cluster:Cluster": {
        api: "container.v1",
        schema: "Cluster",
        own: ["networkingMode", "removeDefaultNodePool"],
        moved: {
            datapathProvider: "networkConfig.datapathProvider",
            enableFqdnNetworkPolicy: "networkConfig.enableFqdnNetworkPolicy",
            enableIntranodeVisibility: "networkConfig.enableIntraNodeVisibility",
            enableLegacyAbac: "legacyAbac.enabled",
            enableShieldedNodes: "shieldedNodes.enabled",
            gatewayApiConfig: "networkConfig.gatewayApiConfig",
            inTransitEncryptionConfig: "networkConfig.inTransitEncryptionConfig",
            "loggingConfig.enableComponents": "loggingConfig.componentConfig.enableComponents",
            "maintenancePolicy.maintenanceExclusions": "maintenancePolicy.window.maintenanceExclusions",
            "maintenancePolicy.recurringWindow": "maintenancePolicy.window.recurringWindow",
            "maintenancePolicy.recurringWindow.startTime": "maintenancePolicy.window.recurringWindow.window.startTime",
            "maintenancePolicy.recurringWindow.endTime": "maintenancePolicy.window.recurringWindow.window.endTime",
            "monitoringConfig.enableComponents": "monitoringConfig.componentConfig.enableComponents",
            "monitoringConfig.managedPrometheus": "monitoringConfig.managedPrometheusConfig",
            nodeLocations: "locations",
        },
    },
    "gcp:container/nodePool:NodePool": {
        api: "container.v1",
        schema: "NodePool",
        own: ["cluster"],
        moved: { nodeConfig: "config", nodeLocations: "locations" },
    },
    "gcp:dns/managedZone:ManagedZone": { api: "dns.v1", schema: "ManagedZone" },
    "gcp:dns/policy:Policy": { api: "dns.v1", schema: "Policy" },
    "gcp:dns/recordSet:RecordSet": {
        api: "dns.v1",
        schema: "ResourceRecordSet",
        own: ["managedZone"],
        moved: {
            "routingPolicy.primaryBackup.backupGeos": "routingPolicy.primaryBackup.backupGeoTargets.items",
            "routingPolicy.primaryBackup.primary": "routingPolicy.primaryBackup.primaryTargets",
        },
    },
    "gcp:gkebackup/backupPlan:BackupPlan": { api: "gkebackup.v1", schema: "BackupPlan" },
    "gcp:gkebackup/restorePlan:RestorePlan": { api: "gkebackup.v1", schema: "RestorePlan" },
    "gcp:iam/workloadIdentityPool:WorkloadIdentityPool": {
        api: "iam.v1",
        schema: "WorkloadIdentityPool",
        own: ["workloadIdentityPoolId"],
    },
    "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider": {
        api: "iam.v1",
        schema: "WorkloadIdentityPoolProvider",
        own: ["workloadIdentityPoolId", "workloadIdentityPoolProviderId"],
    },
    "gcp:kms/cryptoKey:CryptoKey": { api: "cloudkms.v1", schema: "CryptoKey", own: ["keyRing"] },
    "gcp:kms/keyRing:KeyRing": { api: "cloudkms.v1", schema: "KeyRing" },
    "gcp:logging/projectBucketConfig:ProjectBucketConfig": {
        api: "logging.v2",
        schema: "LogBucket",
        own: ["bucketId"],
        moved: { enableAnalytics: "analyticsEnabled" },
    },
    "gcp:logging/projectExclusion:ProjectExclusion": { api: "logging.v2", schema: "LogExclusion" },
    "gcp:logging/projectSink:ProjectSink": { api: "logging.v2", schema: "LogSink", own: ["uniqueWriterIdentity"] },
    "gcp:monitoring/alertPolicy:AlertPolicy": { api: "monitoring.v3", schema: "AlertPolicy" },
    "gcp:monitoring/notificationChannel:NotificationChannel": {
        api: "monitoring.v3",
        schema: "NotificationChannel",
        own: ["forceDelete"],
    },
    "gcp:projects/iAMAuditConfig:IAMAuditConfig": { api: "cloudresourcemanager.v3", schema: "AuditConfig" },
    "gcp:projects/iAMCustomRole:IAMCustomRole": {
        api: "iam.v1",
        schema: "Role",
        own: ["roleId"],
        moved: { permissions: "includedPermissions" },
    },
    // The provider's empty `ttl` says that it never expires; the API is sent none.
    "gcp:pubsub/subscription:Subscription": {
        api: "pubsub.v1",
        schema: "Subscription",
        own: ["expirationPolicy.ttl"],
    },
    "gcp:pubsub/topic:Topic": { api: "pubsub.v1", schema: "Topic" },
    "gcp:redis/instance:Instance": { api: "redis.v1", schema: "Instance" },
    "gcp:secretmanager/secret:Secret": { api: "secretmanager.v1", schema: "Secret", own: ["secretId"] },
    "gcp:serviceaccount/account:Account": { api: "iam.v1", schema: "ServiceAccount", own: ["accountId"] },
    "gcp:servicenetworking/connection:Connection": {
        api: "servicenetworking.v1",
        schema: "Connection",
        own: ["service"],
    },
    "gcp:sql/database:Database": { api: "sqladmin.v1", schema: "Database" },
    "gcp:sql/databaseInstance:DatabaseInstance": {
        api: "sqladmin.v1",
        schema: "DatabaseInstance",
        own: ["encryptionKeyName"],
        moved: {
            "settings.diskAutoresize": "settings.storageAutoResize",
            "settings.diskSize": "settings.dataDiskSizeGb",
            "settings.diskType": "settings.dataDiskType",
        },
    },
    "gcp:sql/user:User": { api: "sqladmin.v1", schema: "User" },
    "gcp:storage/bucket:Bucket": {
        api: "storage.v1",
        schema: "Bucket",
        own: ["forceDestroy"],
        moved: {
            lifecycleRules: "lifecycle.rule",
            publicAccessPrevention: "iamConfiguration.publicAccessPrevention",
            uniformBucketLevelAccess: "iamConfiguration.uniformBucketLevelAccess.enabled",
        },
    },
};
