import { entries, isOpen, reader, where } from "../constraint";
import type { Json, Rule } from "../rule";
import { asText } from "../value";
import { cloudRule, type Demand, has, must, provided } from "./demand";
import { passing } from "./passing";

const CLUSTER = "gcp:container/cluster:Cluster";
const POOL = "gcp:container/nodePool:NodePool";

const autopilot = reader("enableAutopilot");
const datapath = reader("datapathProvider");
const networks = reader("masterAuthorizedNetworksConfig.cidrBlocks");
const block = reader("cidrBlock");

type Properties = { [key: string]: Json };

/** Where Google runs the nodes it sees to this itself. */
const standard = (demand: Demand): Demand => ({
    ...demand,
    judge: (props, resource) => (autopilot(props) === true ? [] : demand.judge(props, resource)),
});

const ownNodes = (props: Properties): boolean =>
    autopilot(props) !== true && reader("removeDefaultNodePool")(props) !== true;

const NODES = passing[POOL]?.nodeConfig;

/** What holds for a node pool holds for the pool that a cluster comes with, and for the nodes that it makes by itself. */
const ofNodes = (path: string, judge: (path: string) => Demand): Demand[] => [
    { ...judge(path), types: [POOL] },
    {
        ...judge(path),
        types: [CLUSTER],
        judge: (props, resource) =>
            ownNodes(props) && reader("nodeConfig")(props) !== undefined ? judge(path).judge(props, resource) : [],
        denied: { removeDefaultNodePool: false, nodeConfig: NODES, ...judge(path).denied },
        at: [path],
    },
];

const nodes = (path: string, values: readonly (Json | undefined)[], denied: Json): Demand[] =>
    ofNodes(path, (at) => must(POOL, at, values, denied));

const isTrue = (value: Json | undefined) => value === true || value === "true";

const someNetwork = (found: Json | undefined): boolean => found !== undefined && found !== null;

