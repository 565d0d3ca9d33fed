import { describe, expect, test } from "vitest";
import { CloudRefusal } from "../../sandbox/cloud/refusal";
import { rules } from "../../sandbox/cloud/rules/rules";
import { CloudLab, instance } from "./cloud-lab";

interface Case {
    /** What Google answers. */
    words: RegExp;
    /** Prepares a cloud; what it returns is refused. */
    refused(lab: CloudLab): () => unknown;
    /** Prepares a cloud in which the same, done right, is taken. */
    taken(lab: CloudLab): () => unknown;
}

const signing = (protectionLevel: string, algorithm: string) => (lab: CloudLab) => {
    const { id } = lab.make("ring", { name: "signing", location: "europe-west1" });
    const versionTemplate = { algorithm, protectionLevel };
    return () => lab.make("key", { name: "key", keyRing: id, purpose: "ASYMMETRIC_SIGN", versionTemplate });
};

const grant = (member: string, lab: CloudLab) => () =>
    lab.make("projectGrant", { project: "lab", role: "roles/viewer", member });

const subnet = (network: string, name: string, ipCidrRange: string) => ({
    name,
    network,
    region: "europe-west1",
    ipCidrRange,
});

/** A primary, its replica, and what the primary says of who takes over. */
function pair(lab: CloudLab, successor: string) {
    const network = lab.network();
    const primary = lab.instance("one", network);
    const replica = lab.instance("two", network, "one");
    const replicationCluster = { failoverDrReplicaName: successor };
    if (successor !== "") lab.change("instance", primary.id, { ...primary.given, replicationCluster });
    return { network, primary, replica };
}

const promoted = (network: string) => ({ ...instance("two", network), replicaNames: ["one"] });

