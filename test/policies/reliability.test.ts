import { describe, expect, test } from "vitest";
import type { Json } from "../../policies/rule";
import { said, sample, UNKNOWN } from "./sample";

type Props = { [key: string]: Json };

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const SET = "kubernetes:apps/v1:StatefulSet";

/** A workload of pods labelled `app: api`, called api, in the namespace app. */
const pods = (type: string, spec: Props, pod: Props = {}, labels: Json = { app: "api" }) =>
    sample(type, {
        metadata: { name: "api", namespace: "app" },
        spec: { ...spec, template: { metadata: { labels }, spec: { containers: [], ...pod } } },
    });

const budget = (spec: Props, selector: Json = { matchLabels: { app: "api" } }) =>
    sample("kubernetes:policy/v1:PodDisruptionBudget", { metadata: { namespace: "app" }, spec: { ...spec, selector } });

const scaler = (kind: string, spec: Props, name: Json = "api") =>
    sample(kind, { metadata: { namespace: "app" }, spec: { scaleTargetRef: { name }, ...spec } });

const HPA = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
const KEDA = "kubernetes:keda.sh/v1alpha1:ScaledObject";

describe("REL-03 counts the pods that there are at least", () => {
    test.each<[string, Parameters<typeof said>[1][], string[]]>([
        ["an autoscaler that may go down to one", [scaler(HPA, { minReplicas: 1 })], ["spec.minReplicas"]],
        ["an autoscaler that does not say how far down", [scaler(HPA, {})], ["spec.minReplicas"]],
        [
            "an autoscaler of KEDA that may go down to none",
            [scaler(KEDA, { minReplicaCount: 0 })],
            ["spec.minReplicaCount"],
        ],
        ["an autoscaler of KEDA that keeps two", [scaler(KEDA, { minReplicaCount: 2 })], []],
        [
            "an autoscaler whose minimum comes from elsewhere",
            [scaler(HPA, { minReplicas: UNKNOWN })],
            ["spec.replicas?"],
        ],
        ["an autoscaler of who knows what", [scaler(HPA, { minReplicas: 2 }, UNKNOWN)], ["spec.replicas"]],
        ["an autoscaler of another workload", [scaler(HPA, { minReplicas: 2 }, "web")], ["spec.replicas"]],
    ])("%s", (_, others, paths) => {
        expect(said("REL-03", pods(DEPLOYMENT, { replicas: 1 }), ...others)).toEqual(paths);
    });

    test("a patch says nothing of what it does not change", () => {
        expect(said("REL-03", pods(`${DEPLOYMENT}Patch`, {}))).toEqual([]);
    });
});

describe("REL-04 finds a budget that", () => {
    test.each<[string, Props, string[]]>([
        ["lets none be missing", { maxUnavailable: 0 }, ["spec.maxUnavailable"]],
        ["lets no share be missing", { maxUnavailable: "0%" }, ["spec.maxUnavailable"]],
        ["lets no share be missing, in more digits", { maxUnavailable: "00%" }, ["spec.maxUnavailable"]],
        ["wants all to be there", { minAvailable: "100%" }, ["spec.minAvailable"]],
        ["says nothing", {}, ["spec"]],
    ])("%s", (_, spec, paths) => {
        expect(said("REL-04", budget(spec))).toEqual(paths);
    });

    test.each<[string, Props]>([
        ["one", { maxUnavailable: 1 }],
        ["a tenth", { maxUnavailable: "10%" }],
        ["a twentieth", { maxUnavailable: "05%" }],
        ["all but half", { minAvailable: "50%" }],
        ["a number from elsewhere", { maxUnavailable: UNKNOWN }],
        ["all but a number from elsewhere", { minAvailable: UNKNOWN }],
    ])("and no other: %s may be missing", (_, spec) => {
        expect(said("REL-04", budget(spec))).toEqual([]);
    });
});

describe("REL-04 sets a budget beside the pods that it takes", () => {
    const one = { maxUnavailable: 1 };
    test.each<[string, Parameters<typeof said>[1][], string[]]>([
        ["pods whose number comes from elsewhere", [pods(DEPLOYMENT, { replicas: UNKNOWN })], ["?"]],
        ["the same under a budget", [pods(DEPLOYMENT, { replicas: UNKNOWN }), budget({ minAvailable: 1 })], []],
        [
            "pods of every node, which nobody counts",
            [pods("kubernetes:apps/v1:DaemonSet", {}), budget({ minAvailable: 1 })],
            [],
        ],
        [
            "pods of which some have labels from elsewhere",
            [pods(DEPLOYMENT, { replicas: 2 }), pods(SET, { replicas: 2 }, {}, UNKNOWN), budget(one)],
            ["?"],
        ],
        ["a single pod", [pods(SET, { replicas: 1 })], []],
        [
            "pods that nobody shows, in a chart",
            [sample("kubernetes:helm.sh/v3:Release", {}), pods(SET, {}), budget(one, { matchLabels: { a: "b" } })],
            [],
        ],
    ])("%s", (_, declared, paths) => {
        expect(said("REL-04", ...declared)).toEqual(paths);
    });
});

