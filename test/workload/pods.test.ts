import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../preview/plan";
import { stack } from "../stack";
import { declareEverywhere, world } from "./generated";
import { faults } from "./hardening";
import type { Fields, Pod } from "./lab";
import { IMAGE, lab, pods } from "./lab";

describe.each(["testnet", "mainnet"])("every pod of %s", (network) => {
    test("is fit for the restricted Pod Security Standard and for what we ask besides", async () => {
        const found = pods((await stack(network)).plan);
        expect(found.length).toBeGreaterThan(1);
        expect(found.flatMap((pod) => faults(pod).map((fault) => `${pod.resource.name}: ${fault}`))).toEqual([]);
    });
});

describe("every pod that can be declared", () => {
    test("is fit for both, whatever its kind and its parts", async () => {
        await fc.assert(
            fc.asyncProperty(world, async ({ place, workloads }) => {
                const found = pods(await lab((ground) => declareEverywhere(ground, workloads), place));
                expect(found).toHaveLength(place.regions * workloads.length);
                expect(found.flatMap(faults)).toEqual([]);
            }),
            { numRuns: 5, endOnFailure: true },
        );
    });
});

describe("the check of a pod", () => {
    const hardenedContext = {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
    };
    const user = { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001 };
    const sound = (): { spec: Fields; container: Fields } => ({
        container: {
            image: IMAGE,
            securityContext: hardenedContext,
            resources: {
                requests: { cpu: "1", memory: "1Gi" },
                limits: { memory: "1Gi", "ephemeral-storage": "1Gi" },
            },
        },
        spec: {
            serviceAccountName: "app",
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: { ...user, fsGroupChangePolicy: "OnRootMismatch" },
        },
    });
    const judge = ({ spec, container }: { spec?: Fields; container?: Fields }) => {
        const parts = sound();
        const changed = { ...parts.container, ...container };
        const resource = { type: "kubernetes:batch/v1:Job" } as Pod["resource"];
        return faults({ resource, template: {}, spec: { ...parts.spec, ...spec }, containers: [changed] });
    };
    const context = (change: Json) => ({ ...hardenedContext, ...(change as Fields) });

    test("finds nothing in one that is sound", () => {
        expect(judge({})).toEqual([]);
    });

    test.each<[string, { spec?: Fields; container?: Fields }]>([
        ["hostNetwork", { spec: { hostNetwork: true } }],
        ["hostPID", { spec: { hostPID: true } }],
        ["volume host", { spec: { volumes: [{ name: "host", hostPath: { path: "/" } }] } }],
        ["mode of key", { spec: { volumes: [{ name: "key", secret: { defaultMode: 0o444 } }] } }],
        ["size of tmp", { spec: { volumes: [{ name: "tmp", emptyDir: {} }] } }],
        ["automountServiceAccountToken", { spec: { automountServiceAccountToken: true } }],
        ["enableServiceLinks", { spec: { enableServiceLinks: true } }],
        ["hostAliases", { spec: { hostAliases: [] } }],
        ["privileged", { container: { securityContext: context({ privileged: true }) } }],
        ["seccompProfile", { container: { securityContext: context({ seccompProfile: {} }) } }],
        ["runAsNonRoot", { container: { securityContext: context({ runAsNonRoot: false }) } }],
        ["runAsUser 0", { container: { securityContext: context({ runAsUser: 0 }) } }],
        ["capabilities kept", { container: { securityContext: context({ capabilities: {} }) } }],
        ["hostPort", { container: { ports: [{ hostPort: 80 }] } }],
        ["image without digest", { container: { image: "registry.example/app:1.0.0" } }],
        ["env twice", { container: { env: [{ name: "A" }, { name: "A" }] } }],
        ["secret in env", { container: { env: [{ name: "A", valueFrom: {} }] } }],
    ])("finds %s", (fault, change) => {
        expect(judge(change)).toEqual([fault]);
    });
});
