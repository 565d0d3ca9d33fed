import { describe, expect, test } from "vitest";
import type { Deep } from "../../components/boundary/custom/custom-resource";
import { API_VERSIONS, type Specs } from "../../components/boundary/custom/types";
import { module, type Schema, typeOf } from "../../components/boundary/custom/types-of";
import { stack } from "../stack";

const definition = (
    versions: { name: string; served: boolean; storage: boolean }[],
    spec: Schema = { type: "object" },
) => ({
    kind: "CustomResourceDefinition" as const,
    spec: {
        group: "example.com",
        names: { kind: "Thing" },
        versions: versions.map((version) => ({
            ...version,
            schema: { openAPIV3Schema: { type: "object", properties: { spec } } },
        })),
    },
});

describe("types of custom resources", () => {
    test.each<[string, Schema]>([
        ["string", { type: "string" }],
        ["number", { type: "integer" }],
        ["number | string", { "x-kubernetes-int-or-string": true }],
        ['"a" | "b"', { type: "string", enum: ["a", "b"] }],
        ["(string)[]", { type: "array", items: { type: "string" } }],
        ["Record<string, boolean>", { type: "object", additionalProperties: { type: "boolean" } }],
        ["Record<string, unknown>", { type: "object" }],
        ["unknown", {}],
    ])("are %s where the definition says so", (expected, schema) => {
        expect(typeOf(schema, "Thing.spec", "")).toBe(expected);
    });

    test("ask for what the definition requires, and quote what is no name", () => {
        const properties = { name: { type: "string" }, "a-b": { type: "integer" } };
        expect(typeOf({ type: "object", properties, required: ["name"] }, "Thing.spec", "")).toBe(
            '{\n    name: string;\n    "a-b"?: number;\n}',
        );
    });

    test("are those of the version that is stored, and never of one that is served no more", () => {
        const old = { name: "v1beta1", served: false, storage: false };
        expect(module([definition([old, { name: "v1", served: true, storage: true }])])).toContain(
            'Thing: "example.com/v1"',
        );
        expect(() => module([definition([old])])).toThrow("Thing is stored in no version that is served");
    });

    test("leave no room for a version or a field that does not exist: the compiler refuses it", () => {
        const version: (typeof API_VERSIONS)["ExternalSecret"] = "external-secrets.io/v1";
        // @ts-expect-error served no more since 0.17
        const removed: (typeof API_VERSIONS)["ExternalSecret"] = "external-secrets.io/v1beta1";
        const store: Deep<Specs["ExternalSecret"]> = { secretStoreRef: { name: "store", kind: "SecretStore" } };
        // @ts-expect-error no such field
        const misspelt: Deep<Specs["ExternalSecret"]> = { secretStoreRefs: { name: "store" } };
        // @ts-expect-error no such kind of store
        const unkind: Deep<Specs["ExternalSecret"]> = { secretStoreRef: { name: "store", kind: "Store" } };
        expect([version, removed, store, misspelt, unkind]).toHaveLength(5);
    });
});

/** Groups that come with Kubernetes itself, or with Helm's part of Pulumi: other types know them. */
const BUILT_IN = /^(core|apps|batch|policy|autoscaling|helm\.sh|(?!gateway)[a-z]+(\.authorization)?\.k8s\.io)\//;

test.each(["testnet", "mainnet"])(
    "%s declares no kind of an operator without its type and version",
    async (network) => {
        const { plan } = await stack(network);
        const declared = plan.resources.flatMap(({ type, inputs: { apiVersion, kind } }) =>
            type.startsWith("kubernetes:") && typeof apiVersion === "string" && !BUILT_IN.test(type.slice(11))
                ? [[String(kind), apiVersion] as const]
                : [],
        );
        expect([...new Set(declared.map(([kind]) => kind))].sort()).toEqual(Object.keys(API_VERSIONS).sort());
        for (const [kind, version] of declared) expect(version).toBe(API_VERSIONS[kind as keyof typeof API_VERSIONS]);
    },
);