describe("REL-05 says of two pods whether they are kept apart", () => {
    const where = "spec.template.spec.topologySpreadConstraints";
    const zone = { topologyKey: "topology.kubernetes.io/zone" };
    const apart = (terms: Json) => ({ affinity: { podAntiAffinity: terms } });
    test.each<[string, Props, string[]]>([
        ["by zone", { topologySpreadConstraints: [{ topologyKey: "rack" }, zone] }, []],
        ["by rack alone", { topologySpreadConstraints: [{ topologyKey: "rack" }] }, [where]],
        ["by something like a zone", { topologySpreadConstraints: [{ topologyKey: `${zone.topologyKey}s` }] }, [where]],
        ["by a constraint from elsewhere", { topologySpreadConstraints: [UNKNOWN] }, [`${where}?`]],
        ["by a key from elsewhere", { topologySpreadConstraints: [{ topologyKey: UNKNOWN }] }, [`${where}?`]],
        ["by constraints from elsewhere", { topologySpreadConstraints: UNKNOWN }, [`${where}?`]],
        ["by zone, and by a key from elsewhere", { topologySpreadConstraints: [zone, UNKNOWN] }, []],
        ["by an affinity", apart({ preferred: [], required: [{ topologyKey: "kubernetes.io/hostname" }] }), []],
        ["by an affinity with terms from elsewhere", apart({ required: UNKNOWN }), []],
        ["by an affinity without terms", apart({ required: [] }), [where]],
        ["by nothing", {}, [where]],
    ])("%s", (_, pod, paths) => {
        expect(said("REL-05", pods(DEPLOYMENT, { replicas: 2 }, pod))).toEqual(paths);
    });

    test("and of a number from elsewhere only if they are", () => {
        expect(said("REL-05", pods(DEPLOYMENT, { replicas: UNKNOWN }))).toEqual([`${where}?`]);
        expect(said("REL-05", pods(DEPLOYMENT, { replicas: UNKNOWN }, { topologySpreadConstraints: [zone] }))).toEqual(
            [],
        );
        expect(said("REL-05", pods(DEPLOYMENT, { replicas: 1 }))).toEqual([]);
    });
});

describe("containers", () => {
    const api = { name: "api" };
    const probes = { livenessProbe: { tcpSocket: { port: 1 } }, readinessProbe: { tcpSocket: { port: 2 } } };
    const all = (of: string) =>
        ["requests.cpu", "requests.memory", "limits.memory"].map((one) => `${of}.resources.${one}`);
    const first = "spec.template.spec.containers[0]";

    test.each<[string, Props, string[]]>([
        ["nothing", { containers: [api] }, all(first)],
        ["nothing, before the others start", { initContainers: [api] }, all("spec.template.spec.initContainers[0]")],
        ["nothing, to look at the others", { ephemeralContainers: [api] }, []],
        ["nothing, and their pod neither", { containers: [api], resources: null }, all(first)],
        ["what their pod knows later", { containers: [api], resources: UNKNOWN }, all(first).map((path) => `${path}?`)],
    ])("that ask for %s", (_, pod, paths) => {
        expect(said("REL-01", pods(DEPLOYMENT, {}, pod))).toEqual(paths);
    });

    test.each<[string, string, Props, string[]]>([
        ["no probe", DEPLOYMENT, { containers: [api] }, [`${first}.livenessProbe`, `${first}.readinessProbe`]],
        ["an empty probe", DEPLOYMENT, { containers: [{ ...probes, livenessProbe: {} }] }, [`${first}.livenessProbe`]],
        ["both probes", DEPLOYMENT, { containers: [probes] }, []],
        ["both probes, and restarted always", SET, { containers: [probes], restartPolicy: "Always" }, []],
        [
            "no probe, and restarted always",
            SET,
            { containers: [api], restartPolicy: "Always" },
            [`${first}.livenessProbe`, `${first}.readinessProbe`],
        ],
        [
            "no probe, and not told when to restart",
            SET,
            { containers: [api], restartPolicy: null },
            [`${first}.livenessProbe`, `${first}.readinessProbe`],
        ],
        ["no probe, and never restarted", DEPLOYMENT, { containers: [api], restartPolicy: "Never" }, []],
        ["no probe, to run beside the others", DEPLOYMENT, { containers: [{ restartPolicy: "Always" }] }, []],
        ["no probe, before the others start", DEPLOYMENT, { initContainers: [api] }, []],
        ["no probe, to be done with", "kubernetes:batch/v1:Job", { containers: [api] }, []],
        [
            "a name of its own and a startup probe",
            SET,
            { containers: [{ livenessProbe: { exec: {} }, startupProbe: { exec: {} } }] },
            [],
        ],
        [
            "a name of its own and no startup probe",
            SET,
            { containers: [{ livenessProbe: { exec: {} } }] },
            [`${first}.readinessProbe`],
        ],
        [
            "any name and a startup probe",
            DEPLOYMENT,
            { containers: [{ livenessProbe: { exec: {} }, startupProbe: { exec: {} } }] },
            [`${first}.readinessProbe`],
        ],
    ])("with %s", (_, type, pod, paths) => {
        expect(said("REL-02", pods(type, {}, pod))).toEqual(paths);
    });

    test.each<[string, Json, string[]]>([
        ["that stand once", [{ name: "A" }, { name: "B" }], []],
        ["that stand twice", [{ name: "A" }, { name: "B" }, { name: "A" }], [`${first}.env[2].name`]],
        [
            "from elsewhere",
            [{ name: "A" }, UNKNOWN, { name: UNKNOWN }],
            [`${first}.env[1].name?`, `${first}.env[2].name?`],
        ],
        ["without a name", [{}, {}, { name: 1 }, { name: 1 }], []],
    ])("with variables %s", (_, env, paths) => {
        expect(said("REL-06", pods(DEPLOYMENT, {}, { containers: [{ env }] }))).toEqual(paths);
    });
});

