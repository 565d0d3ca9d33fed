import { describe, expect, test } from "vitest";
import type { Plan } from "../../preview/plan";
import { prepare } from "../../sandbox/cloud/before";
import { idOf, references } from "../../sandbox/cloud/ids";
import type { Properties } from "../../sandbox/cloud/store";
import { UNKNOWN } from "../../sandbox/providers/stand-in";
import { cloudFolder } from "./cloud-lab";

const scope = { project: "lab", number: "42" };
const NETWORK = "https://www.googleapis.com/compute/v1/projects/lab/global/networks/net";
const RING = "projects/lab/locations/eu/keyRings/ring";

describe("ids of the simulated cloud", () => {
    test.each<[string, Properties, string]>([
        ["kms/keyRing:KeyRing", { name: "ring", location: "eu" }, RING],
        ["kms/cryptoKey:CryptoKey", { name: "key", keyRing: RING }, `${RING}/cryptoKeys/key`],
        [
            "container/nodePool:NodePool",
            { name: "pool", location: "eu", cluster: "projects/lab/locations/eu/clusters/c" },
            "projects/lab/locations/eu/clusters/c/nodePools/pool",
        ],
        [
            "projects/iAMMember:IAMMember",
            { project: "other", role: "roles/viewer", member: "user:a@b.c" },
            "other/roles/viewer/user:a@b.c",
        ],
        [
            "projects/iAMMember:IAMMember",
            { role: "roles/viewer", member: "user:a@b.c", condition: { title: "t", expression: "e" } },
            "lab/roles/viewer/user:a@b.c/t//e",
        ],
        ["sql/user:User", { name: "a@lab.iam", instance: "db" }, "a@lab.iam//db"],
        [
            "servicenetworking/connection:Connection",
            { network: NETWORK, service: "servicenetworking.googleapis.com" },
            "projects%2Flab%2Fglobal%2Fnetworks%2Fnet:servicenetworking.googleapis.com",
        ],
        [
            "secretmanager/secretVersion:SecretVersion",
            { secret: "projects/lab/secrets/s", version: 3 },
            "projects/42/secrets/s/versions/3",
        ],
        [
            "serviceaccount/account:Account",
            { accountId: "signer" },
            "projects/lab/serviceAccounts/signer@lab.iam.gserviceaccount.com",
        ],
        ["certificatemanager/certificate:Certificate", { name: "c" }, "projects/lab/locations/global/certificates/c"],
    ])("are those of the provider: %s %j", (type, given, id) => {
        expect(idOf(`gcp:${type}`, given, scope)).toBe(id);
    });

    test("are of the API's own making where a resource has no name", () => {
        const make = () => idOf("gcp:monitoring/alertPolicy:AlertPolicy", { displayName: "a" }, scope);
        expect(make()).toMatch(/^projects\/lab\/alertPolicies\/\d+$/);
        expect(make()).not.toBe(make());
    });

    test.each<[string, Properties, string[]]>([
        ["compute/subnetwork:Subnetwork", { network: NETWORK }, ["projects/lab/global/networks/net"]],
        ["sql/database:Database", { instance: "db" }, ["projects/lab/instances/db"]],
        ["redis/instance:Instance", { customerManagedKey: `${RING}/cryptoKeys/key` }, [`${RING}/cryptoKeys/key`]],
        [
            "logging/projectSink:ProjectSink",
            { destination: "logging.googleapis.com/projects/lab/locations/eu/buckets/audit" },
            ["projects/lab/locations/eu/buckets/audit"],
        ],
        ["compute/subnetwork:Subnetwork", { network: "projects/other/global/networks/net" }, []],
        ["compute/subnetwork:Subnetwork", { network: UNKNOWN, description: "see projects/lab/global/networks/a" }, []],
    ])("lead from %s %j to what it names", (type, given, ids) => {
        expect(references(`gcp:${type}`, given, scope).map(({ id }) => id)).toEqual(ids);
    });

    test("make the cloud that a plan is for: its project's number, and what it names and does not declare", () => {
        const channel = "projects/lab/notificationChannels/7";
        const resource = (type: string, inputs: Properties) => ({ type, name: type, custom: true, inputs });
        const plan = {
            resources: [
                resource("pulumi:providers:gcp", { project: "lab" }),
                resource("gcp:compute/network:Network", { name: "net" }),
                resource("gcp:compute/firewall:Firewall", { name: "f", network: NETWORK }),
                resource("gcp:monitoring/alertPolicy:AlertPolicy", { notificationChannels: [channel] }),
                resource("gcp:projects/iAMMember:IAMMember", { member: "serviceAccount:service-42@x.y" }),
            ],
        } as unknown as Plan;
        const cloud = prepare(cloudFolder(), plan);
        expect(cloud.scope("lab").number).toBe("42");
        expect(cloud.read("gcp:monitoring/notificationChannel:NotificationChannel", channel)).toBeDefined();
        expect(cloud.store.list("gcp:compute/network:Network")).toEqual([]);
    });
});