/** One case for each rule, by its name. */
const cases: Record<string, Case> = {
    "the API is switched off": {
        words: /Error 403: Compute Engine API has not been used in project \d+ before or it is disabled/,
        refused: () => () => new CloudLab([]).make("network", { name: "net" }),
        taken: () => () => new CloudLab(["compute"]).make("network", { name: "net" }),
    },
    "the API of a service agent is switched off": {
        words: /Service pubsub.googleapis.com is not enabled/,
        refused: (lab) => () => lab.make("agent", { service: "pubsub.googleapis.com" }),
        taken: (lab) => () => lab.make("agent", { service: "sqladmin.googleapis.com" }),
    },
    "a quota is used up": {
        words: /Error 403: Quota 'STATIC_ADDRESSES' exceeded. Limit: 8.0 in region europe-west1/,
        refused: (lab) => {
            for (let i = 0; i < 8; i++) lab.make("address", { name: `a${i}`, region: "europe-west1" });
            return () => lab.make("address", { name: "one-more", region: "europe-west1" });
        },
        taken: (lab) => {
            for (let i = 0; i < 8; i++) lab.make("address", { name: `a${i}`, region: "europe-west1" });
            return () => lab.make("address", { name: "one-more", region: "europe-west4" });
        },
    },
    "a name is taken": {
        words: /Error 409: KeyRing projects\/lab\/locations\/europe-west1\/keyRings\/ring already exists/,
        refused: (lab) => {
            const { id } = lab.make("ring", { name: "ring", location: "europe-west1" });
            // A destroyed ring keeps its name for ever.
            lab.remove("ring", id);
            return () => lab.make("ring", { name: "ring", location: "europe-west1" });
        },
        taken: (lab) => {
            lab.make("ring", { name: "ring", location: "europe-west1" });
            return () => lab.make("ring", { name: "ring", location: "europe-west4" });
        },
    },
    "what it refers to does not exist": {
        words: /Error 404: The resource 'projects\/lab\/global\/networks\/net' was not found/,
        refused: (lab) => () => lab.make("subnet", subnet("projects/lab/global/networks/net", "subnet", "10.0.0.0/20")),
        taken: (lab) => {
            const { id } = lab.make("network", { name: "net" });
            return () => lab.make("subnet", subnet(id, "subnet", "10.0.0.0/20"));
        },
    },
    "it is still in use": {
        words: /Error 400: The network resource '.*' is already being used by 'projects\/lab\/global\/firewalls\/deny'/,
        refused: (lab) => {
            const { id } = lab.make("network", { name: "net" });
            lab.make("firewall", { name: "deny", network: id });
            return () => lab.remove("network", id);
        },
        taken: (lab) => {
            const { id } = lab.make("network", { name: "net" });
            lab.remove("firewall", lab.make("firewall", { name: "deny", network: id }).id);
            return () => lab.remove("network", id);
        },
    },
    "a grant to a service account that does not exist": {
        words: /Error 400: Service account signer@lab.iam.gserviceaccount.com does not exist/,
        refused: (lab) => grant("serviceAccount:signer@lab.iam.gserviceaccount.com", lab),
        taken: (lab) => {
            lab.make("account", { accountId: "signer" });
            return grant("serviceAccount:signer@lab.iam.gserviceaccount.com", lab);
        },
    },
    "a grant to a service agent that was never asked for": {
        words: /Service account service-1@gcp-sa-cloud-sql.iam.gserviceaccount.com does not exist/,
        refused: (lab) => grant("serviceAccount:service-1@gcp-sa-cloud-sql.iam.gserviceaccount.com", lab),
        taken: (lab) => {
            lab.make("agent", { service: "sqladmin.googleapis.com" });
            return grant("serviceAccount:service-1@gcp-sa-cloud-sql.iam.gserviceaccount.com", lab);
        },
    },
    "a grant to a Kubernetes service account before any cluster": {
        words: /Identity Pool does not exist \(lab.svc.id.goog\)/,
        refused: (lab) => grant("serviceAccount:lab.svc.id.goog[space/runner]", lab),
        taken: (lab) => {
            lab.make("cluster", { name: "cluster", location: "europe-west1" });
            return grant("serviceAccount:lab.svc.id.goog[space/runner]", lab);
        },
    },
    "a service account's id is out of form": {
        words: /The account ID "five5" does not have a length between 6 and 30/,
        refused: (lab) => () => lab.make("account", { accountId: "five5" }),
        taken: (lab) => () => lab.make("account", { accountId: "sixsix" }),
    },
    "an algorithm that the protection level does not hold": {
        words: /Algorithm EC_SIGN_ED25519 is not supported for protection level: HSM/,
        refused: signing("HSM", "EC_SIGN_ED25519"),
        taken: signing("HSM", "EC_SIGN_SECP256K1_SHA256"),
    },
    "rotation of a key that does not encrypt": {
        words: /rotation_schedule field is not supported for CryptoKeys with purpose MAC/,
        refused: (lab) => {
            const { id } = lab.make("ring", { name: "ring", location: "europe-west1" });
            return () => lab.make("key", { name: "k", keyRing: id, purpose: "MAC", rotationPeriod: "86400s" });
        },
        taken: (lab) => {
            const { id } = lab.make("ring", { name: "ring", location: "europe-west1" });
            return () => lab.make("key", { name: "k", keyRing: id, rotationPeriod: "86400s" });
        },
    },
    "a key that Google's agent may not use": {
        words: /Error 403: Permission 'cloudkms.cryptoKeyVersions.useToEncrypt' denied on resource 'projects\/lab/,
        refused: (lab) => {
            const customerManagedKey = lab.key("compute-system");
            return () => lab.make("redis", { name: "cache", region: "europe-west1", customerManagedKey });
        },
        taken: (lab) => {
            const customerManagedKey = lab.key("cloud-redis");
            return () => lab.make("redis", { name: "cache", region: "europe-west1", customerManagedKey });
        },
    },
    "a key of another region": {
        words: /must be in the same location as the resource: europe-west4/,
        refused: (lab) => {
            const customerManagedKey = lab.key("cloud-redis");
            return () => lab.make("redis", { name: "cache", region: "europe-west4", customerManagedKey });
        },
        taken: (lab) => {
            const customerManagedKey = lab.key("cloud-redis", "europe-west4");
            return () => lab.make("redis", { name: "cache", region: "europe-west4", customerManagedKey });
        },
    },
    "a private address before the connection to Google's services": {
        words: /Please create Service Networking connection .* network 'net' again/,
        refused: (lab) => {
            const network = lab.network(false);
            return () => lab.instance("one", network);
        },
        taken: (lab) => {
            const network = lab.network();
            return () => lab.instance("one", network);
        },
    },
    "the connection to Google's services while one uses it": {
        words: /Producer services \(e.g. CloudSQL, Cloud Memstore, etc.\) are still using this connection/,
        refused: (lab) => {
            lab.instance("one", lab.network());
            return () => lab.remove("connection", CONNECTION);
        },
        taken: (lab) => {
            lab.remove("instance", lab.instance("one", lab.network()).id);
            return () => lab.remove("connection", CONNECTION);
        },
    },
    "a subnet whose ranges overlap with another's": {
        words: /Invalid IPCidrRange: 10.0.8.0\/21 conflicts with existing subnetwork 'first'/,
        refused: (lab) => {
            const { id } = lab.make("network", { name: "net" });
            lab.make("subnet", subnet(id, "first", "10.0.0.0/20"));
            return () => lab.make("subnet", subnet(id, "second", "10.0.8.0/21"));
        },
        taken: (lab) => {
            const { id } = lab.make("network", { name: "net" });
            lab.make("subnet", subnet(id, "first", "10.0.0.0/20"));
            return () => lab.make("subnet", subnet(id, "second", "10.0.16.0/21"));
        },
    },
    "availability REGIONAL without backups and point-in-time recovery": {
        words: /Error 400: The incoming request contained invalid data., invalidRequest/,
        refused: (lab) => {
            const given = instance("one", lab.network());
            Object.assign(given.settings as object, {
                backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: false },
            });
            return () => lab.make("instance", given);
        },
        taken: (lab) => {
            const network = lab.network();
            return () => lab.instance("one", network);
        },
    },
    "a tier that the edition does not have": {
        words: /Invalid Tier \(db-custom-2-7680\) for \(ENTERPRISE_PLUS\) Edition/,
        refused: (lab) => {
            const given = instance("one", lab.network());
            // Postgres 18 is of this edition where nobody says another.
            Object.assign(given.settings as object, { tier: "db-custom-2-7680", edition: undefined });
            return () => lab.make("instance", given);
        },
        taken: (lab) => {
            const given = instance("one", lab.network());
            Object.assign(given.settings as object, { tier: "db-custom-2-7680", edition: "ENTERPRISE" });
            return () => lab.make("instance", given);
        },
    },
    "transaction logs for longer than the edition keeps them": {
        words: /invalidRequest/,
        refused: (lab) => retained(lab, 36),
        taken: (lab) => retained(lab, 35),
    },
    "a replica before its primary has backups": {
        words: /isn't valid for a replication master instance/,
        refused: (lab) => {
            const network = lab.network();
            const given = instance("one", network);
            Object.assign(given.settings as object, { availabilityType: "ZONAL", backupConfiguration: {} });
            lab.make("instance", given);
            return () => lab.instance("two", network, "one");
        },
        taken: (lab) => {
            const network = lab.network();
            lab.instance("one", network);
            return () => lab.instance("two", network, "one");
        },
    },
    "backups of a replica": {
        words: /A backup can't be enabled for read replicas/,
        refused: (lab) => {
            const network = lab.network();
            lab.instance("one", network);
            const given = instance("two", network, "one");
            Object.assign(given.settings as object, { backupConfiguration: { enabled: true } });
            return () => lab.make("instance", given);
        },
        taken: (lab) => {
            const network = lab.network();
            lab.instance("one", network);
            return () => lab.instance("two", network, "one");
        },
    },
    "a switchover to a replica that is not designated": {
        words: /isn't valid for a read replica/,
        refused: (lab) => {
            const { network, replica } = pair(lab, "");
            return () => lab.change("instance", replica.id, promoted(network));
        },
        taken: (lab) => {
            const { network, replica } = pair(lab, "lab:two");
            return () => lab.change("instance", replica.id, promoted(network));
        },
    },
    "the designation of an instance that does not follow": {
        words: /invalidRequest/,
        refused: (lab) => () => pair(lab, "lab:three"),
        taken: (lab) => () => pair(lab, "lab:two"),
    },
    "another primary for an instance that exists": {
        words: /invalidRequest/,
        refused: (lab) => {
            const { network, replica } = pair(lab, "lab:two");
            lab.instance("three", network);
            return () => lab.change("instance", replica.id, { ...replica.given, masterInstanceName: "three" });
        },
        taken: (lab) => {
            const { replica } = pair(lab, "lab:two");
            return () => lab.change("instance", replica.id, { ...replica.given, maintenanceVersion: "next" });
        },
    },
    "a database or a login of a replica": {
        words: /isn't valid for a read replica/,
        refused: (lab) => {
            pair(lab, "lab:two");
            return () => lab.make("database", { name: "app", instance: "two" });
        },
        taken: (lab) => {
            pair(lab, "lab:two");
            return () => lab.make("database", { name: "app", instance: "one" });
        },
    },
    "the deletion of a protected instance": {
        words: /The instance is protected. Please disable the deletion protection and try again/,
        refused: (lab) => deletion(lab, true),
        taken: (lab) => deletion(lab, false),
    },
};