describe("REL-07 knows what Kubernetes removed", () => {
    test.each([
        ["kubernetes:extensions/v1beta1:Ingress", "1.22"],
        ["kubernetes:networking.k8s.io/v1beta1:IngressPatch", "1.22"],
        ["kubernetes:networking.k8s.io/v1beta1:IngressList", "1.22"],
        ["kubernetes:batch/v1beta1:CronJobPatch", "1.25"],
    ])("%s", (type) => {
        expect(said("REL-07", sample(type, {}))).toEqual(["apiVersion"]);
    });

    test.each([
        ["kubernetes:networking.k8s.io/v1:Ingress"],
        ["acme:policy/v1beta1:Thing"],
        ["kubernetes:storage.k8s.io/v1beta1:Other"],
    ])("and what it did not: %s", (type) => {
        expect(said("REL-07", sample(type, {}))).toEqual([]);
    });
});

describe("REL-08 asks", () => {
    const owned = (ownerReferences: Json) => sample("kubernetes:core/v1:Pod", { metadata: { ownerReferences } });
    test.each<[string, Json, string[]]>([
        ["one that somebody owns", [{ kind: "Job" }], []],
        ["one that nobody owns", [], [""]],
        ["one that nobody knows the owner of", UNKNOWN, ["metadata.ownerReferences?"]],
    ])("a pod who replaces it: %s", (_, references, paths) => {
        expect(said("REL-08", owned(references))).toEqual(paths);
    });

    test.each<[string, Props, string[]]>([
        ["its own pods", { selector: { matchLabels: { a: "b" } }, template: { metadata: { labels: { a: "b" } } } }, []],
        [
            "other pods",
            { selector: { matchLabels: { a: "c" } }, template: { metadata: { labels: { a: "b" } } } },
            ["spec.selector"],
        ],
        [
            "other pods than those without labels",
            { selector: { matchLabels: { a: "c" } }, template: {} },
            ["spec.selector"],
        ],
        [
            "pods with metadata from elsewhere",
            { selector: { matchLabels: { a: "c" } }, template: { metadata: UNKNOWN } },
            ["spec.selector?"],
        ],
        ["pods from elsewhere", { selector: { matchLabels: { a: "c" } }, template: UNKNOWN }, []],
        ["pods that the patch does not change", { selector: { matchLabels: { a: "c" } } }, []],
        [
            "whatever it took before, of which a patch says nothing",
            { template: { metadata: { labels: { a: "b" } } } },
            [],
        ],
        ["nothing yet", { selector: null, template: { metadata: { labels: { a: "b" } } } }, []],
    ])("a workload whether it takes %s", (_, spec, paths) => {
        expect(said("REL-08", sample(DEPLOYMENT, { spec }))).toEqual(paths);
    });

    const service = (selector: Json) =>
        sample("kubernetes:core/v1:Service", { metadata: { namespace: "app" }, spec: { selector } });
    test.each<[string, Parameters<typeof said>[1][], string[]]>([
        ["pods that are there", [service({ app: "api" })], []],
        ["pods that are not", [service({ app: "web" })], ["spec.selector"]],
        ["no pods, which is for addresses written by hand", [service({})], []],
        ["no pods at all", [service(null)], []],
        ["pods from elsewhere", [service(UNKNOWN)], []],
        ["pods that are there and some that may be", [service({ app: "api" }), pods(SET, {}, {}, UNKNOWN)], []],
        ["pods that a chart may bring", [service({ app: "web" }), sample("kubernetes:helm.sh/v3:Release", {})], []],
    ])("a Service whether it takes %s", (_, others, paths) => {
        const selector = { matchLabels: { app: "api" } };
        expect(said("REL-08", pods(DEPLOYMENT, { selector }), ...others)).toEqual(paths);
    });
});

