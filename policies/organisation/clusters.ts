import { type Constraint, given, isOpen, type Judge, never, only, reader, where } from "../constraint";
import { asText } from "../value";

const CLUSTER = "gcp:container/cluster:Cluster";
const POOL = "gcp:container/nodePool:NodePool";

/** A demand that one property answers: constraint ids, path, and the values that pass, best first. */
const demand = (
    type: string,
    ids: Constraint["ids"],
    path: string,
    values: readonly [string | boolean, ...(string | boolean | undefined)[]],
    denied: string | boolean | undefined,
): Constraint => ({
    ids,
    types: [type],
    judge: only(path, ...values),
    wanted: values.filter((value) => value !== undefined).join(" or "),
    denied: { [path]: denied },
});

const both: Judge = function* (props) {
    for (const judge of bindings) yield* judge(props);
};
const bindings = ["Authenticated", "Unauthenticated"].map((who) =>
    only(`rbacBindingConfig.enableInsecureBindingSystem${who}`, false),
);

/** Dataplane V2 enforces network policies by itself. */
const datapath = reader("datapathProvider");
const enforced: Judge = function* (props) {
    if (datapath(props) !== "ADVANCED_DATAPATH") yield* only("networkPolicy.enabled", true)(props);
};

const events = reader("notificationConfig.pubsub.filter.eventTypes");
const bulletins: Judge = function* (props) {
    yield* only("notificationConfig.pubsub.enabled", true)(props);
    const types = events(props);
    const path = "notificationConfig.pubsub.filter.eventTypes";
    if (isOpen(types)) yield { path, open: true };
    else if (Array.isArray(types) && !types.includes("SECURITY_BULLETIN_EVENT"))
        yield { path, denied: "a filter without security bulletins" };
};

/** What organisations demand of clusters. */
const ofClusters: readonly Constraint[] = [
    demand(CLUSTER, ["custom.gkeAllowedReleaseChannels"], "releaseChannel.channel", ["STABLE", "REGULAR"], "EXTENDED"),
    demand(CLUSTER, ["custom.gkeDisableAlphaCluster"], "enableKubernetesAlpha", [false, undefined], true),
    demand(
        CLUSTER,
        ["container.managed.disableABAC", "custom.gkeDisableLegacyAbac"],
        "enableLegacyAbac",
        [false, undefined],
        true,
    ),
    {
        ids: ["custom.gkeRequireDataplaneV2"],
        types: [CLUSTER],
        judge: only("datapathProvider", "ADVANCED_DATAPATH"),
        wanted: "ADVANCED_DATAPATH",
        denied: { datapathProvider: "LEGACY_DATAPATH", "networkPolicy.enabled": true },
        at: ["datapathProvider"],
    },
    demand(CLUSTER, ["custom.gkeRequireIntraNodeVisibility"], "enableIntranodeVisibility", [true], false),
    demand(CLUSTER, ["custom.gkeRequirePrivateEndpoint"], "privateClusterConfig.enablePrivateEndpoint", [true], false),
    demand(
        CLUSTER,
        ["container.managed.enablePrivateNodes", "compute.vmExternalIpAccess"],
        "privateClusterConfig.enablePrivateNodes",
        [true],
        false,
    ),
    demand(
        CLUSTER,
        ["container.managed.enableSecretsEncryption"],
        "databaseEncryption.state",
        ["ENCRYPTED"],
        "DECRYPTED",
    ),
    demand(CLUSTER, ["container.managed.enableShieldedNodes"], "enableShieldedNodes", [true, undefined], false),
    demand(
        CLUSTER,
        ["container.managed.disableLegacyClientCertificateIssuance"],
        "masterAuth.clientCertificateConfig.issueClientCertificate",
        [false, undefined],
        true,
    ),
    demand(
        CLUSTER,
        ["custom.gkeRequireMonitoring"],
        "monitoringService",
        ["monitoring.googleapis.com/kubernetes", undefined],
        "none",
    ),
    {
        ids: ["container.managed.enableCloudLogging"],
        types: [CLUSTER],
        judge: never("loggingService", "none"),
        wanted: "logging.googleapis.com/kubernetes",
        denied: { loggingService: "none" },
    },
    {
        ids: ["container.managed.enableBinaryAuthorization"],
        types: [CLUSTER],
        judge: where("binaryAuthorization.evaluationMode", (value) => value !== undefined && value !== "DISABLED"),
        wanted: "PROJECT_SINGLETON_POLICY_ENFORCE",
        denied: { "binaryAuthorization.evaluationMode": "DISABLED" },
    },
    {
        ids: ["container.managed.enableGoogleGroupsRBAC"],
        types: [CLUSTER],
        judge: given("authenticatorGroupsConfig.securityGroup"),
        wanted: "gke-security-groups@ and the domain of the organisation",
        denied: { authenticatorGroupsConfig: undefined },
        at: ["authenticatorGroupsConfig.securityGroup"],
    },
    {
        ids: ["container.managed.enableWorkloadIdentityFederation"],
        types: [CLUSTER],
        judge: given("workloadIdentityConfig.workloadPool"),
        wanted: "the project's pool, PROJECT.svc.id.goog",
        denied: { workloadIdentityConfig: undefined },
        at: ["workloadIdentityConfig.workloadPool"],
    },
    {
        ids: ["container.managed.enableNetworkPolicy"],
        types: [CLUSTER],
        judge: enforced,
        wanted: "true, or Dataplane V2",
        // Without Dataplane V2 this is not the only demand that fails.
        denied: { datapathProvider: "LEGACY_DATAPATH", "networkPolicy.enabled": false },
    },
    {
        ids: ["container.managed.disableRBACSystemBindings"],
        types: [CLUSTER],
        judge: both,
        wanted: "false",
        denied: { "rbacBindingConfig.enableInsecureBindingSystemUnauthenticated": true },
    },
    {
        ids: ["container.managed.enableSecurityBulletinNotifications"],
        types: [CLUSTER],
        judge: bulletins,
        wanted: "a Pub/Sub topic that receives security bulletins",
        denied: { notificationConfig: undefined },
        at: ["notificationConfig.pubsub.enabled"],
    },
    {
        ids: ["custom.gkeRequireMasterAuthorizedNetworks"],
        types: [CLUSTER],
        judge: given("masterAuthorizedNetworksConfig"),
        wanted: "a list of networks, which may be empty",
        denied: { masterAuthorizedNetworksConfig: undefined },
    },
    {
        ids: ["custom.gkeRequireVPCNativeCluster"],
        types: [CLUSTER],
        judge: given("ipAllocationPolicy"),
        wanted: "ranges for pods and services",
        denied: { ipAllocationPolicy: undefined },
    },
    {
        ids: ["custom.gkeRequireRegionalClusters"],
        types: [CLUSTER],
        judge: where("location", (value) => /^[a-z]+(-[a-z, 1-9]+)$/.test(asText(value))),
        wanted: "a region",
        denied: { location: "europe-west1-b" },
    },
];