const CONNECTION = "projects%2Flab%2Fglobal%2Fnetworks%2Fnet:servicenetworking.googleapis.com";

function retained(lab: CloudLab, transactionLogRetentionDays: number): () => unknown {
    const given = instance("one", lab.network());
    const backups = { enabled: true, pointInTimeRecoveryEnabled: true, transactionLogRetentionDays };
    Object.assign(given.settings as object, { backupConfiguration: backups });
    return () => lab.make("instance", given);
}

function deletion(lab: CloudLab, deletionProtectionEnabled: boolean): () => unknown {
    const given = instance("one", lab.network());
    Object.assign(given.settings as object, { deletionProtectionEnabled });
    const { id } = lab.make("instance", given);
    return () => lab.remove("instance", id);
}

describe("the simulated cloud", () => {
    test("has a case for every rule", () => {
        expect(Object.keys(cases).sort()).toEqual(rules.map(({ name }) => name).sort());
    });

    test.each(Object.entries(cases))("refuses %s", (_, { words, refused }) => {
        const refusal = { name: CloudRefusal.name, message: expect.stringMatching(words) };
        expect(refused(new CloudLab())).toThrow(expect.objectContaining(refusal));
    });

    test.each(Object.entries(cases))("has nothing against it done right: %s", (_, { taken }) => {
        expect(taken(new CloudLab())).not.toThrow();
    });
});
