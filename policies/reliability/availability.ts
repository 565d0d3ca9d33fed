import { isOpen, reader } from "../constraint";
import { join } from "../path";
import type { Example, Json, Rule, StackFinding } from "../rule";
import type { Stack } from "../stack";
import type { Subject } from "../subject";
import { asNumber, asText, isMap, isUnknown, own } from "../value";
import { homeOf, type Selected, type Workload, workloadsOfStack } from "../workloads";
import { nameIn, scalersOf } from "./scalers";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";

const replicasOf = reader("spec.replicas");
const strategy = reader("spec.strategy.type");

/** The autoscalers of a stack by what they scale. */
const scalers = (stack: Stack) => new Map(scalersOf(stack).map(({ target, subject }) => [target, subject]));

type Scalers = ReturnType<typeof scalers>;

type Count = { count: number; subject: Subject; path: string } | "open";

/** How many pods there are at least. */
function least({ subject }: Pick<Workload, "subject">, scaling: Scalers): Count {
    const { props } = subject.resource;
    const name = nameIn(subject);
    const scaler = name === undefined ? undefined : scaling.get(name);
    const path = "spec.replicas";
    if (scaler) {
        const given = ["spec.minReplicas", "spec.minReplicaCount"].find(
            (at) => reader(at)(scaler.resource.props) !== undefined,
        );
        const at = given ?? "spec.minReplicas";
        const value = reader(at)(scaler.resource.props);
        return isOpen(value) ? "open" : { count: asNumber(value ?? 1), subject: scaler, path: at };
    }
    const value = replicasOf(props);
    return isOpen(value) ? "open" : { count: asNumber(value ?? 1), subject, path };
}

/** How many pods several workloads have together at least, of those whose number is declared. */
function pods(workloads: readonly Workload[], scaling: Scalers): number | "open" {
    const counts = workloads.filter(({ kind }) => MANY.has(kind)).map((workload) => least(workload, scaling));
    return counts.includes("open") ? "open" : counts.reduce((sum, one) => sum + (one === "open" ? 0 : one.count), 0);
}

const deployment = (spec: { [key: string]: Json }, labels = { app: "api" }): Example => ({
    type: DEPLOYMENT,
    props: {
        metadata: { name: "api", namespace: "app" },
        spec: { ...spec, template: { metadata: { labels }, spec: { containers: [] } } },
    },
});

/** One pod of several that a budget takes together. */
const alone = (name: string): Example => ({
    type: "kubernetes:apps/v1:StatefulSet",
    props: {
        metadata: { name, namespace: "app" },
        spec: { replicas: 1, template: { metadata: { labels: { app: "api" } }, spec: { containers: [] } } },
    },
});

const budget = (spec: { [key: string]: Json }, selector: Json = { matchLabels: { app: "api" } }): Example => ({
    type: BUDGET,
    props: { metadata: { name: "api", namespace: "app" }, spec: { ...spec, selector } },
});

/** Whether a budget lets no pod go: none may be missing, or all must be there. */
function stuck(spec: Json | undefined): { path: string; found: string } | undefined {
    const most = reader("maxUnavailable")(spec);
    const fewest = reader("minAvailable")(spec);
    if (/^0+%?$/.test(asText(most))) return { path: "spec.maxUnavailable", found: asText(most) };
    if (fewest === "100%") return { path: "spec.minAvailable", found: fewest };
    if (most === undefined && fewest === undefined)
        return { path: "spec", found: "neither maxUnavailable nor minAvailable" };
    return undefined;
}

const ZONE = /^(topology\.kubernetes\.io|failure-domain\.beta\.kubernetes\.io)\/zone$/;

/** Whether the pods are spread: over zones, or at least kept apart by an affinity; "open" where nobody knows. */
function spread({ pod }: Workload): boolean | "open" {
    const constraints = own(pod.spec, "topologySpreadConstraints");
    const apart = reader("affinity.podAntiAffinity")(pod.spec);
    if (isUnknown(constraints) || isOpen(apart)) return "open";
    const list = Array.isArray(constraints) ? constraints : [];
    if (list.some((one) => ZONE.test(asText(own(one, "topologyKey"))))) return true;
    if (list.some((one) => isUnknown(one) || isUnknown(own(one, "topologyKey")))) return "open";
    return isMap(apart) && Object.values(apart).some((terms) => !Array.isArray(terms) || terms.length > 0);
}

/** Workloads of which there should be more than one. */
const MANY = new Set(["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"]);

