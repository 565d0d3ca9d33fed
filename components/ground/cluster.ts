import * as gcp from "@pulumi/gcp";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Calendar } from "./calendar";
import { clusterMaintenance } from "./calendar";
import type { Google } from "./google";
import { guarded } from "./guard";
import type { Keys } from "./keys";
import type { Network, RegionNetwork } from "./network";
import { PODS, SERVICES } from "./network";
import { NodeAccount } from "./node-account";
import type { PoolArgs } from "./node-pool";
import { declareNodePool } from "./node-pool";

export interface ClusterArgs {
    google: Google;
    network: Network;
    region: string;
    zones: readonly string[];
    keys: Keys;
    channel: string;
    calendar: Calendar;
    /** Networks that may reach the control plane's address, besides its DNS endpoint. */
    operators: readonly { name: string; range: string }[];
    /** Google's own Prometheus beside the one in the cluster. */
    managedPrometheus: boolean;
    /** Domain of the Google group `gke-security-groups`. */
    groupsDomain: string;
    pools: readonly PoolArgs[];
}

/** A regional GKE cluster with private nodes, and the Kubernetes provider for what runs in it. @meets S0-12 */
export class Cluster extends pulumi.ComponentResource {
    readonly region: string;
    /** Name of the cluster in Google Cloud. */
    readonly clusterName: string;
    readonly network: RegionNetwork;
    /** Full name, as Backup for GKE refers to it. */
    readonly id: pulumi.Output<string>;
    /** The service account of its nodes. */
    readonly nodes: NodeAccount;
    /** For Kubernetes objects of this cluster. Depends on the node pools, so that nothing waits for nodes that come later. */
    readonly kubernetes: kubernetes.Provider;

    constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Cluster", name, {}, opts);
        const network = args.network.regions[args.region];
        if (!network)
            throw new pulumi.RunError(`${name} has no subnet in ${args.region}; give the network that region`);
        this.region = args.region;
        this.clusterName = name;
        this.network = network;
        const child = { parent: this, provider: args.google.provider };

        const cluster = new gcp.container.Cluster(
            name,
            { name, ...settings(args, network), ...guarded.data },
            { ...child, ...guarded.opts, dependsOn: [args.keys.encryption.clusters.grant] },
        );
        this.id = cluster.id;
        args.google.workloadPool.push(cluster);
        const account = new NodeAccount(`nodes-${args.region}`, { google: args.google }, { parent: this });
        this.nodes = account;
        const pools = args.pools.map((pool) =>
            declareNodePool(`${name}-${pool.name}`, { ...args, pool, cluster, account }, child),
        );

        this.kubernetes = new kubernetes.Provider(
            `${name}-kubernetes`,
            { kubeconfig: kubeconfig(name, cluster), enableServerSideApply: true },
            { parent: this, dependsOn: pools },
        );
        this.registerOutputs({ region: this.region });
    }
}

function settings(args: ClusterArgs, network: RegionNetwork): gcp.container.ClusterArgs {
    return {
        location: args.region,
        nodeLocations: [...args.zones],
        network: args.network.network.id,
        subnetwork: network.subnetwork.id,
        networkingMode: "VPC_NATIVE",
        ipAllocationPolicy: { clusterSecondaryRangeName: PODS, servicesSecondaryRangeName: SERVICES },
        releaseChannel: { channel: args.channel },
        // The default pool is made and removed at once: pools are resources of their own.
        removeDefaultNodePool: true,
        initialNodeCount: 1,

        privateClusterConfig: {
            enablePrivateNodes: true,
            enablePrivateEndpoint: true,
            masterIpv4CidrBlock: network.ranges.controlPlane,
            masterGlobalAccessConfig: { enabled: true },
        },
        controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: true } },
        masterAuthorizedNetworksConfig: {
            cidrBlocks: args.operators.map(({ name, range }) => ({ cidrBlock: range, displayName: name })),
            gcpPublicCidrsAccessEnabled: false,
        },
        anonymousAuthenticationConfig: { mode: "LIMITED" },
        masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
        enableLegacyAbac: false,
        authenticatorGroupsConfig: { securityGroup: `gke-security-groups@${args.groupsDomain}` },
        rbacBindingConfig: {
            enableInsecureBindingSystemAuthenticated: false,
            enableInsecureBindingSystemUnauthenticated: false,
        },

        datapathProvider: "ADVANCED_DATAPATH",
        // Dataplane V2 enforces policies itself; checkov CKV_GCP_12 wants the old switch to be said.
        networkPolicy: { enabled: false },
        enableFqdnNetworkPolicy: true,
        inTransitEncryptionConfig: "IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT",
        enableIntranodeVisibility: true,
        gatewayApiConfig: { channel: "CHANNEL_STANDARD" },

        workloadIdentityConfig: { workloadPool: `${args.google.project}.svc.id.goog` },
        enableShieldedNodes: true,
        binaryAuthorization: { evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE" },
        databaseEncryption: { state: "ENCRYPTED", keyName: args.keys.encryption.clusters.id },
        securityPostureConfig: { mode: "BASIC", vulnerabilityMode: "VULNERABILITY_ENTERPRISE" },
        maintenancePolicy: clusterMaintenance(args.calendar),
        loggingConfig: {
            enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "SCHEDULER", "CONTROLLER_MANAGER"],
        },
        monitoringConfig: {
            enableComponents: ["SYSTEM_COMPONENTS"],
            managedPrometheus: { enabled: args.managedPrometheus },
            advancedDatapathObservabilityConfig: { enableMetrics: true, enableRelay: true },
        },
        resourceLabels: { "slipway-region": args.region },
        costManagementConfig: { enabled: true },
        addonsConfig: {
            gcePersistentDiskCsiDriverConfig: { enabled: true },
            dnsCacheConfig: { enabled: true },
            gkeBackupAgentConfig: { enabled: true },
        },
    };
}

/** Access through the DNS endpoint and the caller's own Google identity: nothing secret stands in it. */
function kubeconfig(name: string, cluster: gcp.container.Cluster): pulumi.Output<string> {
    const host = cluster.controlPlaneEndpointsConfig.apply((endpoints) => endpoints.dnsEndpointConfig?.endpoint);
    return pulumi.jsonStringify({
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name, cluster: { server: pulumi.interpolate`https://${host}` } }],
        users: [
            {
                name,
                user: {
                    exec: {
                        apiVersion: "client.authentication.k8s.io/v1beta1",
                        command: "gke-gcloud-auth-plugin",
                        provideClusterInfo: true,
                    },
                },
            },
        ],
        contexts: [{ name, context: { cluster: name, user: name } }],
        "current-context": name,
    });
}
