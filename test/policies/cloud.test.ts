import { describe, expect, test } from "vitest";
import { passing } from "../../policies/cloud/passing";
import { judge } from "../../policies/judge";
import { changed } from "../../policies/organisation/passing";
import type { Json, Resource } from "../../policies/rule";
import { found, rulesOf, said, sample, UNKNOWN } from "./sample";

type Changes = { [path: string]: Json | undefined };

const CLUSTER = "gcp:container/cluster:Cluster";
const POOL = "gcp:container/nodePool:NodePool";
const DATABASE = "gcp:sql/databaseInstance:DatabaseInstance";
const KEY = "gcp:kms/cryptoKey:CryptoKey";
const BUCKET = "gcp:storage/bucket:Bucket";

/** A resource that breaks no rule but where it is changed. */
const cloud = (type: string, changes: Changes, more: Partial<Resource> = {}) =>
    sample(type, changed(passing[type] ?? {}, changes), { protect: true, ...more });

const judges = (type: string, rows: readonly (readonly [string, Changes, string[]])[]) =>
    test.each(rows)(`%s judges ${type.split(":").at(-1)} %j`, (rule, changes, expected) => {
        expect(found(rule, cloud(type, changes))).toEqual(expected);
    });

describe("a cluster", () => {
    const blocks = (...list: Json[]) => ({ masterAuthorizedNetworksConfig: { cidrBlocks: list } });
    const block = "masterAuthorizedNetworksConfig.cidrBlocks[0].cidrBlock";
    const nodes = { removeDefaultNodePool: false, nodeConfig: {} };
    judges(CLUSTER, [
        ["GKE-01", { "privateClusterConfig.enablePrivateNodes": "true" }, []],
        [
            "GKE-01",
            { "privateClusterConfig.enablePrivateNodes": "false" },
            ['privateClusterConfig.enablePrivateNodes: "false"'],
        ],
        ["GKE-01", { masterAuthorizedNetworksConfig: null }, ["masterAuthorizedNetworksConfig: nothing"]],
        ["GKE-01", blocks({ cidrBlock: "10.0.0.0/8" }), []],
        ["GKE-01", blocks({ cidrBlock: "::/0" }, { cidrBlock: "10.0.0.0/09" }), [`${block}: every address`]],
        ["GKE-01", blocks({ cidrBlock: UNKNOWN }), [`${block}?`]],
        ["GKE-01", blocks(UNKNOWN), [`${block}?`]],
        ["GKE-02", { "workloadIdentityConfig.workloadPool": "" }, ["workloadIdentityConfig.workloadPool: nothing"]],
        ["GKE-02", { "workloadIdentityConfig.workloadPool": null }, ["workloadIdentityConfig.workloadPool: nothing"]],
        ["GKE-02", { "workloadIdentityConfig.workloadPool": UNKNOWN }, []],
        ["GKE-02", { "workloadIdentityConfig.workloadPool": undefined, enableAutopilot: true }, []],
        ["GKE-02", { ...nodes, enableAutopilot: true }, []],
        ["GKE-02", { nodeConfig: {} }, []],
        ["GKE-02", { removeDefaultNodePool: false, nodeConfig: undefined }, []],
        [
            "GKE-02",
            { ...nodes, "nodeConfig.workloadMetadataConfig.mode": "GKE_METADATA" },
            ["nodeConfig.serviceAccount: nothing"],
        ],
        [
            "GKE-02",
            { "clusterAutoscaling.enabled": "true" },
            ["clusterAutoscaling.autoProvisioningDefaults.serviceAccount: nothing"],
        ],
        ["GKE-02", { "clusterAutoscaling.enabled": "false" }, []],
        [
            "GKE-02",
            { "clusterAutoscaling.enabled": UNKNOWN },
            ["clusterAutoscaling.autoProvisioningDefaults.serviceAccount?"],
        ],
        ["GKE-04", { datapathProvider: undefined }, ["networkPolicy.enabled: nothing"]],
        ["GKE-04", { datapathProvider: UNKNOWN }, ["datapathProvider?"]],
        ["GKE-04", { datapathProvider: UNKNOWN, "networkPolicy.enabled": true }, []],
        ["GKE-04", { datapathProvider: "LEGACY_DATAPATH", "networkPolicy.enabled": "true" }, []],
        ["GKE-04", { ipAllocationPolicy: null }, ["ipAllocationPolicy: nothing"]],
        ["GKE-04", { ipAllocationPolicy: null, enableAutopilot: true }, []],
        ["GKE-06", { location: undefined }, []],
        ["GKE-06", { location: "europe-west1" }, []],
        ["GKE-06", { nodeLocations: undefined }, []],
        ["GKE-06", { maintenancePolicy: null }, ["maintenancePolicy: nothing"]],
        ["GKE-07", { "masterAuth.username": "" }, []],
        ["GKE-07", { "masterAuth.username": UNKNOWN }, ["masterAuth.username?"]],
        ["GKE-07", { resourceLabels: null }, ["resourceLabels: nothing"]],
        ["GKE-07", { loggingService: "logging.googleapis.com" }, ['loggingService: "logging.googleapis.com"']],
    ]);
    judges(POOL, [
        ["GKE-03", { "management.autoRepair": "true" }, []],
        ["GKE-03", { "nodeConfig.imageType": "cos" }, []],
        ["GKE-06", { nodeLocations: ["a", "b"] }, ["nodeLocations: what is declared"]],
    ]);

    test("is told what would be right in as many words as there are values", () => {
        const wanted = (rule: string, changes: Changes) =>
            judge([cloud(CLUSTER, changes)], rulesOf(rule)).map((verdict) => verdict.wanted);
        expect(wanted("GKE-05", { "databaseEncryption.state": "DECRYPTED" })).toEqual([
            "ENCRYPTED or ALL_OBJECTS_ENCRYPTION_ENABLED",
        ]);
        expect(wanted("GKE-07", { loggingService: "none" })).toEqual(["logging.googleapis.com/kubernetes"]);
        expect(wanted("GKE-06", { "releaseChannel.channel": "UNSPECIFIED" })).toEqual(["STABLE"]);
    });
});