/** How the control plane and the nodes of a cluster are kept. */
export const clusters: readonly Rule[] = [
    cloudRule(
        {
            id: "GKE-01",
            title: "nodes and control plane are private",
            why: "a node or an API server that the internet can reach is scanned within minutes",
            severity: "critical",
            level: "mandatory",
            sameAs: [
                "CKV_GCP_18",
                "CKV_GCP_20",
                "CKV_GCP_25",
                "CKV_GCP_64",
                "CIS-K 5.6.3",
                "CIS-K 5.6.4",
                "CIS-K 5.6.5",
            ],
        },
        [
            must(CLUSTER, "privateClusterConfig.enablePrivateNodes", [true], false),
            must(CLUSTER, "privateClusterConfig.enablePrivateEndpoint", [true], false),
            {
                types: [CLUSTER],
                judge: where("masterAuthorizedNetworksConfig", someNetwork),
                wanted: "a list of networks, which may be empty",
                denied: { masterAuthorizedNetworksConfig: undefined },
            },
            {
                types: [CLUSTER],
                *judge(props) {
                    for (const { path, entry } of entries(
                        "masterAuthorizedNetworksConfig.cidrBlocks",
                        networks(props),
                    )) {
                        const cidr = isOpen(entry) ? entry : block(entry);
                        if (isOpen(cidr)) yield { path: `${path}.cidrBlock`, open: true };
                        else if (/\/0$/.test(asText(cidr)))
                            yield { path: `${path}.cidrBlock`, denied: "every address" };
                    }
                },
                wanted: "the networks of those who operate it",
                denied: { masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: "0.0.0.0/0" }] } },
                at: ["masterAuthorizedNetworksConfig.cidrBlocks[0].cidrBlock"],
            },
        ],
    ),
    cloudRule(
        {
            id: "GKE-02",
            title: "pods and nodes have identities of their own",
            why: "the default account of the nodes may edit the project, and every pod can ask for its token",
            severity: "high",
            level: "mandatory",
            sameAs: ["CKV_GCP_69", "CKV2_GCP_1", "CIS-K 5.2.1", "CIS-K 5.2.2", "GCP-0048", "GCP-0050"],
        },
        [
            standard(has(CLUSTER, "workloadIdentityConfig.workloadPool", "the project's pool, PROJECT.svc.id.goog")),
            ...ofNodes("nodeConfig.serviceAccount", (path) => has(POOL, path, "an account of its own")),
            ...nodes("nodeConfig.workloadMetadataConfig.mode", ["GKE_METADATA"], "GCE_METADATA"),
            ...nodes('nodeConfig.metadata["disable-legacy-endpoints"]', [true, undefined], "false"),
            provided(
                {
                    ...has(
                        CLUSTER,
                        "clusterAutoscaling.autoProvisioningDefaults.serviceAccount",
                        "an account of its own",
                    ),
                    denied: { clusterAutoscaling: { enabled: true } },
                },
                "clusterAutoscaling.enabled",
                isTrue,
            ),
        ],
    ),
    cloudRule(
        {
            id: "GKE-03",
            title: "nodes boot what Google signed, and are mended by Google",
            why: "a node that nobody renews keeps every hole it was born with",
            severity: "medium",
            level: "mandatory",
            sameAs: ["CKV_GCP_9", "CKV_GCP_10", "CKV_GCP_22", "CKV_GCP_68", "CKV_GCP_71", "CKV_GCP_72"],
        },
        [
            must(CLUSTER, "enableShieldedNodes", [true, undefined], false, "true"),
            must(POOL, "management.autoRepair", [true], false),
            must(POOL, "management.autoUpgrade", [true], false),
            ...nodes("nodeConfig.shieldedInstanceConfig.enableSecureBoot", [true], false),
            ...nodes("nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring", [true, undefined], false),
            ...nodes(
                "nodeConfig.imageType",
                ["COS_CONTAINERD", "COS", "cos_containerd", "cos", undefined],
                "UBUNTU_CONTAINERD",
            ),
        ],
    ),
    cloudRule(
        {
            id: "GKE-04",
            title: "network policies are enforced, and traffic between pods is seen",
            why: "a policy that nobody enforces is a comment",
            severity: "high",
            level: "mandatory",
            sameAs: ["CKV_GCP_12", "CKV_GCP_23", "CKV_GCP_61", "CIS-K 5.6.1", "CIS-K 5.6.2", "CIS-K 5.6.7"],
        },
        [
            standard({
                types: [CLUSTER],
                *judge(props, resource) {
                    const provider = datapath(props);
                    if (provider === "ADVANCED_DATAPATH") return;
                    const enabled = must(CLUSTER, "networkPolicy.enabled", [true], false);
                    const denials = enabled.judge(props, resource);
                    if (!isOpen(provider)) yield* denials;
                    else for (const _ of denials) yield { path: "datapathProvider", open: true };
                },
                wanted: "true, or Dataplane V2",
                denied: { datapathProvider: "LEGACY_DATAPATH", "networkPolicy.enabled": false },
                at: ["networkPolicy.enabled"],
            }),
            standard({
                types: [CLUSTER],
                judge: where("ipAllocationPolicy", (value) => value !== undefined && value !== null),
                wanted: "ranges for pods and services",
                denied: { ipAllocationPolicy: undefined },
            }),
            standard(must(CLUSTER, "enableIntranodeVisibility", [true], false)),
        ],
    ),
    cloudRule(
        {
            id: "GKE-05",
            title: "Kubernetes secrets are encrypted with our key",
            why: "what the API server stores can be read from its disk and its backups otherwise",
            severity: "medium",
            level: "mandatory",
            sameAs: ["CIS-K 5.3.1", "gke-policy-automation:secret_encryption"],
        },
        [
            must(CLUSTER, "databaseEncryption.state", ["ENCRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED"], "DECRYPTED"),
            has(CLUSTER, "databaseEncryption.keyName", "a Cloud KMS key"),
        ],
    ),
    cloudRule(
        {
            id: "GKE-06",
            title: "clusters survive the loss of a zone, an upgrade and a mistake",
            why: "a control plane in one zone is away with it, and an upgrade comes when Google likes",
            severity: "medium",
            level: "mandatory",
            sameAs: [
                "CKV_GCP_70",
                "gke-policy-automation:control_plane_redundancy",
                "gke-policy-automation:node_pool_multi_zone",
            ],
        },
        [
            {
                types: [CLUSTER],
                judge: where("location", (value) => value === undefined || !/-[a-z]$/.test(asText(value))),
                wanted: "a region",
                denied: { location: "europe-west1-b" },
            },
            ...[CLUSTER, POOL].map(
                (type): Demand => ({
                    types: [type],
                    judge: where("nodeLocations", (value) => !Array.isArray(value) || value.length >= 3),
                    wanted: "three zones",
                    denied: { nodeLocations: ["europe-west1-b"] },
                }),
            ),
            must(
                CLUSTER,
                "releaseChannel.channel",
                ["STABLE", "REGULAR", "RAPID", "EXTENDED"],
                "UNSPECIFIED",
                "STABLE",
            ),
            {
                types: [CLUSTER],
                judge: where("maintenancePolicy", (value) => value !== undefined && value !== null),
                wanted: "a maintenance window",
                denied: { maintenancePolicy: undefined },
            },
            must(CLUSTER, "deletionProtection", [true, undefined], false, "true"),
        ],
    ),
    cloudRule(
        {
            id: "GKE-07",
            title: "clusters are logged, labelled and free of old logins",
            why: "a client certificate cannot be revoked, and a cluster without logs keeps no evidence",
            severity: "medium",
            level: "mandatory",
            sameAs: [
                "CKV_GCP_1",
                "CKV_GCP_7",
                "CKV_GCP_8",
                "CKV_GCP_13",
                "CKV_GCP_21",
                "CIS-K 5.7.1",
                "CIS-K 5.8.1",
                "CIS-K 5.8.3",
            ],
        },
        [
            must(
                CLUSTER,
                "masterAuth.clientCertificateConfig.issueClientCertificate",
                [false, undefined],
                true,
                "false",
            ),
            {
                types: [CLUSTER],
                judge: where("masterAuth.username", (value) => (value ?? "") === ""),
                wanted: "no password for the control plane",
                denied: { "masterAuth.username": "admin" },
            },
            must(CLUSTER, "enableLegacyAbac", [false, undefined], true, "false"),
            must(CLUSTER, "loggingService", ["logging.googleapis.com/kubernetes", undefined], "none"),
            must(CLUSTER, "monitoringService", ["monitoring.googleapis.com/kubernetes", undefined], "none"),
            {
                types: [CLUSTER],
                judge: where("resourceLabels", (value) => value !== undefined && value !== null),
                wanted: "a label that says whose it is",
                denied: { resourceLabels: undefined },
            },
        ],
    ),
];
