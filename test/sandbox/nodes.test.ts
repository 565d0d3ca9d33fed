import { describe, expect, test } from "vitest";
import { takes } from "../../sandbox/cluster/autoscaler";
import { declaredClusters } from "../../sandbox/cluster/declared";
import { isObject, manifest } from "../../sandbox/cluster/manifest";
import { firstNodes } from "../../sandbox/cluster/nodes";
import type { KubeObject } from "../../sandbox/cluster/object";
import { twoDown, twoWriters, Witness } from "../../sandbox/cluster/witness";
import { stack } from "../stack";

describe("declared clusters", () => {
    test("each has its own pools over their zones, labelled and tainted as they are declared", async () => {
        const clusters = declaredClusters((await stack("mainnet")).plan);
        expect(clusters.map(({ region }) => region)).toEqual(["europe-west1", "europe-west4"]);
        for (const { region, pools } of clusters) {
            const nodes = firstNodes(pools);
            expect(nodes.length).toBe(
                pools.reduce((sum, { zones, nodes: { first } }) => sum + zones.length * first, 0),
            );
            for (const { metadata } of nodes)
                expect(metadata.labels).toMatchObject({
                    "topology.kubernetes.io/region": region,
                    "slipway.dev/pool": metadata.labels?.["cloud.google.com/gke-nodepool"],
                });
            const tainted = nodes.filter(({ spec }) => (spec as { taints: unknown[] }).taints.length > 0);
            expect(new Set(tainted.map(({ metadata }) => metadata.labels?.["slipway.dev/pool"]))).toEqual(
                new Set(["chain", "signers"]),
            );
        }
    });

    test("leave a node what GKE leaves of it", () => {
        const pool = { name: "p", machineType: "e2-standard-4", zones: ["a-b1-c"], labels: {}, taints: [] };
        const [node] = firstNodes([{ ...pool, nodes: { first: 1, most: 1 } }]);
        // 60 + 10 + 10 millicores, and 25 % of 4 GiB, 20 % of 4, 10 % of 8, and 100 MiB.
        expect(node?.status).toMatchObject({ allocatable: { cpu: "3920m", memory: "13621Mi" } });
    });

    test("give only objects of Kubernetes to the API server, without anything unknown", async () => {
        const [first] = declaredClusters((await stack("mainnet")).plan);
        const objects = (first?.resources ?? []).filter(isObject).map(manifest);
        expect(objects.length).toBeGreaterThan(200);
        expect(objects.filter(({ apiVersion, kind }) => !apiVersion || !kind)).toEqual([]);
        expect(JSON.stringify(objects)).not.toMatch(/\$unknown|\$secret|helm\.sh/);
    });
});

test.each([
    [{}, false],
    [{ tolerations: [{ key: "k", value: "v", effect: "NoSchedule" }] }, true],
    [{ tolerations: [{ key: "k", operator: "Exists" }] }, true],
    [{ tolerations: [{ key: "k", value: "w", effect: "NoSchedule" }] }, false],
    [{ nodeSelector: { pool: "other" }, tolerations: [{ operator: "Exists" }] }, false],
    [{ nodeSelector: { "topology.kubernetes.io/zone": "z9" }, tolerations: [{ operator: "Exists" }] }, false],
])("a tainted pool takes a pod with %j: %s", (spec, expected) => {
    const taints = [{ key: "k", value: "v", effect: "NoSchedule" as const }];
    const pool = { name: "p", machineType: "e2-standard-4", zones: ["z1"], nodes: { first: 1, most: 2 } };
    expect(takes({ ...pool, labels: { pool: "p" }, taints }, spec)).toBe(expected);
});

describe("the witness", () => {
    const pod = (
        name: string,
        uid: string,
        more: { phase?: string; ready?: boolean; going?: boolean } = {},
    ): KubeObject => ({
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
            name: `${name}-0`,
            namespace: "n",
            uid,
            ownerReferences: [{ kind: "StatefulSet", name, uid: "o", controller: true }],
            ...(more.going && { deletionTimestamp: "2026-01-01T00:00:00Z" }),
        },
        spec: { nodeName: "a" },
        status: {
            phase: more.phase ?? "Running",
            conditions: [{ type: "Ready", status: more.ready === false ? "False" : "True" }],
        },
    });

    test("sees two live pods of one writer, also while the first is still going", () => {
        const witness = new Witness([twoWriters("n/writer")]);
        witness.note({ type: "ADDED", object: pod("writer", "1") });
        witness.note({ type: "MODIFIED", object: pod("writer", "1", { going: true }) });
        expect(witness.seen.violations).toEqual([]);
        witness.note({ type: "ADDED", object: pod("writer", "2") });
        expect(witness.seen.violations).toEqual(["two live writers: n/writer, at ADDED of n/writer-0"]);
    });

    test("takes one that has gone, or has ended, for no live one", () => {
        const witness = new Witness([twoWriters("n/writer")]);
        witness.note({ type: "ADDED", object: pod("writer", "1") });
        witness.note({ type: "DELETED", object: pod("writer", "1") });
        witness.note({ type: "ADDED", object: pod("writer", "2", { phase: "Failed" }) });
        witness.note({ type: "ADDED", object: pod("writer", "3") });
        expect(witness.seen.violations).toEqual([]);
    });

    test("sees that a second signer goes down", () => {
        const signers = ["n/a", "n/b", "n/c"];
        const witness = new Witness([twoDown(signers)]);
        const events = [pod("a", "1"), pod("b", "2"), pod("c", "3")];
        for (const object of events) witness.note({ type: "ADDED", object });
        witness.seen.violations.length = 0;
        witness.note({ type: "MODIFIED", object: pod("a", "1", { going: true }) });
        expect(witness.seen.violations).toEqual([]);
        witness.note({ type: "MODIFIED", object: pod("b", "2", { ready: false }) });
        expect(witness.seen.violations).toHaveLength(1);
    });
});
