import { describe, expect, test } from "vitest";
import { admittedAs } from "../../policies/admitted";
import { baseKind, containers, hidden, versionOf } from "../../policies/kubernetes";
import type { Json, Resource } from "../../policies/rule";
import { Stack } from "../../policies/stack";
import { Subject } from "../../policies/subject";
import { pathOf } from "../../policies/walk";
import { homeOf, Workloads } from "../../policies/workloads";
import { POD, sample, UNKNOWN } from "./sample";

type Props = { [key: string]: Json };

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

const workload = (name: string, labels: Json | undefined, namespace: Json = "app", more: Partial<Resource> = {}) =>
    sample(
        DEPLOYMENT,
        {
            metadata: { namespace },
            spec: { template: { metadata: labels === undefined ? {} : { labels }, spec: { containers: [] } } },
        },
        { name, ...more },
    );

const APP = homeOf(new Subject(sample(POD, { metadata: { namespace: "app" } })));

describe("an object lives in", () => {
    test.each<[Json, string | null | undefined, string | undefined]>([
        ["app", undefined, " app"],
        ["app", null, " app"],
        ["app", "urn:cluster", "urn:cluster app"],
        ["", undefined, " default"],
        [null, undefined, " default"],
        [7, undefined, " default"],
        [UNKNOWN, undefined, undefined],
    ])("the namespace %j of the cluster %j: %j", (namespace, provider, home) => {
        const more = provider === undefined ? {} : { provider };
        expect(homeOf(new Subject(sample(POD, { metadata: { namespace } }, more)))).toBe(home);
    });
});