/** What organisations demand of node pools. */
const ofPools: readonly Constraint[] = [
    demand(
        POOL,
        ["custom.gkeAllowedNodePoolImages", "custom.gkeRequireCOSImage"],
        "nodeConfig.imageType",
        ["COS_CONTAINERD"],
        "UBUNTU_CONTAINERD",
    ),
    demand(
        POOL,
        ["custom.gkeDisableLegacyMetadataEndpoints"],
        'nodeConfig.metadata["disable-legacy-endpoints"]',
        ["true", undefined],
        "false",
    ),
    demand(
        POOL,
        ["custom.gkeRequireGKEMetadataServer"],
        "nodeConfig.workloadMetadataConfig.mode",
        ["GKE_METADATA"],
        "GCE_METADATA",
    ),
    demand(
        POOL,
        ["custom.gkeRequireIntegrityMonitoring"],
        "nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring",
        [true],
        false,
    ),
    demand(
        POOL,
        ["custom.gkeRequireSecureBoot", "compute.requireShieldedVm"],
        "nodeConfig.shieldedInstanceConfig.enableSecureBoot",
        [true],
        false,
    ),
    demand(POOL, ["custom.gkeRequireNodePoolAutoRepair"], "management.autoRepair", [true], false),
    demand(POOL, ["custom.gkeRequireNodePoolAutoUpgrade"], "management.autoUpgrade", [true], false),
    demand(
        POOL,
        ["container.managed.disableInsecureKubeletReadOnlyPort"],
        "nodeConfig.kubeletConfig.insecureKubeletReadonlyPortEnabled",
        ["FALSE"],
        "TRUE",
    ),
    {
        ids: ["container.managed.disallowDefaultComputeServiceAccount"],
        types: [POOL],
        judge: given("nodeConfig.serviceAccount"),
        wanted: "an account of its own",
        denied: { "nodeConfig.serviceAccount": undefined },
    },
    {
        ids: ["custom.gkeRequireNodePoolCMEKEncryption", "gcp.restrictNonCmekServices"],
        types: [POOL],
        judge: given("nodeConfig.bootDiskKmsKey"),
        wanted: "a Cloud KMS key",
        denied: { "nodeConfig.bootDiskKmsKey": undefined },
    },
    {
        ids: ["custom.gkeRequireNodePoolSandbox"],
        types: [POOL],
        judge: given("nodeConfig.sandboxConfig"),
        wanted: "an exception, because signers, relayers and node agents need system calls that gVisor does not offer",
        denied: { "nodeConfig.sandboxConfig": undefined },
    },
];

export const clusters: readonly Constraint[] = [...ofClusters, ...ofPools];
