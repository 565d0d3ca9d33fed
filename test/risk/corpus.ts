import { canonical } from "../../preview/canonical";
import type { Json, PlanResource } from "../../preview/plan";
import type { RiskClass } from "../../preview/risk/classes";
import type { Edit } from "./edit";

/** A change of mainnet that somebody planted, and what a reviewer must be told of it. */
export interface Planted {
    title: string;
    class: RiskClass;
    /** What the line says, and if it matters at which path or with which fact. */
    says: RegExp;
    fact?: RegExp;
    /** What was before, where the declared plan has nothing of the kind. */
    was?(edit: Edit): void;
    change(edit: Edit): void;
}

const unknown = { $unknown: true };
const digest = (letter: string) => `@sha256:${letter.repeat(64)}`;
const text = (resource: PlanResource) => canonical(resource.inputs);

const database = (edit: Edit) =>
    edit.one("sql/databaseInstance:DatabaseInstance", ({ inputs }) => inputs.instanceType === "CLOUD_SQL_INSTANCE");
const replica = (edit: Edit) =>
    edit.one("sql/databaseInstance:DatabaseInstance", ({ inputs }) => inputs.instanceType === "READ_REPLICA_INSTANCE");
const signingKey = (edit: Edit) =>
    edit.one("kms/cryptoKey:CryptoKey", ({ inputs }) => inputs.purpose === "ASYMMETRIC_SIGN");
const grantToSign = (edit: Edit) => edit.one("CryptoKeyIAMMember", ({ inputs }) => /signer/.test(String(inputs.role)));
const withReplicas = (count: number) => (resource: PlanResource) =>
    (resource.inputs.spec as { [key: string]: Json }).replicas === count;
/** A workload whose account may sign with a key of the cloud, in the region where it runs and where it waits. */
const signer = (edit: Edit) => edit.one("apps:StatefulSet", withReplicas(1));
const standby = (edit: Edit) => edit.one("apps:StatefulSet", withReplicas(0));
const deployment = (edit: Edit) => edit.one("apps:Deployment");
const pod = "spec.template.spec";
const policyOf = (edit: Edit, workload: PlanResource) =>
    edit.one("networking.k8s.io:NetworkPolicy", ({ provider, inputs }) => {
        const spec = inputs.spec as { podSelector?: { matchLabels?: { [key: string]: Json } }; egress?: Json[] };
        const labels = (workload.inputs.spec as { selector: { matchLabels: { [key: string]: Json } } }).selector
            .matchLabels["app.kubernetes.io/name"];
        return (
            provider === workload.provider &&
            Array.isArray(spec.egress) &&
            spec.podSelector?.matchLabels?.["app.kubernetes.io/name"] === labels
        );
    });
const namespaceOf = ({ inputs }: PlanResource) => String((inputs.metadata as { [key: string]: Json }).namespace);
/** A volume with a secret, mounted by the first container. */
function mount(edit: Edit, workload: PlanResource, secretName: string, mountPath: string): void {
    const spec = (workload.inputs.spec as { template: { spec: { [key: string]: Json } } }).template.spec;
    spec.volumes = [...((spec.volumes as Json[]) ?? []), { name: "planted", secret: { secretName } }];
    const [first] = spec.containers as { [key: string]: Json }[];
    if (first) first.volumeMounts = [...((first.volumeMounts as Json[]) ?? []), { name: "planted", mountPath }];
    edit.set(workload, `${pod}.volumes`, spec.volumes);
}
const open = (port: number) => ({ ports: [{ port, protocol: "TCP" }], to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] });

const deleted = (kind: string, where?: (resource: PlanResource) => boolean) => (edit: Edit) =>
    edit.remove(edit.one(kind, where));

const set =
    (find: string | ((edit: Edit) => PlanResource), path: string, value: Json | undefined) =>
    (edit: Edit): void => {
        edit.set(typeof find === "string" ? edit.one(find) : find(edit), path, value);
    };

const option =
    (find: string | ((edit: Edit) => PlanResource), options: Partial<PlanResource>) =>
    (edit: Edit): void => {
        Object.assign(typeof find === "string" ? edit.one(find) : find(edit), options);
    };

const plant = (of: RiskClass, cases: Omit<Planted, "class">[]): Planted[] =>
    cases.map((one) => ({ ...one, class: of }));

