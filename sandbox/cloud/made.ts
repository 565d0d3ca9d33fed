import { randomBytes } from "node:crypto";
import { address, clusterEndpoint, digest } from "./endpoint";
import { pathOf, type Scope } from "./ids";
import type { Properties } from "./store";

/** A resource that is being made. */
export interface Making extends Scope {
    id: string;
    given: Properties;
    /** Version of a secret, from 1. */
    version: number;
    now: string;
}

type Make = (making: Making) => Properties;

const SQL = "https://sqladmin.googleapis.com/sql/v1beta4";
const account = (name: string, project: string) => `${name}@${project}.iam.gserviceaccount.com`;
const agent = (making: Making, service: string) => `service-${making.number}@${service}.iam.gserviceaccount.com`;

/** Service agents that can be asked for, by service: https://cloud.google.com/iam/docs/service-agents. */
const AGENTS: Readonly<Record<string, string>> = {
    "gkebackup.googleapis.com": "gcp-sa-gkebackup",
    "pubsub.googleapis.com": "gcp-sa-pubsub",
    "secretmanager.googleapis.com": "gcp-sa-secretmanager",
    "sqladmin.googleapis.com": "gcp-sa-cloud-sql",
};

/** A stand-in's certificate: PEM in form, but signed by nobody. */
const certificate = (text: string) =>
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(`stand-in ${digest(text)}`).toString("base64")}\n-----END CERTIFICATE-----\n`;

/** What the cloud makes of types that need more than the outputs of `common`. */
const special: Readonly<Record<string, Make>> = {
    "certificatemanager/certificateMapEntry:CertificateMapEntry": () => ({ state: "ACTIVE" }),
    "certificatemanager/dnsAuthorization:DnsAuthorization": ({ id, given }) => ({
        dnsResourceRecords: [
            {
                name: `_acme-challenge.${given.domain}.`,
                type: "CNAME",
                data: `${digest(id).slice(0, 36)}.authorize.certificatemanager.goog.`,
            },
        ],
    }),
    "compute/address:Address": ({ id, given }) => ({ address: given.address ?? address(id), users: [] }),
    "compute/globalAddress:GlobalAddress": ({ id, given }) => ({ address: given.address ?? address(id) }),
    "compute/healthCheck:HealthCheck": () => ({ type: "HTTPS" }),
    "compute/network:Network": () => ({ gatewayIpv4: "" }),
    "compute/subnetwork:Subnetwork": ({ given }) => ({ gatewayAddress: first(String(given.ipCidrRange)) }),
    "container/cluster:Cluster": ({ id, given }) => ({
        endpoint: address(id),
        masterVersion: "1.35.0-gke.1000000",
        controlPlaneEndpointsConfig: { dnsEndpointConfig: { endpoint: clusterEndpoint(String(given.name)) } },
        masterAuth: { clusterCaCertificate: Buffer.from(certificate(id)).toString("base64") },
    }),
    "dns/managedZone:ManagedZone": ({ id }) => ({
        nameServers: ["1", "2", "3", "4"].map(
            (n) => `ns-cloud-${"abcde"[digest(id).charCodeAt(0) % 5]}${n}.googledomains.com.`,
        ),
    }),
    "logging/projectBucketConfig:ProjectBucketConfig": ({ id }) => ({ name: id, lifecycleState: "ACTIVE" }),
    "logging/projectSink:ProjectSink": (making) => ({
        writerIdentity: `serviceAccount:${agent(making, "gcp-sa-logging")}`,
    }),
    "monitoring/uptimeCheckConfig:UptimeCheckConfig": ({ id }) => ({ uptimeCheckId: id.replace(/^.*\//, "") }),
    "projects/serviceIdentity:ServiceIdentity": (making) => {
        const email = agent(
            making,
            AGENTS[String(making.given.service)] ?? `gcp-sa-${first(String(making.given.service))}`,
        );
        return { email, member: `serviceAccount:${email}` };
    },
    "redis/instance:Instance": ({ id, given }) => ({
        host: address(id),
        port: given.transitEncryptionMode === "SERVER_AUTHENTICATION" ? 6378 : 6379,
        currentLocationId: `${given.region}-b`,
        // A password that opens nothing: nobody listens.
        ...(given.authEnabled === true && { authString: randomBytes(16).toString("hex") }),
        serverCaCerts: [{ cert: certificate(id), serialNumber: "0", sha1Fingerprint: digest(id).slice(0, 40) }],
    }),
    "secretmanager/secretVersion:SecretVersion": ({ id, version }) => ({
        name: id,
        version: String(version),
        enabled: true,
    }),
    "serviceaccount/account:Account": ({ given, project }) => {
        const email = account(String(given.accountId), project);
        return { email, member: `serviceAccount:${email}`, name: `projects/${project}/serviceAccounts/${email}` };
    },
    "servicenetworking/connection:Connection": () => ({ peering: "servicenetworking-googleapis-com" }),
    "sql/database:Database": ({ id }) => ({ selfLink: `${SQL}/${id}` }),
    "sql/databaseInstance:DatabaseInstance": (making) => ({
        selfLink: `${SQL}/${making.id}`,
        connectionName: `${making.project}:${making.given.region}:${making.given.name}`,
        privateIpAddress: address(making.id),
        firstIpAddress: address(making.id),
        ipAddresses: [{ ipAddress: address(making.id), type: "PRIVATE" }],
        dnsName: `${digest(making.id).slice(0, 12)}.${making.given.region}.sql.goog.`,
        instanceType: making.given.masterInstanceName === undefined ? "CLOUD_SQL_INSTANCE" : "READ_REPLICA_INSTANCE",
        replicaNames: [],
        serviceAccountEmailAddress: `p${making.number}-${digest(making.id).slice(0, 6)}@gcp-sa-cloud-sql.iam.gserviceaccount.com`,
        serverCaCerts: [{ cert: certificate(making.id), commonName: "stand-in" }],
    }),
    "sql/user:User": ({ given }) => ({ iamEmail: `${given.name}.gserviceaccount.com` }),
    "storage/bucket:Bucket": ({ given, number }) => ({
        projectNumber: Number(number),
        selfLink: `https://www.googleapis.com/storage/v1/b/${given.name}`,
        url: `gs://${given.name}`,
    }),
};

