import { describe, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import { constraints, organisation } from "../../policies/organisation";
import { changed, passing } from "../../policies/organisation/passing";
import type { Json } from "../../policies/rule";
import { sentence, together } from "../../policies/together";
import { sample, UNKNOWN } from "./sample";

const KEY = "gcp:kms/cryptoKey:CryptoKey";

const keys = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
        ...sample(KEY, { purpose: "ASYMMETRIC_SIGN", versionTemplate: { protectionLevel: "HSM" } }),
        urn: `urn:pulumi:demo::app::${KEY}::key-${index}`,
    }));

describe("what an organisation would refuse", () => {
    test("is one sentence of 36 keys, which names them", () => {
        const told = together(judge(keys(36), organisation));
        expect(told.map(({ others }) => others.length)).toEqual([35]);
        const [text = ""] = told.map(sentence);
        expect(text).toMatch(
            /^versionTemplate\.protectionLevel: "HSM", which custom\.cloudkmsAllowedProtectionLevel denies; use an exception/,
        );
        expect(text).toMatch(/; the same of key-1, .*, key-35$/);
    });

    test("says of two keys that differ what is wrong with each", () => {
        const [first, second] = keys(2);
        const other = { ...second, props: { purpose: "MAC", versionTemplate: { protectionLevel: "EXTERNAL" } } };
        expect(together(judge([first, other] as never, organisation)).length).toBe(2);
    });

    test("covers the constraints of the hardened set, each by one row or more, and names none twice for a type", () => {
        const names = new Set(constraints.flatMap(({ ids }) => ids));
        expect(names.size).toBeGreaterThanOrEqual(25);
        for (const id of names) expect(id).toMatch(/^(custom|compute|container|gcp|iam|sql|storage)\.[\w.]+$/);
    });
});

const CLUSTER = "gcp:container/cluster:Cluster";
const DATABASE = "gcp:sql/databaseInstance:DatabaseInstance";
const SECRET = "gcp:secretmanager/secret:Secret";
const GRANT = "gcp:projects/iAMMember:IAMMember";
const BINDING = "gcp:projects/iAMBinding:IAMBinding";
const AUDIT = "gcp:projects/iAMAuditConfig:IAMAuditConfig";
const SERVICE = "gcp:projects/service:Service";
const FIREWALL = "gcp:compute/firewall:Firewall";
const SUBNET = "gcp:compute/subnetwork:Subnetwork";
const RULE = "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule";
const ZONE = "gcp:dns/managedZone:ManagedZone";

const EVENTS = "notificationConfig.pubsub.filter.eventTypes";
const FLAGS = "settings.databaseFlags";
const NETWORKS = "settings.ipConfiguration.authorizedNetworks";
const COPIES = "replication.userManaged.replicas";
const ROBOT = "serviceAccount:a@example.iam.gserviceaccount.com";

const flags = (changes: { [name: string]: Json | undefined }) => {
    const kept = (passing[DATABASE] as { settings: { databaseFlags: { name: string; value: string }[] } }).settings;
    const all = {
        ...Object.fromEntries(kept.databaseFlags.map(({ name, value }) => [name, value as Json])),
        ...changes,
    };
    return { [FLAGS]: Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])) };
};