describe("a database", () => {
    const ip = (name: string) => `settings.ipConfiguration.${name}`;
    const backup = (name: string) => `settings.backupConfiguration.${name}`;
    const plain = { "settings.availabilityType": "ZONAL" };
    const network = "settings.ipConfiguration.authorizedNetworks[0]";
    const flags = (...list: Json[]) => ({ "settings.databaseFlags": list });
    const of = (databaseVersion: Json, ...list: Json[]) => ({ databaseVersion, ...flags(...list) });
    judges(DATABASE, [
        ["SQL-01", { [ip("authorizedNetworks")]: [{ value: "198.51.100.0/24" }, { value: "10.0.0.0/09" }] }, []],
        ["SQL-01", { [ip("authorizedNetworks")]: [{ value: "::/0" }] }, [`${network}.value: every address`]],
        ["SQL-01", { [ip("authorizedNetworks")]: [{ value: UNKNOWN }] }, [`${network}?`]],
        ["SQL-01", { [ip("authorizedNetworks")]: [UNKNOWN] }, [`${network}?`]],
        ["SQL-02", { [ip("sslMode")]: "TRUSTED_CLIENT_CERTIFICATE_REQUIRED" }, []],
        [
            "SQL-02",
            { [ip("sslMode")]: "ALLOW_UNENCRYPTED_AND_ENCRYPTED", [ip("requireSsl")]: true },
            [`${ip("sslMode")}: a mode that accepts plain connections`],
        ],
        ["SQL-02", { [ip("sslMode")]: undefined }, [`${ip("sslMode")}: nothing`]],
        ["SQL-02", { [ip("sslMode")]: undefined, [ip("requireSsl")]: true }, []],
        ["SQL-02", { [ip("sslMode")]: undefined, [ip("requireSsl")]: "true" }, []],
        ["SQL-02", { [ip("sslMode")]: undefined, [ip("requireSsl")]: false }, [`${ip("sslMode")}: nothing`]],
        ["SQL-02", { [ip("sslMode")]: undefined, [ip("requireSsl")]: UNKNOWN }, [`${ip("requireSsl")}?`]],
        [
            "SQL-02",
            { [ip("sslMode")]: "ALLOW_UNENCRYPTED_AND_ENCRYPTED", [ip("requireSsl")]: UNKNOWN },
            [`${ip("sslMode")}: a mode that accepts plain connections`],
        ],
        ["SQL-03", { [backup("enabled")]: false }, [`${backup("enabled")}: false`]],
        ["SQL-03", { [backup("enabled")]: false, instanceType: "READ_REPLICA_INSTANCE" }, []],
        ["SQL-03", { [backup("enabled")]: false, masterInstanceName: "db" }, []],
        ["SQL-03", { [backup("transactionLogRetentionDays")]: 7 }, []],
        ["SQL-03", { [backup("transactionLogRetentionDays")]: 6 }, [`${backup("transactionLogRetentionDays")}: 6`]],
        [
            "SQL-03",
            { [backup("transactionLogRetentionDays")]: "about a month, or perhaps less" },
            [`${backup("transactionLogRetentionDays")}: about a month, or pe`],
        ],
        ["SQL-03", { [backup("transactionLogRetentionDays")]: UNKNOWN }, [`${backup("transactionLogRetentionDays")}?`]],
        [
            "SQL-03",
            { [backup("transactionLogRetentionDays")]: undefined },
            [`${backup("transactionLogRetentionDays")}: nothing`],
        ],
        ["SQL-03", { [backup("transactionLogRetentionDays")]: undefined, ...plain }, []],
        ["SQL-03", { [backup("location")]: undefined, masterInstanceName: "db" }, []],
        [
            "SQL-03",
            { [backup("pointInTimeRecoveryEnabled")]: false, ...plain },
            [`${backup("pointInTimeRecoveryEnabled")}: false`],
        ],
        ["SQL-03", { [backup("pointInTimeRecoveryEnabled")]: undefined, ...plain }, []],
        [
            "SQL-03",
            { [backup("pointInTimeRecoveryEnabled")]: undefined },
            [`${backup("pointInTimeRecoveryEnabled")}: nothing`],
        ],
        ["SQL-03", { [backup("pointInTimeRecoveryEnabled")]: UNKNOWN }, [`${backup("pointInTimeRecoveryEnabled")}?`]],
        ["SQL-03", { [backup("pointInTimeRecoveryEnabled")]: false, masterInstanceName: "db" }, []],
        ["SQL-03", { databaseVersion: "MYSQL_8_4" }, [`${backup("binaryLogEnabled")}: nothing`]],
        ["SQL-03", { databaseVersion: "MYSQL_8_4", [backup("binaryLogEnabled")]: true }, []],
        ["SQL-04", { ...plain, instanceType: "READ_REPLICA_INSTANCE" }, []],
        ["SQL-07", flags(UNKNOWN), ["settings.databaseFlags[0]?"]],
        ["SQL-07", of("MYSQL_8_4", { name: "local_infile", value: "off" }), []],
        [
            "SQL-07",
            of("MYSQL_8_4", { name: "local_infile", value: "on" }),
            ["settings.databaseFlags[0].value: local_infile so set"],
        ],
        ["SQL-07", of("MYSQL_8_4", { name: "local_infile", value: UNKNOWN }), ["settings.databaseFlags[0].value?"]],
        ["SQL-07", of("MYSQL_8_4", { name: "remote access", value: "on" }), []],
        ["SQL-07", of("SQLSERVER_2022_STANDARD", { name: "remote access", value: "off" }), []],
        ["SQL-08", { databaseVersion: "POSTGRES_15" }, []],
        ["SQL-08", { databaseVersion: "POSTGRES_14" }, ["databaseVersion: a version that is no longer mended"]],
        ["SQL-08", { databaseVersion: "POSTGRES_9_6" }, ["databaseVersion: a version that is no longer mended"]],
        ["SQL-08", of("MYSQL_8_4", { name: "cloudsql_iam_authentication", value: "on" }), []],
        [
            "SQL-08",
            of("MYSQL_8_0", { name: "cloudsql_iam_authentication", value: "on" }),
            ["databaseVersion: a version that is no longer mended"],
        ],
        ["SQL-08", of("MYSQL_9_0", { name: "cloudsql_iam_authentication", value: "on" }), []],
        ["SQL-08", of("SQLSERVER_2019_STANDARD"), []],
        ["SQL-08", of("SQLSERVER_2017_STANDARD"), ["databaseVersion: a version that is no longer mended"]],
        ["SQL-08", of("MY_SQLSERVER_2022"), ["databaseVersion: a version that is no longer mended"]],
        ["SQL-08", of("ORACLE_23"), ["databaseVersion: a version that is no longer mended"]],
        ["SQL-08", { encryptionKeyName: undefined, masterInstanceName: "db" }, []],
        ["SQL-08", { encryptionKeyName: UNKNOWN }, []],
    ]);

    test.each<[string, Json | undefined, string | undefined]>([
        ["log_statement", "mod", undefined],
        ["log_statement", "all", undefined],
        ["log_statement", "none", "log_statement so set"],
        ["log_statement", undefined, "log_statement not set"],
        ["log_min_messages", "error", undefined],
        ["log_min_messages", "FATAL", "log_min_messages so set"],
        ["log_min_messages", undefined, "log_min_messages not set"],
        ["log_checkpoints", "on", undefined],
    ])("SQL-07 asks for %s and finds %j", (name, value, fault) => {
        const kept = (passing[DATABASE] as { settings: { databaseFlags: { name: string }[] } }).settings.databaseFlags;
        const flags = [...kept.filter((one) => one.name !== name), ...(value === undefined ? [] : [{ name, value }])];
        const path =
            value === undefined ? "settings.databaseFlags" : `settings.databaseFlags[${flags.length - 1}].value`;
        expect(found("SQL-07", cloud(DATABASE, { "settings.databaseFlags": flags }))).toEqual(
            fault ? [`${path}: ${fault}`] : [],
        );
    });

    test("of a version from elsewhere is open where a flag of some version is wrong", () => {
        expect(new Set(said("SQL-07", cloud(DATABASE, { databaseVersion: UNKNOWN })))).toEqual(new Set());
        expect(
            new Set(said("SQL-07", cloud(DATABASE, { databaseVersion: UNKNOWN, "settings.databaseFlags": [] }))),
        ).toEqual(new Set(["databaseVersion?"]));
        expect(said("SQL-08", cloud(DATABASE, { databaseVersion: UNKNOWN }))).toContain("databaseVersion?");
    });

    test.each<[Partial<Resource>, string[]]>([
        [{ protect: false }, [""]],
        [{ protect: false, retainOnDelete: true }, []],
        [{ protect: false, within: "items[0]" }, []],
        [{ protect: true }, []],
    ])("is protected: %j", (more, paths) => {
        expect(said("SQL-06", cloud(DATABASE, {}, more))).toEqual(paths);
    });
});

