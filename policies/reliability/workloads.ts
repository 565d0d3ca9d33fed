import { isOpen, reader } from "../constraint";
import { join } from "../path";
import { podsOf } from "../pods/pod";
import type { Example, Finding, Json, Rule, StackFinding } from "../rule";
import { matches } from "../selector";
import type { Stack } from "../stack";
import type { Subject } from "../subject";
import { asNumber, asText, isMap, isUnknown, own } from "../value";
import { homeOf, workloadsOfStack } from "../workloads";
import { nameIn, scalersOf, TARGET } from "./scalers";

const SET = "kubernetes:apps/v1:StatefulSet";

const SELECTING = /^kubernetes:apps\/v\w+:(Deployment|StatefulSet|DaemonSet|ReplicaSet)$/;
const POD = /^kubernetes:core\/v1:Pod$/;

const owners = reader("metadata.ownerReferences");

function* bare({ type, resource }: Subject): Iterable<Finding> {
    if (POD.test(type)) {
        const found = owners(resource.props);
        const path = "metadata.ownerReferences";
        if (isOpen(found)) yield { path, undetermined: "the value comes from elsewhere" };
        else if (!Array.isArray(found) || found.length === 0)
            yield { path: "", found: "a pod that nobody replaces", wanted: "a Deployment, a StatefulSet or a Job" };
        return;
    }
    const spec = own(resource.props, "spec");
    const selector = own(spec, "selector");
    const template = own(spec, "template");
    if (selector === undefined || selector === null || template === undefined || isUnknown(template)) return;
    const metadata = own(template, "metadata");
    const match = matches(selector, isUnknown(metadata) ? metadata : own(metadata, "labels"));
    const path = "spec.selector";
    if (match === "open") yield { path, undetermined: "the labels come from elsewhere" };
    else if (!match)
        yield { path, found: "labels that its own pods do not have", wanted: "those of spec.template.metadata" };
}

const service = (selector: Json): Example => ({
    type: "kubernetes:core/v1:Service",
    props: { metadata: { name: "api", namespace: "app" }, spec: { selector } },
});

const workload: Example = {
    type: "kubernetes:apps/v1:Deployment",
    props: {
        metadata: { name: "api", namespace: "app" },
        spec: {
            selector: { matchLabels: { app: "api" } },
            template: { metadata: { labels: { app: "api" } }, spec: { containers: [] } },
        },
    },
};

const scaler = (scaleTargetRef: Json): Example => ({
    type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    props: { metadata: { name: "api", namespace: "app" }, spec: { scaleTargetRef } },
});

const KEPT = "spec.persistentVolumeClaimRetentionPolicy.whenDeleted";

const claims = (more: { [key: string]: Json }, spec: { [key: string]: Json } = {}): Example => ({
    type: SET,
    protect: true,
    props: {
        spec: {
            ...spec,
            volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { storageClassName: "premium-rwo", ...more } }],
        },
    },
});

/** Kinds whose objects the stack shows; a custom resource may be of another's making. */
const SCALED = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

/** Autoscalers whose workload is not there. */
function* aimless(stack: Stack): Iterable<StackFinding> {
    const workloads = workloadsOfStack(stack);
    const there = new Set(SCALED.flatMap((kind) => stack.kind(kind).map(nameIn)));
    if (there.size === 0) return;
    for (const { subject, kind, target } of scalersOf(stack)) {
        if (target !== undefined && (!SCALED.includes(kind) || there.has(target))) continue;
        if (workloads.hides(homeOf(subject))) continue;
        if (target === undefined || there.has(undefined))
            yield { subject, path: TARGET, undetermined: "the name comes from elsewhere" };
        else
            yield {
                subject,
                path: TARGET,
                found: "a workload that is not there",
                wanted: `a ${kind} of the same namespace`,
            };
    }
}