test.each<[string, string, { [path: string]: Json | undefined }, string[]]>([
    ["custom.gkeRequireRegionalClusters", CLUSTER, { location: "my europe-west1" }, ["location: what is declared"]],
    [
        "container.managed.enableBinaryAuthorization",
        CLUSTER,
        { "binaryAuthorization.evaluationMode": undefined },
        ["binaryAuthorization.evaluationMode: nothing"],
    ],
    ["container.managed.enableSecurityBulletinNotifications", CLUSTER, { [EVENTS]: ["SECURITY_BULLETIN_EVENT"] }, []],
    [
        "container.managed.enableSecurityBulletinNotifications",
        CLUSTER,
        { [EVENTS]: ["UPGRADE_EVENT"] },
        [`${EVENTS}: a filter without security bulletins`],
    ],
    ["container.managed.enableSecurityBulletinNotifications", CLUSTER, { [EVENTS]: UNKNOWN }, [`${EVENTS}?`]],
    [
        "custom.cloudsqlRequirePostgreSQLDatabaseFlags",
        DATABASE,
        flags({ log_connections: "off" }),
        [`${FLAGS}: log_connections so set`],
    ],
    [
        "custom.cloudsqlRequirePostgreSQLDatabaseFlags",
        DATABASE,
        flags({ log_connections: undefined }),
        [`${FLAGS}: log_connections not set`],
    ],
    [
        "custom.cloudsqlRequirePostgreSQLDatabaseFlags",
        DATABASE,
        flags({ log_statement: "none" }),
        [`${FLAGS}: log_statement so set`],
    ],
    ["custom.cloudsqlRequirePostgreSQLDatabaseFlags", DATABASE, flags({ log_statement: "ddl" }), []],
    ["custom.cloudsqlRequirePostgreSQLDatabaseFlags", DATABASE, flags({ log_statement: undefined }), []],
    ["custom.cloudsqlRequirePostgreSQLDatabaseFlags", DATABASE, flags({ log_statement: UNKNOWN }), [`${FLAGS}?`]],
    ["custom.cloudsqlRequirePostgreSQLDatabaseFlags", DATABASE, { [FLAGS]: [UNKNOWN] }, [`${FLAGS}[0]?`]],
    ["custom.cloudsqlRequirePostgreSQLDatabaseFlags", DATABASE, { [FLAGS]: [], databaseVersion: "MYSQL_8_4" }, []],
    ["sql.restrictAuthorizedNetworks", DATABASE, { [NETWORKS]: [] }, []],
    ["sql.restrictAuthorizedNetworks", DATABASE, { [NETWORKS]: [{}] }, [`${NETWORKS}: a network that may connect`]],
    ["sql.restrictAuthorizedNetworks", DATABASE, { [NETWORKS]: UNKNOWN }, [`${NETWORKS}?`]],
    ["custom.cloudkmsAllowedRotationPeriod", KEY, { rotationPeriod: "7776000s" }, []],
    ["custom.cloudkmsAllowedRotationPeriod", KEY, { rotationPeriod: "7776000.000s" }, []],
    ["custom.cloudkmsAllowedRotationPeriod", KEY, { rotationPeriod: "7776001s" }, ["rotationPeriod: what is declared"]],
    ["custom.cloudkmsAllowedRotationPeriod", KEY, { rotationPeriod: "P100s" }, ['rotationPeriod: "P100s"']],
    [
        "custom.cloudkmsAllowedRotationPeriod",
        KEY,
        { rotationPeriod: "100seconds" },
        ["rotationPeriod: what is declared"],
    ],
    ["custom.cloudkmsAllowedAlgorithms", KEY, { "versionTemplate.algorithm": undefined }, []],
    [
        "custom.cloudkmsAllowedAlgorithms",
        KEY,
        { "versionTemplate.algorithm": "RSA_SIGN_PSS_2048_SHA256X" },
        ['versionTemplate.algorithm: "RSA_SIGN_PSS_2048_SHA256X"'],
    ],
    [
        "custom.cloudkmsAllowedAlgorithms",
        KEY,
        { "versionTemplate.algorithm": "X_RSA_SIGN_PSS_2048_SHA256" },
        ['versionTemplate.algorithm: "X_RSA_SIGN_PSS_2048_SHA256"'],
    ],
    [
        "gcp.restrictNonCmekServices",
        SECRET,
        { [COPIES]: [{ location: "a" }, UNKNOWN] },
        [`${COPIES}[0]: nothing`, `${COPIES}[1]?`],
    ],
    ["iam.allowedPolicyMemberDomains", GRANT, { member: "allAuthenticatedUsers" }, ["member: this member"]],
    ["iam.allowedPolicyMemberDomains", BINDING, { members: ["user:a@b.c", "allUsers"] }, ["members[1]: this member"]],
    ["iam.allowedPolicyMemberDomains", GRANT, { member: UNKNOWN }, []],
    ["custom.iamDisableAdminServiceAccount", GRANT, { role: "roles/owner", member: ROBOT }, ["member: this member"]],
    ["custom.iamDisableAdminServiceAccount", GRANT, { role: "roles/a.admin", member: UNKNOWN }, ["member: an account"]],
    ["custom.iamDisableAdminServiceAccount", GRANT, { role: UNKNOWN, member: ROBOT }, []],
    ["custom.iamDisableAdminServiceAccount", GRANT, { role: "roles/ownerless", member: ROBOT }, []],
    ["custom.iamDisableAdminServiceAccount", GRANT, { role: "my-roles/owner", member: ROBOT }, []],
    ["custom.iamDisableAdminServiceAccount", GRANT, { role: "roles/owner", member: "user:a@example.com" }, []],
    [
        "custom.iamDisableAdminServiceAccount",
        GRANT,
        { role: "roles/owner", member: "serviceAccount:1@cloudservices.gserviceaccount.com" },
        [],
    ],
    [
        "custom.iamDisableBasicRoles",
        GRANT,
        { role: "roles/owner", member: "user:a@example.com" },
        ["member: this member"],
    ],
    ["custom.iamDisableBasicRoles", GRANT, { role: "roles/owner", member: "my-user:a@example.com" }, []],
    ["custom.iamDisableBasicRoles", GRANT, { role: "my-roles/owner", member: "user:a@example.com" }, []],
    ["custom.iamDisableBasicRoles", GRANT, { role: "roles/owner.x", member: "user:a@example.com" }, []],
    [
        "iam.disableAuditLoggingExemption",
        AUDIT,
        { auditLogConfigs: [UNKNOWN, { exemptedMembers: ["user:a"] }] },
        ["auditLogConfigs[0]?", "auditLogConfigs[1].exemptedMembers[0]: a member who is not logged"],
    ],
    ["gcp.restrictServiceUsage", SERVICE, { service: "compute.googleapis.com" }, []],
    [
        "gcp.restrictServiceUsage",
        SERVICE,
        { service: "compute.googleapis.com.example" },
        ['service: "compute.googleapis.com.example"'],
    ],
    [
        "custom.networkRequireSubnetPrivateGoogleAccess",
        SUBNET,
        { privateIpGoogleAccess: false, purpose: "PRIVATE" },
        ["privateIpGoogleAccess: false"],
    ],
    [
        "custom.networkRequireSubnetPrivateGoogleAccess",
        SUBNET,
        { privateIpGoogleAccess: false, purpose: "REGIONAL_MANAGED_PROXY" },
        [],
    ],
    ["custom.firewallRequireDescription", FIREWALL, { name: "gke-a", description: undefined }, []],
    [
        "custom.firewallRestrictExplicitAllPortsRule",
        FIREWALL,
        { allows: [{ protocol: "UDP", ports: ["0-65535"] }] },
        ["allows[0]: every port"],
    ],
    [
        "custom.firewallRestrictExplicitAllPortsRule",
        FIREWALL,
        { allows: [{ protocol: "tcp", ports: ["80", "1-65535"] }] },
        ["allows[0]: every port"],
    ],
    [
        "custom.firewallRestrictExplicitAllPortsRule",
        FIREWALL,
        { allows: [{ protocol: "tcp", ports: ["80"] }, { protocol: "icmp" }] },
        [],
    ],
    [
        "custom.firewallRestrictExplicitAllPortsRule",
        FIREWALL,
        { allows: [UNKNOWN, { protocol: "tcp", ports: UNKNOWN }] },
        ["allows[0]?", "allows[1]?"],
    ],
    [
        "custom.firewallRestrictExplicitAllPortsRule",
        FIREWALL,
        { allows: [{ protocol: "tcp" }], direction: "EGRESS" },
        [],
    ],
    [
        "custom.firewallRestrictExplicitAllPortsRule",
        FIREWALL,
        { allows: [{ protocol: "tcp" }], direction: undefined },
        ["allows[0]: every port"],
    ],
    [
        "custom.firewallRestrictPublicAccessRule",
        FIREWALL,
        { sourceRanges: ["10.0.0.0/8", "0.0.0.0/0", UNKNOWN] },
        ["sourceRanges[1]: the whole internet", "sourceRanges[2]?"],
    ],
    ["custom.firewallRestrictPublicAccessRule", FIREWALL, { sourceRanges: ["0.0.0.0/0"], direction: "EGRESS" }, []],
    ["custom.firewallRestrictPublicAccessRule", FIREWALL, { sourceRanges: ["0.0.0.0/0"], allows: undefined }, []],
    [
        "custom.firewallRestrictPublicAccessRule",
        FIREWALL,
        { sourceRanges: ["0.0.0.0/0"], allows: [{ protocol: "tcp" }, { protocol: "icmp" }] },
        [],
    ],
    ["custom.firewallEnforcePolicyRuleLogging", RULE, { enableLogging: false, action: "goto_next" }, []],
    ["custom.dnsRequireManageZoneDNSSEC", ZONE, { "dnssecConfig.state": "off", visibility: "private" }, []],
    [
        "custom.dnsAllowedSigningAlgorithms",
        ZONE,
        { "dnssecConfig.defaultKeySpecs": [{ algorithm: "ecdsap256sha256" }, {}, { algorithm: "rsasha512" }, UNKNOWN] },
        ["dnssecConfig.defaultKeySpecs[2].algorithm: another algorithm", "dnssecConfig.defaultKeySpecs[3]?"],
    ],
    [
        "custom.dnsAllowedSigningAlgorithms",
        ZONE,
        { "dnssecConfig.defaultKeySpecs": [{ algorithm: "rsasha512" }], "dnssecConfig.state": "off" },
        [],
    ],
])("%s judges %s %j", (id, type, changes, expected) => {
    const constraint = constraints.filter((one) => one.ids.includes(id) && one.types.includes(type));
    const said = constraint.flatMap(({ judge }) => [...judge(changed(passing[type] ?? {}, changes))]);
    expect(constraint.length).toBeGreaterThan(0);
    expect(said.map((one) => ("open" in one ? `${one.path}?` : `${one.path}: ${one.denied}`))).toEqual(expected);
});

test("a constraint under two names denies by both", () => {
    const [told] = judge([sample(DATABASE, changed(passing[DATABASE] ?? {}, { [NETWORKS]: [{}] }))], organisation);
    expect(told?.found).toBe(
        "a network that may connect, which sql.restrictAuthorizedNetworks and custom.cloudsqlDisablePublicAuthorizedNetworks deny",
    );
});
