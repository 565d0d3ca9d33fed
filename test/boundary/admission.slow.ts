import { beforeAll, describe, expect, test } from "vitest";
import type { Json, PlanResource } from "../../preview/plan";
import { refused, requestOf } from "../policies/api-server";
import { type Declared, stack } from "../stack";

type Properties = { [key: string]: Json };

const part = (value: Json | undefined, key: string) => (value as Properties | undefined)?.[key];
const namespaceOf = ({ inputs }: PlanResource) => part(inputs.metadata, "namespace");
const nameOf = ({ inputs }: PlanResource) => part(inputs.metadata, "name");

/** The pods that controllers make from a workload, as they come to the API server. */
function podOf({ type, inputs }: PlanResource): Properties | undefined {
    const spec = type.endsWith(":CronJob") ? part(part(inputs.spec, "jobTemplate"), "spec") : inputs.spec;
    const template = part(spec, "template") as Properties | undefined;
    const kind = type.slice(type.lastIndexOf(":") + 1);
    const ownerReferences = [{ kind: kind === "Deployment" ? "ReplicaSet" : kind, controller: true }];
    return template && { ...template, metadata: { ...(template.metadata as Properties), ownerReferences } };
}

describe.each(["testnet", "mainnet"])("the admission policies of %s", (name) => {
    let declared: Declared;
    let bindings: PlanResource[];
    beforeAll(async () => {
        declared = await stack(name);
        bindings = declared.all("kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding");
    });

    test("are bound once in each cluster, and refuse", () => {
        const policies = declared.all("kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy");
        const place = (one: PlanResource) => `${one.provider} ${nameOf(one)}`;
        expect(new Set(policies.map(({ provider }) => provider)).size).toBe(
            declared.all("gcp:container/cluster:Cluster").length,
        );
        expect(new Set(policies.map(place)).size).toBe(policies.length);
        expect(bindings.map((one) => `${one.provider} ${part(one.inputs.spec, "policyName")}`).sort()).toEqual(
            policies.map(place).sort(),
        );
        expect(bindings.map(({ inputs }) => part(inputs.spec, "validationActions"))).toEqual(
            bindings.map(() => ["Deny"]),
        );
        expect(policies.map(({ inputs }) => part(inputs.spec, "failurePolicy"))).toEqual(policies.map(() => "Fail"));
    });

    test("hold where workloads of the plan run, and neither in namespaces of charts nor in any that we do not make", () => {
        const selectors = new Set(
            bindings.map(({ inputs }) =>
                JSON.stringify(part(part(inputs.spec, "matchResources"), "namespaceSelector")),
            ),
        );
        expect([...selectors].map((text) => JSON.parse(text))).toEqual([
            {
                matchLabels: { "slipway-admission": "enforced" },
                matchExpressions: [
                    {
                        key: "kubernetes.io/metadata.name",
                        operator: "NotIn",
                        values: ["external-secrets", "monitoring"],
                    },
                ],
            },
        ]);
        const charts = new Set(declared.all("kubernetes:helm.sh/v3:Release").map(({ inputs }) => inputs.namespace));
        expect([...charts].sort()).toEqual(["external-secrets", "monitoring"]);
        const labels = declared
            .all("kubernetes:core/v1:Namespace")
            .map(({ inputs }) => part(inputs.metadata, "labels"));
        expect(labels.every((one) => part(one, "slipway-admission") === "enforced")).toBe(true);
        const workloads = declared.plan.resources.filter((one) => podOf(one));
        expect(workloads.filter((one) => charts.has(namespaceOf(one) ?? "")).map(({ urn }) => urn)).toEqual([]);
    });

    test("refuse nothing that the stack declares, and no pod that is made from it", () => {
        let asked = 0;
        for (const one of declared.plan.resources) {
            const pod = one.type.startsWith("kubernetes:") ? podOf(one) : undefined;
            for (const [type, props] of [
                [one.type, one.inputs],
                ...(pod ? [["kubernetes:core/v1:Pod", pod]] : []),
            ] as const) {
                const request = requestOf(type as string, props as Properties);
                if (!request) continue;
                asked++;
                expect(refused(request), one.urn).toEqual([]);
            }
        }
        expect(asked).toBeGreaterThan(100);
    });

    test("refuse each workload as soon as one of its containers is privileged", () => {
        const workloads = declared.plan.resources.filter((one) => podOf(one));
        expect(workloads.length).toBeGreaterThan(10);
        for (const { urn, type, inputs } of workloads) {
            const text = JSON.stringify(inputs).replaceAll('"privileged":false', '"privileged":true');
            const broken = text.replaceAll('"allowPrivilegeEscalation":false', '"allowPrivilegeEscalation":true');
            const request = requestOf(type, JSON.parse(broken));
            expect(request && refused(request), urn).toContain("POD-02");
        }
    });
});