describe("a key", () => {
    judges(KEY, [
        ["KMS-01", { rotationPeriod: "7776000s" }, []],
        ["KMS-01", { rotationPeriod: "7776000.50s" }, []],
        ["KMS-01", { rotationPeriod: "7776001s" }, ["rotationPeriod: what is declared"]],
        ["KMS-01", { rotationPeriod: "0s" }, ["rotationPeriod: what is declared"]],
        ["KMS-01", { rotationPeriod: "every 100s" }, ["rotationPeriod: what is declared"]],
        ["KMS-01", { rotationPeriod: "100seconds" }, ["rotationPeriod: what is declared"]],
        ["KMS-01", { rotationPeriod: undefined }, ["rotationPeriod: nothing"]],
        ["KMS-01", { rotationPeriod: undefined, purpose: undefined }, ["rotationPeriod: nothing"]],
        ["KMS-01", { rotationPeriod: undefined, purpose: "MAC" }, []],
        [
            "KMS-01",
            { rotationPeriod: undefined, purpose: UNKNOWN },
            ["rotationPeriod?", "versionTemplate.protectionLevel?"],
        ],
    ]);

    test.each<[Changes, Partial<Resource>, string[]]>([
        [{ deletionPolicy: undefined }, { protect: false }, [""]],
        [{ deletionPolicy: "DELETE" }, { protect: false }, [""]],
        [{ deletionPolicy: "PREVENT" }, { protect: false }, []],
        [{ deletionPolicy: UNKNOWN }, { protect: false }, ["deletionPolicy?"]],
        [{ deletionPolicy: undefined }, { protect: false, retainOnDelete: true }, []],
    ])("KMS-02 judges %j with %j", (changes, more, paths) => {
        expect(said("KMS-02", cloud(KEY, changes, more))).toEqual(paths);
    });
});

