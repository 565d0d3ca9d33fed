import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { admissionFile, admissionPolicies } from "../../policies/admission";
import { readExceptionsFile } from "../../policies/exceptions-file";
import type { Json } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { refused, validate } from "./api-server";

const held = rules.filter(({ cel }) => cel);

test("components/boundary/admission-policies.json is what the table says; `node --import tsx policies/admission.ts` writes it", () => {
    const exceptions = readExceptionsFile(join(__dirname, "../../exceptions.yaml")) ?? {};
    expect(readFileSync(join(__dirname, "../../components/boundary/admission-policies.json"), "utf8")).toBe(
        admissionFile(exceptions),
    );
});

test("only rules that stop a change are held: the API server knows no advice", () => {
    expect(held.length).toBeGreaterThan(30);
    expect(held.filter(({ level }) => level !== "mandatory").map(({ id }) => id)).toEqual([]);
});

describe("a policy", () => {
    const pod = { containers: [{ name: "a", securityContext: { privileged: true } }] };
    const object = { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: pod };
    const [pods] = admissionPolicies().filter(({ name }) => name === "slipway-pods");
    const asked = (request: Parameters<typeof validate>[1]) => pods && validate(pods, request) !== undefined;

    test("asks about new pods, new specifications and containers for debugging", () => {
        expect(asked({ resource: "pods", object })).toBe(true);
        const oldObject = { ...object, spec: { containers: [] } };
        expect(asked({ resource: "pods", object, oldObject })).toBe(true);
        expect(asked({ resource: "pods/ephemeralcontainers", object, oldObject })).toBe(true);
        expect(asked({ resource: "pods/status", object, oldObject })).toBe(false);
    });

    test("lets labels of a pod change, and lets go what is going away", () => {
        expect(asked({ resource: "pods", object, oldObject: { ...object, metadata: {} } })).toBe(false);
        const gone = { ...object, metadata: { name: "a", deletionTimestamp: "2026-11-21T00:00:00Z" } };
        expect(asked({ resource: "pods", object: gone, oldObject: { ...object, spec: {} } })).toBe(false);
    });

    test("knows the pods of a StatefulSet from others: they are called by their own names", () => {
        const container = {
            name: "a",
            livenessProbe: { tcpSocket: { port: 1 } },
            startupProbe: { tcpSocket: { port: 1 } },
        };
        const owned = (kind: string) => ({
            ...object,
            metadata: { name: "a", ownerReferences: [{ kind, controller: true }] },
            spec: { containers: [container] },
        });
        const said = (kind: string) => refused({ resource: "pods", object: owned(kind) }).includes("REL-02");
        expect([said("StatefulSet"), said("ReplicaSet")]).toEqual([false, true]);
    });
});

describe("exceptions", () => {
    const exception = {
        ...{ rule: "POD-09", resource: "urn:pulumi:testnet::*::sentry-0", objects: ["paw/sentry-0", "paw/probe"] },
        ...{
            reason: "it listens on the address of its node",
            owner: "chain",
            ticket: "CHAIN-1",
            expires: "2027-01-31",
        },
    };
    const excepted = admissionPolicies([exception]);
    const spec = { hostNetwork: true, hostPID: true, containers: [] };
    const said = (kind: string, namespace: string, name: string) => {
        const apiVersion = kind === "Pod" ? "v1" : "apps/v1";
        const object = {
            apiVersion,
            kind,
            metadata: { namespace, name },
            spec: kind === "Pod" ? spec : { template: { spec } },
        };
        const ids = refused({ resource: `${kind.toLowerCase()}s`, object }, excepted);
        return ["POD-08", "POD-09"].filter((id) => ids.includes(id)).join();
    };

    test("let objects by the names they have in the cluster pass, and what is made from them, by this rule alone", () => {
        expect(said("StatefulSet", "paw", "sentry-0")).toBe("POD-08");
        expect(said("Pod", "paw", "sentry-0-0")).toBe("POD-08");
        expect(said("StatefulSet", "paw", "probe")).toBe("POD-08");
    });

    test.each([
        ["StatefulSet", "paw", "sentry-1"],
        ["StatefulSet", "other", "sentry-0"],
        // What is called after it is another workload, if nothing made it from that one.
        ["StatefulSet", "paw", "sentry-0-0"],
        ["Pod", "paw", "sentry-00"],
    ])("let no other pass: %s %s/%s", (...object) => {
        expect(said(...object)).toBe("POD-08,POD-09");
    });

    test("name an object of no namespace by its name alone, and the same one once", () => {
        const written = (objects: string[]) =>
            admissionPolicies([{ rule: "POD-19", objects }])
                .flatMap(({ spec }) => spec.matchConditions)
                .filter(({ name }) => name === "besides")
                .map(({ expression }) => expression);
        const [expression = "", ...more] = written(["paw", "paw"]);
        expect(more).toEqual([]);
        expect(expression).toBe(
            "!(object.metadata.name == 'paw' || (object.kind in ['Job', 'Pod', 'ReplicaSet'] && object.metadata.name.startsWith('paw-')))",
        );
    });

    test("leave no policy of a kind of which no rule is held", () => {
        const [first] = held;
        const names = admissionPolicies([], first ? [first] : []).map(({ name }) => name);
        expect(names).toEqual([...new Set((first?.cel ?? []).map(({ of }) => `slipway-${of}`))]);
        expect(admissionPolicies([{ rule: "REL-03", objects: ["a/b"] }])).toEqual(admissionPolicies());
        expect(admissionPolicies([{ rule: "POD-09" }])).toEqual(admissionPolicies());
    });

    test("hold for the network that they name, and only as long as they hold elsewhere", () => {
        const written = (more: object, never: Json = {}) =>
            JSON.parse(admissionFile({ exceptions: [{ ...exception, ...more }], never } as Json));
        const { policies, stacks } = written({});
        expect(policies).toEqual(admissionPolicies());
        expect(stacks).toEqual({ testnet: excepted });
        expect(written({ reason: "because" }).stacks).toEqual({});
        expect(written({}, { testnet: ["POD-09"] }).stacks).toEqual({});
        expect(written({ objects: undefined }).stacks).toEqual({});
    });
});
