import type { Example, Json } from "../rule";
import { passingFlags } from "./databases";

const GROUP = "group:readers@example.com";

/** For each type, inputs that every constraint allows. What the constraints deny is shown by changing these. */
export const passing: Readonly<Record<string, Example["props"]>> = {
    "gcp:artifactregistry/repository:Repository": { kmsKeyName: "key" },
    "gcp:compute/backendService:BackendService": { logConfig: { enable: true } },
    "gcp:compute/disk:Disk": { diskEncryptionKey: { kmsKeySelfLink: "key" } },
    "gcp:compute/firewall:Firewall": {
        name: "allow-health-checks",
        description: "Health checks",
        direction: "INGRESS",
        sourceRanges: ["35.191.0.0/16"],
        allows: [{ protocol: "tcp", ports: ["8080"] }],
        logConfig: { metadata: "INCLUDE_ALL_METADATA" },
    },
    "gcp:compute/globalForwardingRule:GlobalForwardingRule": { loadBalancingScheme: "INTERNAL_MANAGED" },
    "gcp:compute/network:Network": { autoCreateSubnetworks: false },
    "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule": { action: "deny", enableLogging: true },
    "gcp:compute/sSLPolicy:SSLPolicy": { profile: "MODERN", minTlsVersion: "TLS_1_2" },
    "gcp:compute/subnetwork:Subnetwork": { privateIpGoogleAccess: true, logConfig: { flowSampling: 0.5 } },
    "gcp:compute/targetHttpsProxy:TargetHttpsProxy": { sslPolicy: "policy" },
    "gcp:container/cluster:Cluster": {
        location: "europe-west1",
        releaseChannel: { channel: "STABLE" },
        datapathProvider: "ADVANCED_DATAPATH",
        enableIntranodeVisibility: true,
        privateClusterConfig: { enablePrivateEndpoint: true, enablePrivateNodes: true },
        databaseEncryption: { state: "ENCRYPTED" },
        binaryAuthorization: { evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE" },
        authenticatorGroupsConfig: { securityGroup: "gke-security-groups@example.com" },
        workloadIdentityConfig: { workloadPool: "example.svc.id.goog" },
        rbacBindingConfig: {
            enableInsecureBindingSystemAuthenticated: false,
            enableInsecureBindingSystemUnauthenticated: false,
        },
        notificationConfig: { pubsub: { enabled: true } },
        masterAuthorizedNetworksConfig: { cidrBlocks: [] },
        ipAllocationPolicy: { clusterSecondaryRangeName: "pods" },
    },
    "gcp:container/nodePool:NodePool": {
        management: { autoRepair: true, autoUpgrade: true },
        nodeConfig: {
            imageType: "COS_CONTAINERD",
            serviceAccount: "nodes@example.iam.gserviceaccount.com",
            bootDiskKmsKey: "key",
            kubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" },
            sandboxConfig: { sandboxType: "gvisor" },
            shieldedInstanceConfig: { enableIntegrityMonitoring: true, enableSecureBoot: true },
            workloadMetadataConfig: { mode: "GKE_METADATA" },
        },
    },
    "gcp:dns/managedZone:ManagedZone": { visibility: "public", dnssecConfig: { state: "on" } },
    "gcp:dns/policy:Policy": { enableLogging: true },
    "gcp:gkebackup/backupPlan:BackupPlan": { backupConfig: { encryptionKey: { gcpKmsEncryptionKey: "key" } } },
    "gcp:kms/cryptoKey:CryptoKey": {
        purpose: "ASYMMETRIC_SIGN",
        versionTemplate: { algorithm: "RSA_SIGN_PSS_4096_SHA256", protectionLevel: "SOFTWARE" },
    },
    "gcp:logging/projectBucketConfig:ProjectBucketConfig": { cmekSettings: { kmsKeyName: "key" } },
    "gcp:projects/iAMAuditConfig:IAMAuditConfig": { auditLogConfigs: [{ logType: "DATA_READ" }] },
    "gcp:projects/iAMMember:IAMMember": { member: GROUP, role: "roles/logging.viewer" },
    "gcp:projects/service:Service": { service: "container.googleapis.com" },
    "gcp:pubsub/topic:Topic": { kmsKeyName: "key" },
    "gcp:redis/cluster:Cluster": { kmsKey: "key" },
    "gcp:redis/instance:Instance": { customerManagedKey: "key" },
    "gcp:secretmanager/secret:Secret": {
        replication: {
            userManaged: {
                replicas: [{ location: "europe-west1", customerManagedEncryption: { kmsKeyName: "key" } }],
            },
        },
    },
    "gcp:sql/databaseInstance:DatabaseInstance": {
        databaseVersion: "POSTGRES_18",
        encryptionKeyName: "key",
        settings: {
            availabilityType: "REGIONAL",
            backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true },
            databaseFlags: passingFlags(),
            ipConfiguration: { ipv4Enabled: false, sslMode: "ENCRYPTED_ONLY" },
            passwordValidationPolicy: { complexity: "COMPLEXITY_DEFAULT", minLength: 12 },
        },
    },
    "gcp:storage/bucket:Bucket": {
        encryption: { defaultKmsKeyName: "key" },
        publicAccessPrevention: "enforced",
        uniformBucketLevelAccess: true,
    },
    "kubernetes:gateway.networking.k8s.io/v1:Gateway": { spec: { gatewayClassName: "gke-l7-rilb" } },
};

/** A copy in which each path has another value, or none. */
export function changed(
    props: Example["props"],
    changes: Readonly<Record<string, Json | undefined>>,
): Example["props"] {
    const copy = structuredClone(props);
    for (const [path, value] of Object.entries(changes)) {
        const keys = [...path.matchAll(/\["([^"]+)"\]|([^.[\]]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
        const last = keys.pop() ?? "";
        let at = copy;
        for (const key of keys) {
            at[key] ??= {};
            at = at[key] as Example["props"];
        }
        if (value === undefined) delete at[last];
        else at[last] = structuredClone(value);
    }
    return copy;
}