describe("a selector takes", () => {
    const select = (at: string | undefined, selector: Json | undefined, ...declared: Resource[]) => {
        const all = new Workloads(new Stack(declared.map((one) => new Subject(one))));
        const names = () => {
            const { sure, maybe } = all.select(at, selector);
            return [sure, maybe].map((some) => some.map(({ subject }) => subject.resource.name).join(" "));
        };
        // Asked again, it says the same.
        expect(names()).toEqual(names());
        return names();
    };
    const api = { matchLabels: { app: "api" } };
    const both = { matchLabels: { tier: "a", app: "api" } };
    const named = (name: string, more: Props = {}) => workload(name, { app: "api", ...more });
    test.each<[string, string | undefined, Json | undefined, Resource[], [string, string]]>([
        ["those with its label", APP, api, [named("a"), workload("b", { app: "web" }), named("c")], ["a c", ""]],
        ["none in another namespace", APP, api, [workload("a", { app: "api" }, "web")], ["", ""]],
        ["none in another cluster", APP, api, [workload("a", { app: "api" }, "app", { provider: "x" })], ["", ""]],
        [
            "those with both of its labels",
            APP,
            both,
            [named("a"), named("b", { tier: "a" }), named("c", { tier: "b" })],
            ["b", ""],
        ],
        [
            "those with its labels, the rarest first",
            APP,
            both,
            [named("a", { tier: "a" }), workload("b", { tier: "a" }), workload("c", { tier: "a" })],
            ["a", ""],
        ],
        [
            "all where it names none",
            APP,
            {},
            [named("a"), workload("b", undefined), workload("c", {}, "web")],
            ["a b", ""],
        ],
        ["perhaps those with labels from elsewhere", APP, api, [named("a"), workload("b", UNKNOWN)], ["a", "b"]],
        [
            "perhaps those with one from elsewhere",
            APP,
            both,
            [workload("a", { app: "api", tier: UNKNOWN }), workload("b", { app: "web", tier: UNKNOWN })],
            ["", "a"],
        ],
        [
            "for sure those whose other label is from elsewhere",
            APP,
            api,
            [workload("a", { app: "api", tier: UNKNOWN })],
            ["a", ""],
        ],
        [
            "perhaps those in a namespace from elsewhere",
            APP,
            api,
            [workload("a", { app: "api" }, UNKNOWN), workload("b", { app: "web" }, UNKNOWN)],
            ["", "a"],
        ],
        ["none with labels from elsewhere in another namespace", APP, api, [workload("a", UNKNOWN, "web")], ["", ""]],
        [
            "perhaps all that fit, where nobody knows its own namespace",
            undefined,
            api,
            [named("a"), workload("b", { app: "api" }, "web"), workload("c", { app: "web" })],
            ["", "a b"],
        ],
        ["perhaps all, where it comes from elsewhere", APP, UNKNOWN, [named("a"), workload("b", {}, "web")], ["", "a"]],
        ["no patch", APP, api, [{ ...named("a"), type: `${DEPLOYMENT}Patch` }], ["", ""]],
        ["no workload without a pod", APP, {}, [sample(DEPLOYMENT, { metadata: { namespace: "app" } })], ["", ""]],
        [
            "pods by their own labels",
            APP,
            api,
            [sample(POD, { metadata: { namespace: "app", labels: { app: "api" } }, spec: {} }, { name: "p" })],
            ["p", ""],
        ],
        [
            "perhaps pods with metadata from elsewhere",
            APP,
            api,
            [sample(POD, { metadata: UNKNOWN, spec: {} }, { name: "p" })],
            ["", "p"],
        ],
        [
            "no custom resource",
            APP,
            api,
            [{ ...named("a"), type: "kubernetes:argoproj.io/v1alpha1:Rollout" }],
            ["", ""],
        ],
    ])("%s", (_, at, selector, declared, expected) => {
        expect(select(at, selector, ...declared)).toEqual(expected);
    });

    test("what two selectors ask for, each its own", () => {
        const all = new Workloads(
            new Stack([named("a"), workload("b", { app: "web" })].map((one) => new Subject(one))),
        );
        const taken = (app: string) =>
            all.select(APP, { matchLabels: { app } }).sure.map(({ subject }) => subject.resource.name);
        expect([taken("api"), taken("web"), taken("api")]).toEqual([["a"], ["b"], ["a"]]);
        const round: Props = { matchLabels: { app: "api" } };
        round.self = round;
        expect(all.select(APP, round).sure).toHaveLength(1);
    });

    const apart: Props = { metadata: { namespace: "other" } };
    test.each<[string, Props, boolean]>([
        ["kubernetes:helm.sh/v3:Release", {}, true],
        ["kubernetes:helm.sh/v3:Release", { namespace: "app" }, true],
        ["kubernetes:helm.sh/v3:Release", { namespace: "other" }, false],
        ["kubernetes:helm.sh/v3:Release", { namespace: UNKNOWN }, true],
        ["kubernetes:kustomize:Directory", {}, true],
        ["kubernetes:yaml/v2:ConfigFile", {}, true],
        ["kubernetes:kafka.strimzi.io/v1:Kafka", { metadata: { namespace: "app" } }, true],
        ["kubernetes:kafka.strimzi.io/v1:Kafka", apart, false],
        ["kubernetes:kafka.strimzi.io/v1:Kafka", { metadata: { namespace: UNKNOWN } }, true],
        ["kubernetes:monitoring.coreos.com/v1:Prometheus", { metadata: { namespace: "app" } }, true],
        ["kubernetes:monitoring.coreos.com/v1:PodMonitor", { metadata: { namespace: "app" } }, false],
        ["kubernetes:external-secrets.io/v1:ExternalSecret", { metadata: { namespace: "app" } }, false],
        ["kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", { metadata: { namespace: "app" } }, false],
        [DEPLOYMENT, { metadata: { namespace: "app" } }, false],
        ["acme:kubernetes:yaml", {}, false],
    ])("pods that the stack does not show, of %s in %j: %s", (type, props, hides) => {
        const subjects = [sample(POD, { metadata: { namespace: "app" } }), sample(type, props)].map(
            (one) => new Subject(one),
        );
        expect(new Workloads(new Stack(subjects)).hides(homeOf(subjects[0] as Subject))).toBe(hides);
    });

    test.each<[string, string | null, string, Json, boolean]>([
        ["of the same cluster", "one", "one", "app", true],
        ["of another cluster", "one", "two", "app", false],
        ["of a cluster that nobody names", null, "two", "app", true],
        ["in a namespace that nobody knows", "one", "one", UNKNOWN, true],
        ["of the cluster itself", "one", "one", "kube-system", true],
    ])("pods that the stack does not show, %s", (_, chart, provider, namespace, hides) => {
        const release = sample("kubernetes:helm.sh/v3:Release", { namespace: "app" }, { provider: chart });
        const service = sample("kubernetes:core/v1:Service", { metadata: { namespace } }, { provider });
        const subjects = [release, service].map((one) => new Subject(one));
        expect(new Workloads(new Stack(subjects)).hides(homeOf(subjects[1] as Subject))).toBe(hides);
    });
});

