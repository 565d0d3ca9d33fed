import { describe, expect, test } from "vitest";
import type { KubeClient } from "../../sandbox/cluster/client";
import type { KubeObject } from "../../sandbox/cluster/object";
import { KubernetesStandIn } from "../../sandbox/providers/kubernetes";
import { drift } from "../../sandbox/providers/kubernetes/drift";

const object = (more: object): KubeObject => ({ apiVersion: "v1", kind: "K", metadata: { name: "a" }, ...more });

/** A server that would make this of whatever it is asked for. */
const wants = (body: KubeObject) =>
    ({ apply: async () => ({ status: 200, body, warnings: [] }) }) as unknown as KubeClient;

describe("drift", () => {
    test.each([
        ["the server's own spelling is none", { a: "1024Mi" }, { a: "1Gi" }, { a: "1Gi" }, { a: "1024Mi" }],
        ["a changed value is", { a: "1024Mi", b: 1 }, { a: "1Gi", b: 1 }, { a: "2Gi", b: 1 }, { a: "2Gi", b: 1 }],
        ["a removed value is", { a: 1, b: 1 }, { a: 1, b: 1 }, { a: 1 }, { a: 1 }],
        ["a default is none", { a: 1 }, { a: 1, d: 5 }, { a: 1, d: 5 }, { a: 1 }],
        ["one member of a list is", { l: [1, 2] }, { l: [1, 2] }, { l: [1, 3] }, { l: [1, 3] }],
        ["a longer list is", { l: [1] }, { l: [1] }, { l: [1, 2] }, { l: [1, 2] }],
    ])("%s", async (_, declared, wanted, live, expected) => {
        const found = await drift(wants(object(wanted)), object(declared), object(live), "m");
        expect(found).toEqual(object(expected));
    });
});

describe("the stand-in for the Kubernetes provider", () => {
    const standIn = new KubernetesStandIn({ version: "0" });
    const subject = { urn: "urn:x", type: "kubernetes:apps/v1:StatefulSet", id: "n/a", ignoreChanges: [] };
    const set = (name: string, spec: object) => ({ metadata: { name, namespace: "n" }, spec });

    test("updates what can be changed, and replaces in place what cannot", () => {
        const diff = (spec: object, name = "a") =>
            standIn.diff({ ...subject, oldInputs: set("a", { replicas: 1 }), oldOutputs: {}, news: set(name, spec) });
        expect(diff({ replicas: 2 }).changes).toEqual({ "spec.replicas": { kind: "update" } });
        const replaced = diff({ replicas: 1, serviceName: "b" });
        expect(replaced.changes).toEqual({ "spec.serviceName": { kind: "add", replace: true } });
        expect(replaced.deleteBeforeReplace).toBe(true);
        const renamed = diff({ replicas: 1 }, "b");
        expect(renamed.changes).toEqual({ "metadata.name": { kind: "update", replace: true } });
        expect(renamed.deleteBeforeReplace).toBe(false);
    });

    test("names what has no name the same way in a preview and its update, and keeps the name after", () => {
        const check = (olds?: { metadata: { name: string } }) =>
            standIn.check({
                urn: "urn:x",
                type: "kubernetes:core/v1:ConfigMap",
                name: "a",
                news: {},
                randomSeed: Uint8Array.of(1),
                ...(olds && { olds }),
            }).inputs;
        expect(check()).toEqual(check());
        expect(check()).toMatchObject({ apiVersion: "v1", kind: "ConfigMap" });
        expect(check({ metadata: { name: "old" } })).toMatchObject({ metadata: { name: "old" } });
    });
});