const remade = /^is deleted and made anew$/;
const mayBeRemade = /^may be deleted and made anew$/;
const gone = /^is deleted$/;

export const planted: readonly Planted[] = [
    ...plant("irreversible", [
        { title: "the database is taken out", says: gone, change: (edit) => edit.remove(database(edit)) },
        {
            title: "the database moves to another region",
            says: remade,
            fact: /becomes us-east1/,
            change: set(database, "region", "us-east1"),
        },
        { title: "the database is renamed", says: remade, change: set(database, "name", "postgres-2") },
        {
            title: "the database gets a collation",
            says: mayBeRemade,
            change: set(database, "settings.collation", "de_DE.UTF8"),
        },
        {
            title: "the standby is promoted on its own",
            says: /promoted on its own/,
            was: (edit) => {
                replica(edit).ignoreChanges = [];
            },
            change: (edit) => {
                const one = replica(edit);
                edit.set(one, "instanceType", "CLOUD_SQL_INSTANCE");
                edit.set(one, "masterInstanceName", undefined);
                edit.set(one, "replicaNames", undefined);
                edit.set(one, "replicaConfiguration", undefined);
            },
        },
        {
            title: "the database gets a newer major version",
            says: /upgraded/,
            change: set(database, "databaseVersion", "POSTGRES_19"),
        },
        { title: "a signing key is taken out", says: gone, change: (edit) => edit.remove(signingKey(edit)) },
        { title: "a signing key gets another purpose", says: remade, change: set(signingKey, "purpose", "MAC") },
        {
            title: "a signing key leaves the HSM",
            says: remade,
            change: set(signingKey, "versionTemplate.protectionLevel", "SOFTWARE"),
        },
        {
            title: "a key ring moves, and its keys with it",
            says: mayBeRemade,
            fact: /is made anew/,
            change: set("kms/keyRing:KeyRing", "location", "us"),
        },
        {
            title: "a key is made from another ring",
            says: mayBeRemade,
            change: (edit) => {
                const other = edit.all("kms/keyRing:KeyRing").map(({ urn }) => urn);
                const key = edit.one("kms/cryptoKey:CryptoKey");
                key.propertyDependencies = {
                    ...key.propertyDependencies,
                    keyRing: other.filter((urn) => urn !== key.propertyDependencies.keyRing?.[0]).slice(0, 1),
                };
            },
        },
        { title: "a namespace is taken out", says: gone, change: deleted("core:Namespace") },
        { title: "a namespace is renamed", says: remade, change: set("core:Namespace", "metadata.name", "renamed") },
        { title: "a DNS zone is taken out", says: gone, change: deleted("dns/managedZone:ManagedZone") },
        {
            title: "a DNS zone answers for another name",
            says: remade,
            change: set("dns/managedZone:ManagedZone", "dnsName", "example.org."),
        },
        { title: "a bucket is taken out", says: gone, change: deleted("storage/bucket:Bucket") },
        { title: "a bucket moves", says: remade, change: set("storage/bucket:Bucket", "location", "US") },
        {
            title: "a bucket is locked",
            says: /is locked/,
            was: set("storage/bucket:Bucket", "retentionPolicy.isLocked", false),
            change: set("storage/bucket:Bucket", "retentionPolicy.isLocked", true),
        },
        {
            title: "a cache loses its replica, which makes another one",
            says: remade,
            change: set("redis/instance:Instance", "tier", "BASIC"),
        },
        {
            title: "a secret is renamed",
            says: remade,
            change: set("secretmanager/secret:Secret", "secretId", "renamed"),
        },
        { title: "a cluster is taken out", says: gone, change: deleted("container/cluster:Cluster") },
        {
            title: "a cluster moves to another network, which nobody knows yet",
            says: mayBeRemade,
            change: (edit) => {
                const cluster = edit.one("container/cluster:Cluster");
                cluster.propertyDependencies = {
                    ...cluster.propertyDependencies,
                    network: ["urn:pulumi:mainnet::slipway::gcp:compute/network:Network::other"],
                };
            },
        },
        { title: "a backup plan is taken out", says: gone, change: deleted("gkebackup/backupPlan:BackupPlan") },
        { title: "an external address is given back", says: gone, change: deleted("compute/address:Address") },
        { title: "an account is taken out", says: gone, change: deleted("serviceaccount/account:Account") },
        { title: "a chart is taken out", says: gone, change: deleted("helm.sh:Release") },
        {
            title: "an alias is dropped",
            says: gone,
            was: (edit) => {
                const key = signingKey(edit);
                edit.copy(key, "former-name");
                edit.remove(key);
            },
            change: (edit) => {
                const key = edit.one("kms/cryptoKey:CryptoKey", ({ name }) => name === "former-name");
                edit.copy(key, "new-name");
                edit.remove(key);
            },
        },
        {
            title: "a program asks for a replacement at any change",
            says: remade,
            change: (edit) => {
                const ring = edit.one("dns/managedZone:ManagedZone");
                ring.options = { ...ring.options, replaceOnChanges: ["*"] };
                edit.set(ring, "description", "changed");
                if (ring.inputs.description === undefined) throw new Error("no description");
            },
            was: set("dns/managedZone:ManagedZone", "description", "was"),
        },
        {
            title: "a secret goes with its namespace, unasked",
            says: /with another resource, unasked/,
            was: (edit) => {
                const zone = edit.one("dns/managedZone:ManagedZone");
                const bucket = edit.one("storage/bucket:Bucket");
                zone.options = { ...zone.options, deletedWith: bucket.urn };
            },
            change: (edit) => {
                edit.remove(
                    edit.one("dns/managedZone:ManagedZone", ({ options }) => options?.deletedWith !== undefined),
                );
                edit.remove(edit.one("storage/bucket:Bucket"));
            },
        },
        {
            title: "volumes of a set are declared otherwise",
            says: remade,
            was: set(signer, "spec.volumeClaimTemplates", [
                { metadata: { name: "data" }, spec: { resources: { requests: { storage: "10Gi" } } } },
            ]),
            change: set(signer, "spec.volumeClaimTemplates", [
                { metadata: { name: "data" }, spec: { resources: { requests: { storage: "20Gi" } } } },
            ]),
        },
    ]),
    ...plant("protection", [
        {
            title: "protect is lost",
            says: /loses a guard/,
            fact: /protect was true/,
            change: option(database, { protect: false }),
        },
        {
            title: "retainOnDelete is flipped",
            says: /loses a guard/,
            fact: /retainOnDelete was true/,
            was: option("kms/keyRing:KeyRing", { retainOnDelete: true }),
            change: option("kms/keyRing:KeyRing", { retainOnDelete: false }),
        },
        {
            title: "retainOnDelete is flipped on what holds nothing",
            says: /no longer stays/,
            was: option("servicenetworking/connection:Connection", { retainOnDelete: true }),
            change: option("servicenetworking/connection:Connection", { retainOnDelete: false }),
        },
        {
            title: "the provider may delete the database",
            says: /loses a guard/,
            fact: /deletionProtection was true/,
            change: set(database, "deletionProtection", false),
        },
        {
            title: "the API may delete the database",
            says: /loses a guard/,
            change: set(database, "settings.deletionProtectionEnabled", false),
        },
        {
            title: "a key may be destroyed",
            says: /loses a guard/,
            fact: /PREVENT/,
            change: set(signingKey, "deletionPolicy", "DELETE"),
        },
        {
            title: "recovery to a point in time is off",
            says: /backed up/,
            change: set(database, "settings.backupConfiguration.pointInTimeRecoveryEnabled", false),
        },
        {
            title: "the database stands in one zone",
            says: /two zones/,
            fact: /REGIONAL becomes ZONAL/,
            change: set(database, "settings.availabilityType", "ZONAL"),
        },
        {
            title: "fewer backups are kept",
            says: /fewer backups/,
            change: set(database, "settings.backupConfiguration.backupRetentionSettings.retainedBackups", 3),
        },
        {
            title: "a disruption budget is taken out",
            says: /evicted together/,
            change: deleted("policy:PodDisruptionBudget"),
        },
        {
            title: "more pods may be evicted at once",
            says: /evicted at once/,
            change: set("policy:PodDisruptionBudget", "spec.maxUnavailable", 3),
        },
        {
            title: "fewer pods are kept",
            says: /fewer pods/,
            change: set("autoscaling:HorizontalPodAutoscaler", "spec.minReplicas", 1),
        },
        { title: "alerts are taken out", says: /no longer watches/, change: deleted("PrometheusRule") },
        {
            title: "an alert is taken out of its group",
            says: /watched otherwise/,
            change: set("PrometheusRule", "spec.groups", []),
        },
        {
            title: "access is recorded no more",
            says: /no longer records/,
            change: deleted("projects/iAMAuditConfig:IAMAuditConfig"),
        },
        {
            title: "somebody is left out of the record",
            says: /records other access/,
            change: set("projects/iAMAuditConfig:IAMAuditConfig", "auditLogConfigs[1].exemptedMembers", [
                "user:eve@example.com",
            ]),
        },
        {
            title: "other logs are sent",
            says: /sends other logs/,
            change: set("logging/projectSink:ProjectSink", "filter", "severity>=ERROR"),
        },
        {
            title: "drift of the database is ignored",
            says: /no longer kept as declared/,
            change: option(database, { ignoreChanges: ["settings"] }),
        },
        {
            title: "a hook runs code at updates",
            says: /runs code/,
            change: (edit) => {
                const one = deployment(edit);
                one.options = { ...one.options, hooks: { beforeUpdate: ["curl"] } };
            },
        },
        {
            title: "other images are admitted",
            says: /admits other images/,
            change: set("binaryauthorization/policy:Policy", "defaultAdmissionRule.evaluationMode", "ALWAYS_ALLOW"),
        },
        {
            title: "a namespace admits privileged pods",
            says: /less hardened/,
            change: set("core:Namespace", 'metadata.labels["pod-security.kubernetes.io/enforce"]', "privileged"),
        },
        {
            title: "a container may run as root",
            says: /less hardened/,
            change: set(deployment, `${pod}.containers[0].securityContext.runAsNonRoot`, false),
        },
        {
            title: "a container is privileged",
            says: /rights on its node/,
            change: set(deployment, `${pod}.containers[0].securityContext.privileged`, true),
        },
        {
            title: "a key ring is left behind",
            says: /left behind/,
            was: option("kms/keyRing:KeyRing", { retainOnDelete: true }),
            change: deleted("kms/keyRing:KeyRing", ({ retainOnDelete }) => retainOnDelete),
        },
        {
            title: "a zone's answers are not signed",
            says: /signs its answers/,
            change: (edit) => {
                edit.set(
                    edit.one("dns/managedZone:ManagedZone", (zone) => text(zone).includes("nsec3")),
                    "dnssecConfig.state",
                    "off",
                );
            },
        },
        {
            title: "backups may be deleted sooner",
            says: /less time/,
            change: set("gkebackup/backupPlan:BackupPlan", "retentionPolicy.backupDeleteLockDays", 1),
        },
        { title: "a quota is taken out", says: /bounds its namespace/, change: deleted("core:ResourceQuota") },
        {
            title: "the budget tells nobody",
            says: /tells others/,
            change: set("billing/budget:Budget", "thresholdRules", []),
        },
    ]),
    ...plant("custody", [
        {
            title: "an account gets a further role",
            says: /grants/,
            fact: /roles\/owner/,
            change: (edit) => {
                const grant = edit.one("projects/iAMMember:IAMMember");
                edit.copy(grant, "planted", { inputs: { ...grant.inputs, role: "roles/owner" } });
            },
        },
        {
            title: "a role goes to somebody else",
            says: /grants/,
            fact: /mallory/,
            change: (edit) => {
                const grant = edit.one("secretmanager/secretIamMember:SecretIamMember");
                edit.set(grant, "member", "user:mallory@example.com");
            },
        },
        {
            title: "a condition of a grant is dropped",
            says: /grants/,
            was: set("projects/iAMMember:IAMMember", "condition", {
                title: "until",
                expression: "request.time < timestamp('2027-01-01T00:00:00Z')",
            }),
            change: set("projects/iAMMember:IAMMember", "condition", undefined),
        },
        {
            title: "another account may sign",
            says: /grants/,
            fact: /signerVerifier/,
            change: (edit) => {
                const grant = grantToSign(edit);
                const [other = ""] = edit
                    .all("serviceaccount/account:Account")
                    .map(({ urn }) => urn)
                    .filter((urn) => !grant.propertyDependencies.member?.includes(urn));
                edit.copy(grant, "planted", {
                    propertyDependencies: { ...grant.propertyDependencies, member: [other] },
                });
            },
        },
        {
            title: "a role of our own gets a permission",
            says: /other permissions/,
            change: (edit) => {
                const role = edit.one("projects/iAMCustomRole:IAMCustomRole");
                edit.set(role, "permissions", [
                    ...(role.inputs.permissions as Json[]),
                    "cloudkms.cryptoKeyVersions.useToSign",
                ]);
            },
        },
        {
            title: "a key signs by another algorithm",
            says: /holds its key otherwise/,
            change: set(signingKey, "versionTemplate.algorithm", "EC_SIGN_P256_SHA256"),
        },
        {
            title: "a key is not rotated any more",
            says: /holds its key otherwise/,
            change: (edit) => {
                edit.set(
                    edit.one("kms/cryptoKey:CryptoKey", ({ inputs }) => inputs.rotationPeriod !== undefined),
                    "rotationPeriod",
                    undefined,
                );
            },
        },
        {
            title: "a secret is written anew",
            says: /writes its secret anew/,
            fact: /1 becomes 2/,
            change: set("secretmanager/secretVersion:SecretVersion", "secretDataWoVersion", 2),
        },
        {
            title: "a program reads another version of a secret",
            says: /another key, secret or version/,
            fact: /1 becomes 2/,
            change: set("ExternalSecret", "spec.data[0].remoteRef.version", "2"),
        },
        {
            title: "a program reads another secret",
            says: /another key, secret or version/,
            change: set("ExternalSecret", "spec.data[0].remoteRef.key", "somebody-elses"),
        },
        {
            title: "a key version moved",
            says: /another key, secret or version/,
            fact: /cryptoKeyVersions\/1 becomes .*cryptoKeyVersions\/2/,
            was: set(
                signer,
                `${pod}.containers[0].env[0].value`,
                "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1",
            ),
            change: set(
                signer,
                `${pod}.containers[0].env[0].value`,
                "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/2",
            ),
        },
        {
            title: "a pod gets a further secret",
            says: /gets a secret that it did not get/,
            change: (edit) => mount(edit, deployment(edit), "database-url", "/var/run/extra"),
        },
        {
            title: "a pod acts as another account",
            says: /acts as another identity/,
            change: set(deployment, `${pod}.serviceAccountName`, "default"),
        },
        {
            title: "an account of a cluster acts as another one of the cloud",
            says: /acts as another identity/,
            change: (edit) => {
                edit.set(
                    edit.one("core:ServiceAccount", (one) => text(one).includes("gcp-service-account")),
                    'metadata.annotations["iam.gke.io/gcp-service-account"]',
                    "other@example.iam.gserviceaccount.com",
                );
            },
        },
        {
            title: "other builds may deploy",
            says: /trusts other callers/,
            change: set("iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", "attributeCondition", "true"),
        },
        {
            title: "a pod gets a token for the cluster",
            says: /acts as another identity/,
            change: set(deployment, `${pod}.automountServiceAccountToken`, true),
        },
        {
            title: "an account gets a password",
            says: /password of an account/,
            change: (edit) => {
                edit.add("gcp:serviceaccount/key:Key", "planted", { serviceAccountId: unknown });
            },
        },
        {
            title: "somebody may do anything in a cluster",
            says: /grants/,
            fact: /cluster-admin/,
            change: (edit) => {
                edit.add("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", "planted", {
                    metadata: { name: "planted" },
                    roleRef: { kind: "ClusterRole", name: "cluster-admin" },
                    subjects: [{ kind: "User", name: "eve" }],
                });
            },
        },
        {
            title: "a cache is encrypted with another key",
            says: /encrypted with another key/,
            change: (edit) => {
                const cache = edit.one("redis/instance:Instance");
                cache.propertyDependencies = {
                    ...cache.propertyDependencies,
                    customerManagedKey: ["urn:pulumi:mainnet::slipway::gcp:kms/cryptoKey:CryptoKey::other"],
                };
            },
        },
        {
            title: "everything goes to another project",
            says: /leads elsewhere/,
            change: set("pulumi:providers:gcp", "project", "another-project"),
        },
        {
            title: "secrets come from another store",
            says: /reads secrets from elsewhere/,
            change: (edit) => {
                const store = edit.one("SecretStore");
                edit.set(store, "spec.provider", { fake: {} });
            },
        },
    ]),
    ...plant("exposure", [
        {
            title: "a second policy lets a program out",
            says: /opens a way/,
            fact: /internet: TCP 25/,
            change: (edit) => {
                const policy = policyOf(edit, deployment(edit));
                edit.copy(policy, "planted", {
                    inputs: {
                        ...policy.inputs,
                        metadata: { name: "planted", namespace: namespaceOf(policy) },
                        spec: { podSelector: {}, policyTypes: ["Egress"], egress: [open(25)] },
                    },
                });
            },
        },
        {
            title: "a policy lets a program out further",
            says: /opens a way/,
            fact: /can now reach internet: TCP 22/,
            change: (edit) => {
                const policy = policyOf(edit, signer(edit));
                edit.set(policy, "spec.egress", [...(policy.inputs.spec as { egress: Json[] }).egress, open(22)]);
            },
        },
        {
            title: "a range is left out no more",
            says: /opens a way/,
            fact: /control-plane: TCP 443/,
            change: (edit) => {
                const policy = edit.one("networking.k8s.io:NetworkPolicy", (one) => text(one).includes('"except"'));
                const egress = (policy.inputs.spec as { egress: { to?: { ipBlock?: { except?: Json } }[] }[] }).egress;
                const rule = egress.find(({ to }) => to?.some(({ ipBlock }) => ipBlock?.except !== undefined));
                for (const { ipBlock } of rule?.to ?? []) if (ipBlock) delete ipBlock.except;
            },
        },
        {
            title: "the internet reaches a program",
            says: /opens a way/,
            fact: /^internet can now reach .*TCP 8080/,
            change: (edit) => {
                const policy = policyOf(edit, signer(edit));
                edit.set(policy, "spec.ingress", [
                    { ports: [{ port: 8080, protocol: "TCP" }], from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] },
                ]);
            },
        },
        {
            title: "any pod reaches a program",
            says: /opens a way/,
            fact: /can now reach/,
            change: (edit) => {
                const policy = policyOf(edit, signer(edit));
                edit.set(policy, "spec.ingress", [{}]);
            },
        },
        {
            title: "a policy is taken out, and the default with it",
            says: /opens a way/,
            fact: /no policy selects it/,
            change: (edit) => {
                const policy = policyOf(edit, deployment(edit));
                const space = namespaceOf(policy);
                for (const one of edit.all(
                    "NetworkPolicy",
                    (other) => other.provider === policy.provider && namespaceOf(other) === space,
                ))
                    edit.remove(one);
            },
        },
        {
            title: "a firewall lets everybody in",
            says: /faces the internet/,
            change: (edit) => {
                const rule = edit.one("compute/firewall:Firewall");
                edit.copy(rule, "planted", {
                    inputs: {
                        name: "planted",
                        network: unknown,
                        direction: "INGRESS",
                        allows: [{ protocol: "tcp", ports: ["22"] }],
                        sourceRanges: ["0.0.0.0/0"],
                    },
                });
            },
        },
        {
            title: "a firewall opens more ports",
            says: /other packets/,
            change: set("compute/firewall:Firewall", "allows", [{ protocol: "all" }]),
        },
        {
            title: "a service becomes a load balancer",
            says: /faces the internet/,
            fact: /LoadBalancer/,
            change: set("core:Service", "spec.type", "LoadBalancer"),
        },
        {
            title: "the database gets a public address",
            says: /faces the internet/,
            change: set(database, "settings.ipConfiguration.ipv4Enabled", true),
        },
        {
            title: "a bucket is open to anyone",
            says: /faces the internet/,
            fact: /allUsers/,
            change: set("storage/bucketIAMMember:BucketIAMMember", "member", "allUsers"),
        },
        {
            title: "a control plane answers everywhere",
            says: /faces the internet/,
            change: set("container/cluster:Cluster", "privateClusterConfig.enablePrivateEndpoint", false),
        },
        {
            title: "a rule of the shield is taken out",
            says: /filters requests/,
            change: (edit) => {
                const shield = edit.one("compute/securityPolicy:SecurityPolicy");
                edit.set(shield, "rules", (shield.inputs.rules as Json[]).slice(1));
            },
        },
        { title: "the shield is taken off a way in", says: /guards the way in/, change: deleted("GCPBackendPolicy") },
        {
            title: "older TLS is accepted",
            says: /older TLS/,
            change: set("compute/sSLPolicy:SSLPolicy", "minTlsVersion", "TLS_1_0"),
        },
        {
            title: "a name leads elsewhere",
            says: /leads a name elsewhere/,
            change: (edit) => {
                edit.set(
                    edit.one("dns/recordSet:RecordSet", ({ inputs }) => Array.isArray(inputs.rrdatas)),
                    "rrdatas",
                    ["192.0.2.1"],
                );
            },
        },
        {
            title: "another host is let in",
            says: /faces the internet otherwise|lets other requests in/,
            change: set("HTTPRoute", "spec.hostnames", ["intents.example.com", "admin.example.com"]),
        },
        {
            title: "the database takes connections without a certificate",
            says: /asks less/,
            change: set(database, "settings.ipConfiguration.sslMode", "ENCRYPTED_ONLY"),
        },
    ]),
    ...plant("consensus", [
        {
            title: "a signer gets a second pod",
            says: /more than one pod at once/,
            fact: /2 pods/,
            change: set(signer, "spec.replicas", 2),
        },
        {
            title: "the waiting signer starts while the other runs",
            says: /more than one pod at once/,
            change: set(standby, "spec.replicas", 1),
        },
        {
            title: "a signer moves to the other region",
            says: /takes over a key/,
            change: (edit) => {
                const [from, to] = [signer(edit), standby(edit)];
                edit.set(from, "spec.replicas", 0);
                edit.set(to, "spec.replicas", 1);
            },
        },
        {
            title: "nobody knows how many pods sign",
            says: /may sign in more than one/,
            change: set(signer, "spec.replicas", unknown),
        },
        {
            title: "a signer is killed sooner",
            says: /start, stop or stand/,
            change: set(signer, `${pod}.terminationGracePeriodSeconds`, 0),
        },
        {
            title: "pods of a signer start together",
            says: /start, stop or stand/,
            change: set(signer, "spec.podManagementPolicy", "OrderedReady"),
        },
        {
            title: "a signer stands elsewhere",
            says: /start, stop or stand/,
            change: set(signer, `${pod}.nodeSelector`, { pool: "other" }),
        },
        {
            title: "a deployment acts as the signer",
            says: /more than one pod at once/,
            change: (edit) => {
                const one = signer(edit);
                const { template } = one.inputs.spec as { template: Json };
                edit.copy(one, "planted", {
                    type: "kubernetes:apps/v1:Deployment",
                    urn: one.urn.replace("apps/v1:StatefulSet::", "apps/v1:Deployment::planted-"),
                    inputs: { ...one.inputs, spec: { replicas: 1, template, strategy: { type: "Recreate" } } },
                });
            },
        },
        {
            title: "a rollout of a signer may start a second pod",
            says: /more than one pod at once/,
            was: (edit) => {
                const one = signer(edit);
                const { template } = one.inputs.spec as { template: Json };
                edit.remove(one);
                edit.add(
                    "kubernetes:apps/v1:Deployment",
                    "planted",
                    { ...one.inputs, spec: { replicas: 1, template, strategy: { type: "Recreate" } } },
                    { provider: one.provider },
                );
            },
            change: (edit) => {
                edit.set(
                    edit.one("apps:Deployment", ({ name }) => name === "planted"),
                    "spec.strategy",
                    { type: "RollingUpdate" },
                );
            },
        },
        {
            title: "a signer signs with another key",
            says: /signs with another key/,
            change: (edit) => {
                const grant = grantToSign(edit);
                edit.remove(grant);
                const key = edit.one(
                    "kms/cryptoKey:CryptoKey",
                    ({ urn }) => !grant.propertyDependencies.cryptoKeyId?.includes(urn),
                );
                edit.copy(grant, "planted", {
                    propertyDependencies: { ...grant.propertyDependencies, cryptoKeyId: [key.urn] },
                });
            },
        },
        {
            title: "one validator key is mounted twice",
            says: /more than one pod at once/,
            was: (edit) => mount(edit, signer(edit), "priv-validator", "/etc/key/priv_validator_key.json"),
            change: (edit) => {
                const one = edit.one("apps:StatefulSet", (resource) => text(resource).includes("priv-validator"));
                edit.copy(one, "planted-validator");
            },
        },
        {
            title: "a share moves to another pod",
            says: /takes over a key/,
            was: (edit) => mount(edit, signer(edit), "cosigner-share-2", "/etc/share"),
            change: (edit) => {
                const one = edit.one("apps:StatefulSet", (resource) => text(resource).includes("cosigner-share-2"));
                edit.copy(one, "planted-cosigner");
                edit.remove(one);
            },
        },
    ]),
    ...plant("images", [
        {
            title: "an image is another one",
            says: /runs another image$/,
            fact: /becomes/,
            change: set(deployment, `${pod}.containers[0].image`, `registry.example/web:2${digest("a")}`),
        },
        {
            title: "an image loses its digest",
            says: /no digest/,
            change: set(deployment, `${pod}.containers[0].image`, "registry.example/web:latest"),
        },
        {
            title: "a sidecar comes",
            says: /ran nowhere/,
            change: (edit) => {
                const one = deployment(edit);
                const { containers } = (one.inputs.spec as { template: { spec: { containers: Json[] } } }).template
                    .spec;
                edit.set(one, `${pod}.containers`, [
                    ...containers,
                    { name: "planted", image: `registry.example/sidecar:1${digest("b")}` },
                ]);
            },
        },
        {
            title: "a chart is another version",
            says: /another version of its chart/,
            change: set("helm.sh:Release", "version", "99.0.0"),
        },
    ]),
    ...plant("policy", [
        {
            title: "an image without digest breaks a rule",
            says: /breaks a rule/,
            change: set(deployment, `${pod}.containers[0].image`, "registry.example/web:latest"),
        },
        {
            title: "a finding is mended",
            says: /no longer breaks/,
            was: set(deployment, `${pod}.containers[0].image`, "registry.example/web:latest"),
            change: set(deployment, `${pod}.containers[0].image`, `registry.example/web:1${digest("c")}`),
        },
    ]),
    ...plant("unknowns", [
        {
            title: "a value is known no more",
            says: /nobody knows yet/,
            change: (edit) => {
                const one = deployment(edit);
                edit.set(one, `${pod}.priorityClassName`, unknown);
                one.unknownPaths = [...one.unknownPaths, `${pod}.priorityClassName`];
            },
        },
        {
            title: "a chart gets other values",
            says: /only its provider knows/,
            change: set("helm.sh:Release", "values", { planted: true }),
        },
        {
            title: "a secret without a version",
            says: /nothing tells whether it changed/,
            was: (edit) => {
                edit.add(
                    "vendor:index:Thing",
                    "planted",
                    { token: { $secret: true }, size: 1 },
                    { secretPaths: ["token"] },
                );
            },
            change: (edit) => {
                edit.set(edit.one("vendor:index:Thing"), "size", 2);
            },
        },
    ]),
    ...plant("cost", [
        {
            title: "a pool may grow further",
            says: /costs more/,
            change: set("container/nodePool:NodePool", "autoscaling.maxNodeCount", 30),
        },
        {
            title: "the database is larger",
            says: /costs more/,
            change: set(database, "settings.tier", "db-perf-optimized-N-8"),
        },
        {
            title: "the database is smaller",
            says: /costs less/,
            change: set(database, "settings.tier", "db-perf-optimized-N-2"),
        },
    ]),
    ...plant("other", [
        {
            title: "a label is another one",
            says: /is updated/,
            change: set("core:LimitRange", "metadata.labels", { planted: "yes" }),
        },
        {
            title: "a file of settings is written anew",
            says: /made anew/,
            was: set("core:ConfigMap", "data", { "planted.toml": "a = 1" }),
            change: set("core:ConfigMap", "data", { "planted.toml": "a = 2" }),
        },
        {
            title: "a key ring goes on under another name",
            says: /another name/,
            fact: /former-ring/,
            was: (edit) => {
                const priority = edit.one("scheduling.k8s.io:PriorityClass");
                edit.copy(priority, "former-ring");
                edit.remove(priority);
            },
            change: (edit) => {
                const one = edit.one("scheduling.k8s.io:PriorityClass", ({ name }) => name === "former-ring");
                edit.copy(one, "new-ring", { aliases: [{ name: "former-ring" }] });
                edit.remove(one);
            },
        },
        {
            title: "something waits for something else",
            says: /is updated/,
            change: (edit) => {
                const one = edit.one("core:LimitRange");
                one.dependencies = [...one.dependencies, edit.one("billing/budget:Budget").urn].sort();
            },
        },
        {
            title: "a deployment is new",
            says: /is created/,
            change: (edit) => {
                edit.copy(edit.one("scheduling.k8s.io:PriorityClass"), "planted");
            },
        },
        {
            title: "something is taken over from outside",
            says: /taken over/,
            change: (edit) => {
                edit.copy(edit.one("scheduling.k8s.io:PriorityClass"), "planted", {
                    options: { import: "already-there" },
                });
            },
        },
    ]),
];
