import { parse } from "@bufbuild/cel";
import { describe, expect, test } from "vitest";
import { admissionPolicies } from "../../policies/admission";
import { admittedAs } from "../../policies/admitted";
import { judgeEach, subjectsOf } from "../../policies/judge";
import type { Example, Json } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { Subject } from "../../policies/subject";
import { refused, requestOf, validate } from "./api-server";
import { cases, facts } from "./conformance";
import { EXCEPTION } from "./sample";

type Expr = ReturnType<typeof parse>["expr"];

const held = rules.filter(({ cel }) => cel);

/** Bad examples that the API server lets pass, and why. */
const PASSED: Readonly<Record<string, string>> = {
    "IMG-01 kubernetes:helm.sh/v3:Release": "a chart comes to the API server as the objects that it makes",
    "IMG-01 kubernetes:core/v1:ConfigMap": "a text in a ConfigMap is data; its pod is asked about when it is made",
    "IMG-03 kubernetes:core/v1:Pod with others": "the list of registries is Binary Authorization's, which refuses it",
    "POD-01 kubernetes:helm.sh/v3:Release": "a chart comes to the API server as the objects that it makes",
    "POD-01 kubernetes:argoproj.io/v1alpha1:Rollout": "its pods are asked about when it makes them",
    "POD-11 kubernetes:core/v1:PersistentVolume": "a volume is of the whole cluster, not of a namespace of ours",
    "SEC-06 gcp:cloudrunv2/service:Service": "it is no object of Kubernetes",
    "REL-08 kubernetes:apps/v1:Deployment": "the API server refuses such a selector by itself",
    "REL-08 kubernetes:core/v1:Service with others": "a Service may come before its pods",
    "REL-08 kubernetes:autoscaling/v2:HorizontalPodAutoscaler with others": "it may come before what it scales",
    "NET-02 kubernetes:networking.k8s.io/v1:NetworkPolicy with others": "a policy may come before its pods",
    "NET-05 kubernetes:networking.k8s.io/v1:Ingress with others": "an expression sees one Ingress",
};

const nameOf = (id: string, { type, others }: Example) => `${id} ${type}${others ? " with others" : ""}`;

/** The objects in an example as the API server gets them: complete, since it refuses what is not before it asks. */
function requests({ at: _, others: __, ...example }: Example) {
    return subjectsOf({ urn: "urn", name: "example", ...example }).flatMap(({ type, resource: { props } }) => {
        // What a role may be given in a namespace is what it may be given in the cluster.
        const request = requestOf(type.replace(":ClusterRole", ":Role"), completed(props));
        // The policies hold in namespaces of ours, and Kubernetes' own are none.
        const own = JSON.stringify(request?.object.metadata)?.includes('"kube-system"');
        return request && !own ? [request] : [];
    });
}

type Properties = { [key: string]: Json };

const part = (value: Json | undefined, key: string) => ((value as Properties | undefined)?.[key] ?? {}) as Properties;

const template = (spec: Properties): Properties => ({
    ...part(spec, "template"),
    spec: { containers: [], ...part(part(spec, "template"), "spec") },
});

function completed(props: Properties): Properties {
    const spec = part(props, "spec");
    const job = part(part(spec, "jobTemplate"), "spec");
    return {
        roleRef: { kind: "Role", name: "reader" },
        ...props,
        spec: {
            ...{ containers: [], ...spec, template: template(spec) },
            jobTemplate: { spec: { ...job, template: template(job) } },
        },
    };
}

const examples = held.flatMap((rule) => [
    ...rule.good.map((example) => [rule.id, "good", example] as const),
    ...rule.bad.map((example) => [rule.id, "bad", example] as const),
]);

describe("the API server says of the examples what the rules say", () => {
    test("by the rule that they are examples of", () => {
        for (const [id, what, example] of examples) {
            const name = nameOf(id, example);
            const said = requests(example).flatMap((request) => refused(request));
            if (what === "good" || !(name in PASSED)) expect(said.includes(id), name).toBe(what === "bad");
            else expect(said, name).not.toContain(id);
        }
    });

    test("by every other rule as well", () => {
        let asked = 0;
        for (const { name, resources } of cases) {
            for (const request of resources.flatMap((one) => (facts.unknown(one) ? [] : requests(one)))) {
                const { apiVersion, kind, ...props } = request.object;
                const version = String(apiVersion);
                const type = `kubernetes:${version.includes("/") ? version : `core/${version}`}:${kind}`;
                const subject = new Subject({ urn: `urn:pulumi:demo::app::${type}::it`, name: "it", type, props });
                const of = admittedAs(subject.resource.urn);
                const own = held.filter(({ cel }) => cel?.some((demand) => demand.of === of));
                const violations = judgeEach([subject], own).filter(({ verdict }) => verdict === "violation");
                const said = new Set(violations.map(({ rule }) => rule));
                // The API server refuses such a selector by itself.
                if (violations.some(({ path }) => path === "spec.selector")) said.delete("REL-08");
                expect(refused(request).sort(), name).toEqual([...said].sort());
                asked++;
            }
        }
        expect(asked).toBeGreaterThan(200);
    });

    test("and every difference is one", () => {
        const bad = new Set(examples.flatMap(([id, what, example]) => (what === "bad" ? [nameOf(id, example)] : [])));
        expect(Object.keys(PASSED).filter((name) => !bad.has(name))).toEqual([]);
    });
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
    const excepted = admissionPolicies([EXCEPTION]);
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
});

describe("an expression", () => {
    const expressions = admissionPolicies().flatMap(({ spec: { validations } }) => validations);

    test("takes time linear in its object", () => {
        for (const { message, expression } of expressions)
            expect(nested(parse(expression).expr, []), message).toEqual([]);
    });

    test("of which one list is asked for each entry of another is seen", () => {
        expect(nested(parse("object.a.all(x, object.b.exists(y, y == x))").expr, [])).toEqual(["object"]);
        expect(nested(parse("r.all(x, x.a.all(y, x.b.exists(z, z == y)))").expr, [])).toEqual(["x"]);
        expect(nested(parse("object.a.all(x, x.b.exists(y, y == x))").expr, [])).toEqual([]);
    });
});

/** The lists that an expression goes through for each entry of another list, and that are no part of that entry. */
function nested(expr: Expr | undefined, around: readonly string[]): string[] {
    const of = expr?.exprKind;
    if (of?.case === "comprehensionExpr") {
        const { iterRange, iterVar, loopStep } = of.value;
        const from = holder(iterRange);
        const found = around.length > 0 && around.at(-1) !== from ? [from] : [];
        return [...found, ...nested(iterRange, around), ...nested(loopStep, [...around, iterVar])];
    }
    if (of?.case === "callExpr") return [of.value.target, ...of.value.args].flatMap((part) => nested(part, around));
    if (of?.case === "selectExpr") return nested(of.value.operand, around);
    if (of?.case === "listExpr") return of.value.elements.flatMap((part) => nested(part, around));
    return [];
}

/** The variable that a path begins with. */
function holder(expr: Expr | undefined): string {
    const of = expr?.exprKind;
    if (of?.case === "selectExpr") return holder(of.value.operand);
    return of?.case === "identExpr" ? of.value.name : "";
}