describe("a bucket", () => {
    const off = { "versioning.enabled": false };
    judges(BUCKET, [
        ["STO-01", { "versioning.enabled": "true" }, []],
        ["STO-01", off, ["versioning.enabled: false"]],
        ["STO-01", { ...off, retentionPolicy: { retentionPeriod: 1 } }, []],
        ["STO-01", { ...off, retentionPolicy: null }, ["versioning.enabled: false"]],
        ["STO-01", { ...off, retentionPolicy: UNKNOWN }, ["retentionPolicy?"]],
        ["STO-01", { retentionPolicy: UNKNOWN }, []],
    ]);
});

describe("a grant", () => {
    const MEMBER = "gcp:storage/bucketIAMMember:BucketIAMMember";
    const PROJECT = "gcp:projects/iAMMember:IAMMember";
    const made = (property: string, type: string) => ({
        propertyDependencies: { [property]: [`urn:pulumi:demo::app::acme:x:Y$${type}::it`] },
    });
    const ACCOUNT = "gcp:serviceaccount/account:Account";
    test.each<[string, Changes, Partial<Resource>, string[]]>([
        ["everybody", { member: "allUsers" }, {}, ["member: everybody"]],
        ["everybody who is logged in", { entity: "allAuthenticatedUsers" }, {}, ["entity: everybody"]],
        ["everybody among others", { members: ["user:a@b.c", "allUsers"] }, {}, ["members[1]: everybody"]],
        [
            "everybody in a text",
            { policyData: '{"members":["allUsers","allAuthenticatedUsers"]}' },
            {},
            ["policyData: everybody"],
        ],
        ["somebody who is called so", { member: "user:allUsers@example.com" }, {}, []],
        ["somebody from elsewhere", { member: UNKNOWN }, {}, ["member?"]],
        ["somebody whom another resource makes", { member: UNKNOWN }, made("member", ACCOUNT), []],
        ["somebody of whom the origin is still to come", { member: UNKNOWN }, { originsPending: true }, []],
        ["some from elsewhere", { members: [UNKNOWN] }, {}, ["members[0]?"]],
        ["some whom another resource makes", { members: UNKNOWN }, made("members", ACCOUNT), []],
    ])("to %s", (_, props, more, expected) => {
        expect(found("STO-01", sample(MEMBER, props as Resource["props"], more))).toEqual(expected);
    });

    test.each<[string, string, Changes, Partial<Resource>, string[]]>([
        ["IAM-01", "a basic role", { role: "roles/viewer" }, {}, ["role: a basic role"]],
        ["IAM-01", "a role that is called like one", { role: "roles/viewer.x" }, {}, []],
        [
            "IAM-01",
            "a role over a service",
            { role: "roles/cloudkms.admin" },
            {},
            ["role: a role over all data or all rights"],
        ],
        ["IAM-01", "the same on a condition", { role: "roles/cloudkms.admin", condition: { expression: "x" } }, {}, []],
        [
            "IAM-01",
            "the same on no condition",
            { role: "roles/cloudkms.admin", condition: null },
            {},
            ["role: a role over all data or all rights"],
        ],
        ["IAM-01", "a role from elsewhere", { role: UNKNOWN }, {}, ["role?"]],
        [
            "IAM-01",
            "a role that the stack makes",
            { role: UNKNOWN },
            made("role", "gcp:projects/iAMCustomRole:IAMCustomRole"),
            [],
        ],
        ["IAM-01", "a role that who knows what makes", { role: UNKNOWN }, made("role", ACCOUNT), ["role?"]],
        ["IAM-01", "a role whose origin is still to come", { role: UNKNOWN }, { originsPending: true }, []],
        [
            "IAM-02",
            "a role to act as all accounts",
            { role: "roles/iam.serviceAccountUser" },
            {},
            ["role: the right to act as every account"],
        ],
        [
            "IAM-02",
            "a role to a default account",
            { role: "roles/x", member: "serviceAccount:my-app@appspot.gserviceaccount.com" },
            {},
            ["member: a default account"],
        ],
        ["IAM-02", "a role to somebody from elsewhere", { role: "roles/x", member: UNKNOWN }, {}, ["member?"]],
    ])("%s of %s", (rule, _, props, more, expected) => {
        expect([...new Set(found(rule, sample(PROJECT, props as Resource["props"], more)))]).toEqual(expected);
    });

    test.each<[Json, string[]]>([
        ["assertion.x == 1", []],
        [" true ", ["attributeCondition"]],
        ["  ", ["attributeCondition"]],
    ])("to another's identities on the condition %j", (attributeCondition, paths) => {
        expect(
            said(
                "IAM-03",
                sample("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", { attributeCondition }),
            ),
        ).toEqual(paths);
    });
});