/** How long a hook lets a pod wait before it is told to stop, seconds. */
function pause(container: { [key: string]: Json }): number {
    const hook = own(own(container, "lifecycle"), "preStop");
    const seconds = asNumber(own(own(hook, "sleep"), "seconds") ?? 0);
    const command = own(own(hook, "exec"), "command");
    const [, slept = "0"] =
        /(?:^|[ ;&])sleep ['"]?(\d{1,6})/.exec(Array.isArray(command) ? command.map(asText).join(" ") : "") ?? [];
    return Math.max(Number.isFinite(seconds) ? seconds : 0, asNumber(slept));
}

/** Workloads that are what they seem. */
export const workloads: readonly Rule[] = [
    {
        id: "REL-08",
        title: "pods belong to a workload, and selectors take the pods they mean",
        why: "a pod alone is gone with its node, and a selector that takes nothing sends traffic nowhere",
        severity: "medium",
        level: "mandatory",
        sameAs: [
            "C-0073",
            "C-0296",
            "kube-linter:mismatching-selector",
            "kube-linter:dangling-service",
            "kube-linter:dangling-hpa",
            "kyverno:prevent-bare-pods",
        ],
        // The API server itself refuses a workload whose selector does not take its pods.
        cel: [
            {
                of: "pods",
                passes:
                    "object.kind != 'Pod' || (has(object.metadata.ownerReferences) && " +
                    "object.metadata.ownerReferences.size() > 0)",
            },
        ],
        appliesTo: (type) => SELECTING.test(type) || POD.test(type),
        judge: bare,
        *judgeStack(stack): Iterable<StackFinding> {
            const all = workloadsOfStack(stack);
            yield* aimless(stack);
            for (const subject of stack.kind("Service")) {
                const selector = own(own(subject.resource.props, "spec"), "selector");
                if (!isMap(selector) || Object.keys(selector).length === 0) continue;
                if (all.misses(homeOf(subject), { matchLabels: selector }))
                    yield {
                        subject,
                        path: "spec.selector",
                        found: "a selector that takes no pod",
                        wanted: "the labels of the pods",
                    };
            }
        },
        good: [
            { type: "kubernetes:core/v1:Pod", props: { metadata: { ownerReferences: [{ kind: "ReplicaSet" }] } } },
            { ...workload, others: [service({ app: "api" })] },
            service({ app: "api" }),
            { ...workload, others: [scaler({ kind: "Deployment", name: "api" })] },
            { ...scaler({ kind: "Rollout", name: "other" }), others: [workload] },
        ],
        bad: [
            { type: "kubernetes:core/v1:Pod", props: { spec: { containers: [] } }, at: [""] },
            {
                type: "kubernetes:apps/v1:Deployment",
                props: {
                    spec: { selector: { matchLabels: { app: "a" } }, template: { metadata: { labels: { app: "b" } } } },
                },
                at: ["spec.selector"],
            },
            { ...service({ app: "other" }), others: [workload], at: ["spec.selector"] },
            { ...scaler({ kind: "Deployment", name: "other" }), others: [workload], at: [TARGET] },
            { ...scaler({ kind: "StatefulSet", name: "api" }), others: [workload], at: [TARGET] },
        ],
        open: [
            {
                ...scaler({ kind: "Deployment", name: { $unknown: true } }),
                others: [workload],
                unknownPaths: [TARGET],
                at: [TARGET],
            },
            {
                type: "kubernetes:apps/v1:Deployment",
                props: {
                    spec: {
                        selector: { matchLabels: { app: "a" } },
                        template: { metadata: { labels: { $unknown: true } } },
                    },
                },
                unknownPaths: ["spec.template.metadata.labels"],
                at: ["spec.selector"],
            },
        ],
    },
    {
        id: "REL-09",
        title: "stateful workloads keep their disks, and have time to stop",
        why: "a chain's database that was killed while it wrote has to be synced again, for days",
        severity: "high",
        level: "mandatory",
        sameAs: ["kube-score:statefulset-has-host-podantiaffinity", "own: volumes and shutdown"],
        appliesTo: (type) => type === SET,
        *judge(subject) {
            const { props, protect, retainOnDelete, within } = subject.resource;
            const templates = reader("spec.volumeClaimTemplates")(props);
            const path = "spec.volumeClaimTemplates";
            if (isOpen(templates)) yield { path, undetermined: "the value comes from elsewhere" };
            const list = Array.isArray(templates) ? templates : [];
            for (const [index, template] of list.entries()) {
                const at = `${join(path, index)}.spec.storageClassName`;
                const name = reader("spec.storageClassName")(template);
                if (isOpen(name)) yield { path: at, undetermined: "the value comes from elsewhere" };
                else if ((name ?? "") === "")
                    yield {
                        path: at,
                        found: "nothing, which is whatever the cluster's default is",
                        wanted: "a StorageClass",
                    };
            }
            const kept = reader(KEPT)(props);
            if (list.length > 0 && isOpen(kept)) yield { path: KEPT, undetermined: "the value comes from elsewhere" };
            else if (list.length > 0 && kept === "Delete") yield { path: KEPT, found: "Delete", wanted: "Retain" };
            if (list.length > 0 && !protect && !retainOnDelete && within === undefined)
                yield { path: "", found: "disks without protection", wanted: "the option protect: true" };
            for (const { spec, path } of podsOf(subject).pods) {
                const grace = own(spec, "terminationGracePeriodSeconds");
                const at = join(path, "terminationGracePeriodSeconds");
                const slowest = Math.max(0, ...podsOf(subject).containers.map(({ value }) => pause(value)));
                if (isUnknown(grace)) {
                    if (slowest > 0) yield { path: at, undetermined: "the value comes from elsewhere" };
                } else if (asNumber(grace ?? 30) <= slowest || grace === 0)
                    yield {
                        path: at,
                        found: asText(asNumber(grace ?? 30)),
                        wanted: `more than the ${slowest} s of its hooks`,
                    };
            }
        },
        good: [claims({}), { type: SET, props: { spec: { template: { spec: { containers: [] } } } } }],
        bad: [
            { ...claims({ storageClassName: null }), at: ["spec.volumeClaimTemplates[0].spec.storageClassName"] },
            { ...claims({}, { persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete" } }), at: [KEPT] },
            { ...claims({}), protect: false, at: [""] },
            {
                type: SET,
                props: {
                    spec: {
                        template: {
                            spec: {
                                terminationGracePeriodSeconds: 10,
                                containers: [{ lifecycle: { preStop: { sleep: { seconds: 15 } } } }],
                            },
                        },
                    },
                },
                at: ["spec.template.spec.terminationGracePeriodSeconds"],
            },
        ],
        open: [
            {
                type: SET,
                props: { spec: { volumeClaimTemplates: { $unknown: true } } },
                unknownPaths: ["spec.volumeClaimTemplates"],
                at: ["spec.volumeClaimTemplates"],
            },
        ],
    },
];
