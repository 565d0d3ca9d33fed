import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { Cloud } from "../../sandbox/cloud/cloud";
import type { CloudResource, Properties } from "../../sandbox/cloud/store";

export const PROJECT = "lab";

const folders: string[] = [];

/** A folder for a simulated cloud, gone when the tests of the file are. */
export function cloudFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), "slipway-cloud-"));
    folders.push(folder);
    return folder;
}

afterAll(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Short names of the types that tests use. */
export const TYPES = {
    account: "gcp:serviceaccount/account:Account",
    address: "gcp:compute/address:Address",
    agent: "gcp:projects/serviceIdentity:ServiceIdentity",
    api: "gcp:projects/service:Service",
    cluster: "gcp:container/cluster:Cluster",
    connection: "gcp:servicenetworking/connection:Connection",
    database: "gcp:sql/database:Database",
    firewall: "gcp:compute/firewall:Firewall",
    instance: "gcp:sql/databaseInstance:DatabaseInstance",
    key: "gcp:kms/cryptoKey:CryptoKey",
    keyGrant: "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
    network: "gcp:compute/network:Network",
    projectGrant: "gcp:projects/iAMMember:IAMMember",
    range: "gcp:compute/globalAddress:GlobalAddress",
    record: "gcp:dns/recordSet:RecordSet",
    redis: "gcp:redis/instance:Instance",
    ring: "gcp:kms/keyRing:KeyRing",
    secret: "gcp:secretmanager/secret:Secret",
    subnet: "gcp:compute/subnetwork:Subnetwork",
    version: "gcp:secretmanager/secretVersion:SecretVersion",
    zone: "gcp:dns/managedZone:ManagedZone",
} as const;

export type Kind = keyof typeof TYPES;

const APIS = [
    ...["cloudkms", "cloudresourcemanager", "compute", "container", "dns", "iam", "redis"],
    ...["secretmanager", "servicenetworking", "sqladmin"],
];

/** A cloud with a project whose APIs are on, and short words for what tests do with it. */
export class CloudLab {
    readonly cloud = new Cloud(cloudFolder());

    constructor(apis: readonly string[] = APIS) {
        for (const api of apis) this.make("api", { service: `${api}.googleapis.com` });
    }

    make(kind: Kind, given: Properties): CloudResource {
        return this.cloud.create(TYPES[kind], given, PROJECT);
    }

    change(kind: Kind, id: string, given: Properties): CloudResource {
        return this.cloud.update(TYPES[kind], id, given, PROJECT);
    }

    remove(kind: Kind, id: string): void {
        this.cloud.delete(TYPES[kind], id, PROJECT);
    }

    get(kind: Kind, id: string): CloudResource | undefined {
        return this.cloud.read(TYPES[kind], id);
    }

    /** A network with the connection that managed services need. */
    network(connected = true): string {
        const { id } = this.make("network", { name: "net" });
        const range = { name: "services", purpose: "VPC_PEERING", prefixLength: 20, network: id };
        this.make("range", range);
        const service = "servicenetworking.googleapis.com";
        if (connected) this.make("connection", { network: id, service, reservedPeeringRanges: ["services"] });
        return id;
    }

    /** A key of a region that an agent of Google's may use. */
    key(agent: string, location = "europe-west1"): string {
        const ring = this.make("ring", { name: `ring-${agent}`, location });
        const { id } = this.make("key", { name: "data", keyRing: ring.id, purpose: "ENCRYPT_DECRYPT" });
        const role = "roles/cloudkms.cryptoKeyEncrypterDecrypter";
        const member = `serviceAccount:service-1@${agent}.iam.gserviceaccount.com`;
        this.make("keyGrant", { cryptoKeyId: id, role, member });
        return id;
    }

    /** A database instance that takes writes, or that follows `primary`. */
    instance(name: string, network: string, primary?: string): CloudResource {
        return this.make("instance", instance(name, network, primary));
    }
}

export function instance(name: string, network: string, primary?: string): Properties {
    const on = primary === undefined;
    return {
        name,
        region: "europe-west1",
        databaseVersion: "POSTGRES_18",
        instanceType: on ? "CLOUD_SQL_INSTANCE" : "READ_REPLICA_INSTANCE",
        ...(primary !== undefined && { masterInstanceName: primary }),
        settings: {
            tier: "db-perf-optimized-N-2",
            edition: "ENTERPRISE_PLUS",
            availabilityType: "REGIONAL",
            backupConfiguration: { enabled: on, pointInTimeRecoveryEnabled: on },
            ipConfiguration: { ipv4Enabled: false, privateNetwork: network },
        },
    };
}