/** The first address of a range, or the first part of a name. */
const first = (text: string) => text.replace(/\.0\/\d+$/, ".1").replace(/\.googleapis\.com$/, "");

const number = ({ id }: Making) => String(Number.parseInt(digest(id).slice(0, 12), 16));

/** Outputs that mean the same wherever they are. */
const common: Readonly<Record<string, (making: Making) => unknown>> = {
    addressId: (making) => Number(number(making)),
    createTime: ({ now }) => now,
    creationTime: ({ now }) => now,
    creationTimestamp: ({ now }) => now,
    timeCreated: ({ now }) => now,
    updateTime: ({ now }) => now,
    updated: ({ now }) => now,
    etag: ({ id }) => Buffer.from(digest(id).slice(0, 8)).toString("base64"),
    fingerprint: ({ id }) => Buffer.from(digest(id).slice(0, 8)).toString("base64"),
    managedZoneId: number,
    name: ({ id }) => pathOf(id),
    networkId: number,
    numericId: number,
    selfLink: ({ id }) => `https://www.googleapis.com/compute/v1/${id}`,
    state: () => "READY",
    subnetworkId: (making) => Number(number(making)),
    uid: ({ id }) =>
        digest(id)
            .slice(0, 32)
            .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
    uniqueId: number,
};

/** The computed outputs of a resource; `outputs` are the names that its type has. */
export function make(token: string, making: Making, outputs: readonly string[]): Properties {
    const made: Properties = { project: making.project };
    for (const name of outputs) {
        const known = Object.hasOwn(common, name) ? common[name] : undefined;
        if (known) made[name] = known(making);
    }
    const type = token.replace(/^gcp:/, "");
    return { ...made, ...(Object.hasOwn(special, type) ? special[type]?.(making) : undefined) };
}
