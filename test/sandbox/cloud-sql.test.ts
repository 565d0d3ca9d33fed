import { describe, expect, test } from "vitest";
import { CloudLab, instance } from "./cloud-lab";

/** A primary `one` that has designated its replica `two`. */
function pair() {
    const lab = new CloudLab();
    const network = lab.network();
    const { id: one, given } = lab.instance("one", network);
    const { id: two } = lab.instance("two", network, "one");
    lab.change("instance", one, { ...given, replicationCluster: { failoverDrReplicaName: "lab:two" } });
    return { lab, network, one, two };
}

const promoted = (network: string, replicaNames: string[]) => ({ ...instance("two", network), replicaNames });

describe("databases in the simulated cloud", () => {
    test("tell a primary who follows it, until it is gone", () => {
        const { lab, one, two } = pair();
        expect(lab.get("instance", one)?.made.replicaNames).toEqual(["two"]);
        lab.remove("instance", two);
        expect(lab.get("instance", one)?.made.replicaNames).toEqual([]);
    });

    test("swap roles in a switchover: the former primary follows, without backups and without a successor", () => {
        const { lab, network, one, two } = pair();
        lab.change("instance", two, promoted(network, ["one"]));
        expect(lab.get("instance", two)).toMatchObject({
            given: { instanceType: "CLOUD_SQL_INSTANCE" },
            made: { instanceType: "CLOUD_SQL_INSTANCE", replicaNames: ["one"] },
        });
        expect(lab.get("instance", one)).toMatchObject({
            given: {
                instanceType: "READ_REPLICA_INSTANCE",
                masterInstanceName: "two",
                replicationCluster: { failoverDrReplicaName: "" },
                settings: { backupConfiguration: { enabled: false, pointInTimeRecoveryEnabled: false } },
            },
            made: { replicaNames: [] },
        });
    });

    test("take the other replicas along in a switchover", () => {
        const { lab, network, two } = pair();
        const { id: three } = lab.instance("three", network, "one");
        lab.change("instance", two, promoted(network, ["one"]));
        expect(lab.get("instance", three)?.given.masterInstanceName).toBe("two");
        expect(lab.get("instance", two)?.made.replicaNames).toEqual(["one", "three"]);
    });

    test("part for ever in a promotion: two primaries that know nothing of each other", () => {
        const { lab, network, one, two } = pair();
        lab.change("instance", two, promoted(network, []));
        expect(lab.get("instance", one)?.given.instanceType).toBe("CLOUD_SQL_INSTANCE");
        expect(lab.get("instance", one)?.made.replicaNames).toEqual([]);
        expect(lab.get("instance", two)?.given.masterInstanceName).toBeUndefined();
    });

    test("go back the way they came", () => {
        const { lab, network, one, two } = pair();
        const again = { ...promoted(network, ["one"]), replicationCluster: { failoverDrReplicaName: "lab:one" } };
        lab.change("instance", two, promoted(network, ["one"]));
        lab.change("instance", two, again);
        lab.change("instance", one, { ...instance("one", network), replicaNames: ["two"] });
        expect(lab.get("instance", two)?.given.masterInstanceName).toBe("one");
        expect(lab.get("instance", one)?.made.replicaNames).toEqual(["two"]);
    });

    test("forget the designation when they are made, as the provider does not send it", () => {
        const lab = new CloudLab();
        const network = lab.network();
        const made = lab.make("instance", {
            ...instance("one", network),
            replicationCluster: { failoverDrReplicaName: "lab:two" },
        });
        expect(made.given.replicationCluster).toBeUndefined();
    });

    test("are not deleted while others follow, and take their databases along", () => {
        const { lab, one, two } = pair();
        const database = lab.make("database", { name: "app", instance: "one" });
        expect(() => lab.remove("instance", one)).toThrow("isn't valid for an instance that has a replica");
        lab.remove("instance", two);
        lab.remove("instance", one);
        expect(lab.get("database", database.id)).toBeUndefined();
    });
});