describe("a firewall rule", () => {
    const FIREWALL = "gcp:compute/firewall:Firewall";
    const allows = [{ protocol: "tcp", ports: ["22"] }];
    const every = { sourceRanges: ["0.0.0.0/0"] };
    const out = { direction: "EGRESS", destinationRanges: ["0.0.0.0/0"] };
    const tls = (...ports: Json[]) => ({ ...out, allows: [{ protocol: "tcp", ports }] });
    test.each<[string, Resource["props"], string[]]>([
        ["lets all in", { allows, ...every }, ["sourceRanges[0]: every address"]],
        ["lets all in, by zeros", { allows, sourceRanges: [" 000.000.0.0/0"] }, ["sourceRanges[0]: every address"]],
        [
            "lets all in, of the newer kind",
            { allows, sourceRanges: ["10.0.0.0/8", "::/0", "0:0::0/0"] },
            ["sourceRanges[1]: every address", "sourceRanges[2]: every address"],
        ],
        ["lets some in", { allows, sourceRanges: ["10.0.0.0/8", "0.0.0.0/01", "0.0.0.0/8"] }, []],
        ["names no source", { allows }, ["sourceRanges: nothing, which means every address"]],
        [
            "names no source in a list",
            { allows, sourceRanges: [] },
            ["sourceRanges: nothing, which means every address"],
        ],
        ["names a tag", { allows, sourceTags: ["api"] }, []],
        ["names an account", { allows, sourceServiceAccounts: ["a"] }, []],
        ["names a source from elsewhere", { allows, sourceRanges: UNKNOWN }, ["sourceRanges?"]],
        ["names a tag from elsewhere", { allows, sourceTags: UNKNOWN }, []],
        ["lets nothing in", { ...every, denies: [{ protocol: "all" }] }, []],
        ["lets in what comes from elsewhere", { allows: UNKNOWN, ...every }, ["sourceRanges[0]: every address"]],
        ["is off", { allows, ...every, disabled: true }, []],
        ["is off in a text", { allows, ...every, disabled: "true" }, []],
        ["goes who knows where", { allows, ...every, direction: UNKNOWN }, ["direction?"]],
        [
            "lets all in, in small letters",
            { allows, ...every, direction: "ingress" },
            ["sourceRanges[0]: every address"],
        ],
        ["lets all out", { allows, ...out }, ["destinationRanges[0]: every address"]],
        ["lets TLS and the peers of a chain out", tls("443", 26656), []],
        ["lets TLS and more out", tls("443", "80"), ["destinationRanges[0]: every address"]],
        ["lets no port in particular out", tls(), ["destinationRanges[0]: every address"]],
        [
            "lets every protocol out",
            { ...out, allows: [{ protocol: "all", ports: ["443"] }] },
            ["destinationRanges[0]: every address"],
        ],
    ])("%s", (_, props, expected) => {
        expect(found("VPC-01", sample(FIREWALL, props))).toEqual(expected);
    });
});