describe("a type of Kubernetes", () => {
    test.each([
        [DEPLOYMENT, "Deployment", "apps/v1"],
        [`${DEPLOYMENT}Patch`, "Deployment", "apps/v1"],
        [`${DEPLOYMENT}List`, "Deployment", "apps/v1"],
        ["kubernetes:acme.io/v1:PatchPanel", "PatchPanel", "acme.io/v1"],
        ["kubernetes:core/v1:List", "List", "core/v1"],
        ["acme:apps/v1:Deployment", "", ""],
    ])("%s is of the kind %j", (type, kind, version) => {
        expect(baseKind(type)).toBe(kind);
        if (kind !== "") expect(versionOf(type)).toBe(version);
    });

    test.each<[string, string | undefined]>([
        ["kubernetes:core/v1:Pod", "pods"],
        ["kubernetes:apps/v1:Deployment", "pods"],
        ["app:web:Web$kubernetes:apps/v1:Deployment", "pods"],
        ["kubernetes:core/v1:Deployment", undefined],
        ["kubernetes:networking.k8s.io/v1:Ingress", "ingresses"],
        ["kubernetes:core/v1:Namespace", "namespaces"],
        ["kubernetes:rbac.authorization.k8s.io/v1:Role", "roles"],
        ["kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", undefined],
        ["kubernetes:acme.core/v1:Pod", undefined],
        ["gcp:compute/instance:Instance", undefined],
    ])("the API server asks about %s as %j", (type, of) => {
        expect(admittedAs(`urn:pulumi:demo::app::${type}::a`)).toBe(of);
    });

    test("the API server asks about no other URN", () => {
        expect(admittedAs("exceptions.yaml")).toBeUndefined();
    });
});

describe("containers of a workload", () => {
    const spec = { containers: [{ name: "a" }, UNKNOWN, "x"], others: [{ name: "b" }], initContainers: { c: {} } };
    test("are the objects in their lists, wherever these stand", () => {
        const found = containers(
            new Subject(sample("acme:x:Y", { a: [{ containers: [{ name: "a" }] }], spec, containers: {} })),
        );
        expect(found.map(({ place, list }) => `${pathOf(place)} ${list}`)).toEqual([
            "a[0].containers[0] containers",
            "spec.containers[0] containers",
        ]);
    });

    test.each<[string, Props, string[]]>([
        ["kubernetes:core/v1:Pod", { spec: UNKNOWN }, ["spec"]],
        [
            "kubernetes:core/v1:Pod",
            { spec: { containers: [UNKNOWN, { image: UNKNOWN, name: UNKNOWN, resources: UNKNOWN }] } },
            ["spec.containers[0]", "spec.containers[1].image"],
        ],
        ["kubernetes:core/v1:Pod", { spec: { containers: [{ image: { tag: UNKNOWN } }] } }, []],
        ["kubernetes:core/v1:Pod", { metadata: UNKNOWN, spec: { volumes: UNKNOWN } }, []],
        ["kubernetes:core/v1:PodList", { items: [{ spec: UNKNOWN }] }, ["items[0].spec"]],
        ["kubernetes:core/v1:PodList", { items: UNKNOWN }, ["items"]],
        ["kubernetes:core/v1:Service", { spec: UNKNOWN }, []],
    ])("may stand behind what comes from elsewhere: %s %j", (type, props, paths) => {
        expect(hidden(new Subject(sample(type, props)), "image").map(pathOf)).toEqual(paths);
    });
});