/** What keeps a service up when a node, a zone or an operator takes a pod away. */
export const availability: readonly Rule[] = [
    {
        id: "REL-03",
        title: "what keeps no state runs at least twice",
        why: "one pod is away for as long as its node takes to be missed",
        severity: "medium",
        level: "mandatory",
        sameAs: [
            "kube-linter:minimum-three-replicas",
            "kube-score:deployment-replicas",
            "kyverno:deployment-has-multiple-replicas",
        ],
        *judgeStack(stack): Iterable<StackFinding> {
            const scaling = scalers(stack);
            for (const subject of stack.kind("Deployment")) {
                if (/(?<=[a-z])Patch$/.test(subject.type)) continue;
                // Who asks for the old pod to go before the new one comes has said that there is one.
                if (strategy(subject.resource.props) === "Recreate") continue;
                const found = least({ subject }, scaling);
                if (found === "open")
                    yield { subject, path: "spec.replicas", undetermined: "the number comes from elsewhere" };
                else if (found.count < 2)
                    yield { subject: found.subject, path: found.path, found: asText(found.count), wanted: "2 or more" };
            }
        },
        good: [
            deployment({ replicas: 2 }),
            deployment({ replicas: 1, strategy: { type: "Recreate" } }),
            {
                ...deployment({}),
                others: [
                    {
                        type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
                        props: {
                            metadata: { namespace: "app" },
                            spec: { scaleTargetRef: { name: "api" }, minReplicas: 2 },
                        },
                    },
                ],
            },
        ],
        bad: [
            { ...deployment({ replicas: 1 }), at: ["spec.replicas"] },
            { ...deployment({}), at: ["spec.replicas"] },
        ],
        open: [
            { ...deployment({ replicas: { $unknown: true } }), unknownPaths: ["spec.replicas"], at: ["spec.replicas"] },
        ],
    },
    {
        id: "REL-04",
        title: "a disruption budget stands by what runs more than once, and lets nodes be drained",
        why: "without one a drain takes all pods at once, and with a tight one no node can ever be renewed",
        severity: "medium",
        level: "mandatory",
        sameAs: ["kube-linter:pdb-*", "polaris:missingPodDisruptionBudget", "kyverno:require-reasonable-pdbs"],
        *judgeStack(stack): Iterable<StackFinding> {
            const workloads = workloadsOfStack(stack);
            const scaling = scalers(stack);
            const covered = new Set<Workload>();
            const maybe = new Set<Workload>();
            const totals = new Map<Selected, number | "open">();
            for (const subject of stack.kind("PodDisruptionBudget")) {
                const spec = own(subject.resource.props, "spec");
                const tight = stuck(spec);
                if (tight) yield { subject, ...tight, wanted: "maxUnavailable 1" };
                const selected = workloads.select(homeOf(subject), own(spec, "selector"));
                let total = totals.get(selected);
                if (total === undefined) {
                    for (const workload of selected.sure) covered.add(workload);
                    for (const workload of selected.maybe) maybe.add(workload);
                    total = pods(selected.sure, scaling);
                    totals.set(selected, total);
                }
                const fewest = own(spec, "minAvailable");
                if (typeof fewest === "number" && total !== "open" && total > 0 && fewest >= total)
                    yield {
                        subject,
                        path: "spec.minAvailable",
                        found: `${fewest} of ${total}`,
                        wanted: "fewer, or maxUnavailable 1",
                    };
                if (workloads.misses(homeOf(subject), own(spec, "selector")))
                    yield {
                        subject,
                        path: "spec.selector",
                        found: "a selector that takes no pod",
                        wanted: "the labels of the pods",
                    };
            }
            for (const workload of workloads.all) {
                if (!MANY.has(workload.kind) || covered.has(workload)) continue;
                const found = least(workload, scaling);
                const { subject } = workload;
                if (found !== "open" && found.count < 2) continue;
                if (maybe.has(workload) || found === "open")
                    yield { subject, path: "", undetermined: "whether a budget takes these pods is not known" };
                else
                    yield {
                        subject,
                        path: "",
                        found: "a workload without a PodDisruptionBudget",
                        wanted: "one with maxUnavailable 1",
                    };
            }
        },
        good: [
            { ...deployment({ replicas: 2 }), others: [budget({ maxUnavailable: 1 })] },
            { ...budget({ minAvailable: 2 }), others: ["a", "b", "c"].map((name) => alone(name)) },
        ],
        bad: [
            { ...budget({ maxUnavailable: 0 }), at: ["spec.maxUnavailable"] },
            { ...deployment({ replicas: 3 }), at: [""] },
            { ...budget({ minAvailable: 2 }), others: [deployment({ replicas: 2 })], at: ["spec.minAvailable"] },
            { ...budget({ minAvailable: 2 }), others: [alone("a"), alone("b")], at: ["spec.minAvailable"] },
            {
                ...budget({ maxUnavailable: 1 }, { matchLabels: { app: "other" } }),
                others: [deployment({ replicas: 1 })],
                at: ["spec.selector"],
            },
        ],
        open: [
            {
                ...deployment({ replicas: 2 }),
                others: [{ ...budget({ maxUnavailable: 1 }, { $unknown: true }), unknownPaths: ["spec.selector"] }],
                at: [""],
            },
        ],
    },
    {
        id: "REL-05",
        title: "pods of one workload stand in several zones",
        why: "two pods on one node fall together",
        severity: "medium",
        level: "mandatory",
        sameAs: ["kube-linter:no-anti-affinity", "polaris:topologySpreadConstraint"],
        *judgeStack(stack): Iterable<StackFinding> {
            const scaling = scalers(stack);
            for (const workload of workloadsOfStack(stack).all) {
                if (!MANY.has(workload.kind)) continue;
                const found = least(workload, scaling);
                if (found !== "open" && found.count < 2) continue;
                const { subject, pod } = workload;
                const path = join(pod.path, "topologySpreadConstraints");
                const held = spread(workload);
                if (held === "open" || (held === false && found === "open"))
                    yield { subject, path, undetermined: "the value comes from elsewhere" };
                else if (!held) yield { subject, path, found: "nothing", wanted: "topology.kubernetes.io/zone" };
            }
        },
        good: [
            {
                type: DEPLOYMENT,
                props: {
                    spec: {
                        replicas: 2,
                        template: {
                            spec: { topologySpreadConstraints: [{ topologyKey: "topology.kubernetes.io/zone" }] },
                        },
                    },
                },
            },
        ],
        bad: [{ ...deployment({ replicas: 2 }), at: ["spec.template.spec.topologySpreadConstraints"] }],
        open: [
            {
                type: DEPLOYMENT,
                props: { spec: { replicas: 2, template: { spec: { affinity: { $unknown: true } } } } },
                unknownPaths: ["spec.template.spec.affinity"],
                at: ["spec.template.spec.topologySpreadConstraints"],
            },
        ],
    },
];
