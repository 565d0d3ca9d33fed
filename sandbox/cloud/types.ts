/** What the simulator has to know of a type beyond its properties, which are in the npm package. */
export interface CloudType {
    /**
     * The id that the Google provider gives. `{name}` stands for an input; one that is a full name itself replaces all
     * that comes before it. `{name|x}` is x where it is not given, `{-name}` the last part of it, `{=name}` the input as
     * it is, `{#}` a number of the API's own.
     */
    id: string;
    /** Where an input gives another resource by its short name: the type it names. */
    names?: Readonly<Record<string, string>>;
    /** Deleted with it, by the inputs that name it. */
    takes?: readonly string[];
    /** Types whose resources keep it from being deleted while they refer to it. */
    usedBy?: readonly string[];
    /** Creating it where it is already is no error: a member of a grant, a switch of the project. */
    shared?: true;
    /** The provider only forgets it: the API cannot delete it, and its name is taken for ever. */
    stays?: true;
}

const NETWORK = "compute/network:Network";
const INSTANCE = "sql/databaseInstance:DatabaseInstance";
const ZONE = "dns/managedZone:ManagedZone";

/** One line for each type that the stacks declare, as `import` of the Google provider's documentation writes the ids. */
export const types: Readonly<Record<string, CloudType>> = {
    "billing/budget:Budget": { id: "billingAccounts/{billingAccount}/budgets/{#}" },
    "binaryauthorization/policy:Policy": { id: "projects/{project}", shared: true },
    "certificatemanager/certificate:Certificate": {
        id: "projects/{project}/locations/{location|global}/certificates/{name}",
        usedBy: ["certificatemanager/certificateMapEntry:CertificateMapEntry"],
    },
    "certificatemanager/certificateMap:CertificateMap": {
        id: "projects/{project}/locations/global/certificateMaps/{name}",
        usedBy: ["certificatemanager/certificateMapEntry:CertificateMapEntry"],
    },
    "certificatemanager/certificateMapEntry:CertificateMapEntry": {
        id: "projects/{project}/locations/global/certificateMaps/{map}/certificateMapEntries/{name}",
        names: { map: "certificatemanager/certificateMap:CertificateMap" },
    },
    "certificatemanager/dnsAuthorization:DnsAuthorization": {
        id: "projects/{project}/locations/{location|global}/dnsAuthorizations/{name}",
        usedBy: ["certificatemanager/certificate:Certificate"],
    },
    "compute/address:Address": {
        id: "projects/{project}/regions/{region}/addresses/{name}",
        usedBy: ["compute/routerNat:RouterNat"],
    },
    "compute/firewall:Firewall": { id: "projects/{project}/global/firewalls/{name}" },
    "compute/globalAddress:GlobalAddress": { id: "projects/{project}/global/addresses/{name}" },
    "compute/healthCheck:HealthCheck": {
        id: "projects/{project}/global/healthChecks/{name}",
        usedBy: ["dns/recordSet:RecordSet"],
    },
    [NETWORK]: {
        id: "projects/{project}/global/networks/{name}",
        usedBy: [
            "compute/subnetwork:Subnetwork",
            "compute/firewall:Firewall",
            "compute/globalAddress:GlobalAddress",
            "compute/router:Router",
            "container/cluster:Cluster",
            "redis/instance:Instance",
            INSTANCE,
            ZONE,
            "dns/policy:Policy",
        ],
        takes: ["servicenetworking/connection:Connection"],
    },
    "compute/router:Router": {
        id: "projects/{project}/regions/{region}/routers/{name}",
        takes: ["compute/routerNat:RouterNat"],
    },
    "compute/routerNat:RouterNat": {
        id: "{project}/{region}/{router}/{name}",
        names: { router: "compute/router:Router" },
    },
    "compute/sSLPolicy:SSLPolicy": { id: "projects/{project}/global/sslPolicies/{name}" },
    "compute/securityPolicy:SecurityPolicy": { id: "projects/{project}/global/securityPolicies/{name}" },
    "compute/subnetwork:Subnetwork": {
        id: "projects/{project}/regions/{region}/subnetworks/{name}",
        usedBy: ["container/cluster:Cluster", "compute/routerNat:RouterNat"],
    },
    "container/cluster:Cluster": {
        id: "projects/{project}/locations/{location}/clusters/{name}",
        takes: ["container/nodePool:NodePool"],
    },
    "container/nodePool:NodePool": {
        id: "projects/{project}/locations/{location}/clusters/{cluster}/nodePools/{name}",
    },
    [ZONE]: { id: "projects/{project}/managedZones/{name}", usedBy: ["dns/recordSet:RecordSet"] },
    "dns/policy:Policy": { id: "projects/{project}/policies/{name}" },
    "dns/recordSet:RecordSet": {
        id: "projects/{project}/managedZones/{managedZone}/rrsets/{name}/{type}",
        names: { managedZone: ZONE },
    },
    "gkebackup/backupPlan:BackupPlan": { id: "projects/{project}/locations/{location}/backupPlans/{name}" },
    "gkebackup/restorePlan:RestorePlan": { id: "projects/{project}/locations/{location}/restorePlans/{name}" },
    "iam/workloadIdentityPool:WorkloadIdentityPool": {
        id: "projects/{project}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}",
        takes: ["iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider"],
    },
    "iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider": {
        id:
            "projects/{project}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}" +
            "/providers/{workloadIdentityPoolProviderId}",
        names: { workloadIdentityPoolId: "iam/workloadIdentityPool:WorkloadIdentityPool" },
    },
    "kms/cryptoKey:CryptoKey": {
        id: "projects/{project}/locations/{location}/keyRings/{keyRing}/cryptoKeys/{name}",
        stays: true,
    },
    "kms/cryptoKeyIAMMember:CryptoKeyIAMMember": { id: "{=cryptoKeyId}/{=role}/{=member}", shared: true },
    "kms/keyRing:KeyRing": { id: "projects/{project}/locations/{location}/keyRings/{name}", stays: true },
    "kms/keyRingIAMMember:KeyRingIAMMember": { id: "{=keyRingId}/{=role}/{=member}", shared: true },
    "logging/metric:Metric": { id: "{name}" },
    "logging/projectBucketConfig:ProjectBucketConfig": {
        id: "projects/{project}/locations/{location}/buckets/{bucketId}",
        shared: true,
    },
    "logging/projectExclusion:ProjectExclusion": { id: "projects/{project}/exclusions/{name}" },
    "logging/projectSink:ProjectSink": { id: "projects/{project}/sinks/{name}" },
    "monitoring/alertPolicy:AlertPolicy": { id: "projects/{project}/alertPolicies/{#}" },
    "monitoring/dashboard:Dashboard": { id: "projects/{number}/dashboards/{#}" },
    "monitoring/notificationChannel:NotificationChannel": {
        id: "projects/{project}/notificationChannels/{#}",
        usedBy: ["monitoring/alertPolicy:AlertPolicy"],
    },
    "monitoring/uptimeCheckConfig:UptimeCheckConfig": { id: "projects/{project}/uptimeCheckConfigs/{#}" },
    "projects/iAMAuditConfig:IAMAuditConfig": { id: "{project}/audit_config/{=service}", shared: true },
    "projects/iAMCustomRole:IAMCustomRole": { id: "projects/{project}/roles/{roleId}" },
    "projects/iAMMember:IAMMember": { id: "{project}/{=role}/{=member}{=conditionKey}", shared: true },
    "projects/service:Service": { id: "{project}/{service}", shared: true },
    "projects/serviceIdentity:ServiceIdentity": { id: "projects/{project}/services/{service}", shared: true },
    "pubsub/subscription:Subscription": { id: "projects/{project}/subscriptions/{name}" },
    "pubsub/topic:Topic": { id: "projects/{project}/topics/{name}" },
    "pubsub/topicIAMMember:TopicIAMMember": {
        id: "projects/{project}/topics/{topic}/{=role}/{=member}",
        names: { topic: "pubsub/topic:Topic" },
        shared: true,
    },
    "redis/instance:Instance": { id: "projects/{project}/locations/{region}/instances/{name}" },
    "secretmanager/secret:Secret": {
        id: "projects/{project}/secrets/{secretId}",
        takes: ["secretmanager/secretVersion:SecretVersion"],
    },
    "secretmanager/secretIamMember:SecretIamMember": {
        id: "projects/{project}/secrets/{secretId}/{=role}/{=member}",
        shared: true,
    },
    "secretmanager/secretVersion:SecretVersion": { id: "projects/{number}/secrets/{-secret}/versions/{version}" },
    "serviceaccount/account:Account": {
        id: "projects/{project}/serviceAccounts/{accountId}@{project}.iam.gserviceaccount.com",
    },
    "serviceaccount/iAMMember:IAMMember": { id: "{=serviceAccountId}/{=role}/{=member}", shared: true },
    "servicenetworking/connection:Connection": {
        id: "{=escapedNetwork}:{service}",
        names: { reservedPeeringRanges: "compute/globalAddress:GlobalAddress" },
    },
    "sql/database:Database": {
        id: "projects/{project}/instances/{instance}/databases/{name}",
        names: { instance: INSTANCE },
    },
    [INSTANCE]: {
        id: "projects/{project}/instances/{name}",
        names: { masterInstanceName: INSTANCE },
        usedBy: [INSTANCE],
        takes: ["sql/database:Database", "sql/user:User"],
    },
    "sql/user:User": { id: "{=name}//{instance}", names: { instance: INSTANCE } },
    "storage/bucket:Bucket": { id: "{name}" },
    "storage/bucketIAMMember:BucketIAMMember": {
        id: "b/{bucket}/{=role}/{=member}",
        names: { bucket: "storage/bucket:Bucket" },
        shared: true,
    },
};

/** What is known of a type by its token, such as `gcp:kms/keyRing:KeyRing`. */
export const typeOf = (token: string): CloudType | undefined => {
    const name = token.replace(/^gcp:/, "");
    return Object.hasOwn(types, name) ? types[name] : undefined;
};