describe("the network", () => {
    judges("gcp:compute/subnetwork:Subnetwork", [
        ["VPC-02", { logConfig: null, purpose: "PRIVATE" }, ["logConfig: nothing"]],
        ["VPC-02", { logConfig: undefined, purpose: "PRIVATE_RFC_1918" }, ["logConfig: nothing"]],
        ["VPC-02", { logConfig: undefined, purpose: "PRIVATE_SERVICE_CONNECT" }, []],
        ["VPC-02", { logConfig: undefined, purpose: "REGIONAL_PRIVATE" }, []],
        ["VPC-02", { logConfig: undefined, purpose: UNKNOWN }, ["logConfig?"]],
    ]);
    judges("gcp:dns/managedZone:ManagedZone", [
        ["VPC-03", { "dnssecConfig.state": "off", visibility: "private" }, []],
        [
            "VPC-03",
            { "dnssecConfig.defaultKeySpecs": [{ algorithm: "ecdsap256sha256" }, { algorithm: UNKNOWN }, UNKNOWN] },
            ["dnssecConfig.defaultKeySpecs[1].algorithm?", "dnssecConfig.defaultKeySpecs[2].algorithm?"],
        ],
    ]);
    judges("gcp:compute/sSLPolicy:SSLPolicy", [
        ["VPC-03", { profile: "RESTRICTED", minTlsVersion: undefined }, []],
        ["VPC-03", { profile: "MODERN", minTlsVersion: undefined }, ["minTlsVersion: nothing"]],
    ]);
});