describe("REL-09", () => {
    const set = (spec: Props, more = {}) => sample(SET, { spec }, { protect: true, ...more });
    const claim = { spec: { storageClassName: "fast" } };
    const kept = "spec.persistentVolumeClaimRetentionPolicy.whenDeleted";
    const policy = (whenDeleted: Json) => ({ persistentVolumeClaimRetentionPolicy: { whenDeleted } });
    const className = "spec.volumeClaimTemplates[0].spec.storageClassName";
    test.each<[string, ReturnType<typeof set>, string[]]>([
        ["of a class by name", set({ volumeClaimTemplates: [claim] }), []],
        [
            "of the class without a name",
            set({ volumeClaimTemplates: [{ spec: { storageClassName: "" } }] }),
            [className],
        ],
        ["of a class from elsewhere", set({ volumeClaimTemplates: [{ spec: UNKNOWN }] }), [`${className}?`]],
        ["that go with the set, perhaps", set({ volumeClaimTemplates: [claim], ...policy(UNKNOWN) }), [`${kept}?`]],
        ["that stay", set({ volumeClaimTemplates: [claim], ...policy("Retain") }), []],
        ["that are not there", set({ volumeClaimTemplates: [], ...policy("Delete") }, { protect: false }), []],
        ["that are not there, whatever comes from elsewhere", set({ ...policy(UNKNOWN) }, { protect: false }), []],
        ["without protection", set({ volumeClaimTemplates: [claim] }, { protect: false }), [""]],
        [
            "that the deletion of the stack leaves",
            set({ volumeClaimTemplates: [claim] }, { protect: false, retainOnDelete: true }),
            [],
        ],
    ])("of disks %s", (_, resource, paths) => {
        expect(said("REL-09", resource)).toEqual(paths);
    });

    test("asks no protection of what stands in a list, where no option can say it", () => {
        const items = [{ apiVersion: "apps/v1", kind: "StatefulSet", spec: { volumeClaimTemplates: [claim] } }];
        expect(said("REL-09", sample(`${SET}List`, { items }))).toEqual([]);
    });

    const grace = "spec.template.spec.terminationGracePeriodSeconds";
    const sleep = (command: Json) => ({ exec: { command } });
    test.each<[Json | undefined, Json, string[]]>([
        [undefined, { sleep: { seconds: 29 } }, []],
        [undefined, { sleep: { seconds: 30 } }, [grace]],
        [16, { sleep: { seconds: 15 } }, []],
        [15, { sleep: { seconds: 15 } }, [grace]],
        [0, {}, [grace]],
        [-1, {}, [grace]],
        [UNKNOWN, {}, []],
        [UNKNOWN, { sleep: { seconds: 15 } }, [`${grace}?`]],
        [1, { sleep: { seconds: UNKNOWN } }, []],
        [20, sleep(["sleep", "20"]), [grace]],
        [20, sleep(["sleep", "19"]), []],
        [20, sleep(["sh", "-c", "nodetool drain; sleep '120'"]), [grace]],
        [20, sleep(["sh", "-c", "true &&sleep 30"]), [grace]],
        [20, sleep(["/bin/oversleep 30"]), []],
        [20, sleep(["sleep-for", "30"]), []],
        [20, sleep("sleep 30"), []],
        [1, sleep([]), []],
    ])("of a pod with %j to stop and the hook %j", (seconds, preStop, paths) => {
        const containers = [{ name: "a" }, { lifecycle: { preStop } }];
        const pod = seconds === undefined ? { containers } : { containers, terminationGracePeriodSeconds: seconds };
        expect(said("REL-09", pods(SET, {}, pod))).toEqual(paths);
    });
});
