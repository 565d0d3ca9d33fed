import { list, standing } from "../cel";
import { isOpen, reader } from "../constraint";
import { type PathFault, type PodDemand, podRule } from "../pods/demand";
import { type Container, LONG_RUNNING, type Pod } from "../pods/pod";
import type { Json, Rule } from "../rule";
import { isMap, isUnknown, own } from "../value";

const isContainer = (one: Pod | Container): one is Container => "list" in one;

/** Ephemeral containers take no resources; those that run on beside the others are containers like them. */
const isCounted = (one: Pod | Container): boolean => isContainer(one) && one.list !== "ephemeralContainers";

const isSidecar = ({ value }: Container): boolean => value.restartPolicy === "Always";

/** Pods that serve until they are told to stop. */
const serves = (one: Pod | Container): boolean => {
    if (!isContainer(one) || !LONG_RUNNING.has(one.pod.kind)) return false;
    const policy = own(one.pod.spec, "restartPolicy");
    return (
        one.list === "containers" && (policy === undefined || policy === null || policy === "Always") && !isSidecar(one)
    );
};

/** In CEL, whether anything stands there. */
const STANDS = { passes: () => "true" };

/** Those that `serves` takes, in CEL. */
const SERVING = {
    among: "variables.pod.containers",
    unless:
        `!(variables.kind in ${list(LONG_RUNNING)}) || (has(c.restartPolicy) && c.restartPolicy == 'Always') || ` +
        "(has(variables.pod.restartPolicy) && variables.pod.restartPolicy != 'Always')",
} as const;

/** A pod may say it for all of its containers together. */
const resource = (path: string): PodDemand => ({
    of: "container",
    at: `resources.${path}`,
    concerns: isCounted,
    fault(value, one) {
        if (value !== undefined) return undefined;
        const ofPod = reader(`resources.${path}`)("pod" in one ? one.pod.spec : one.spec);
        if (isOpen(ofPod)) return [{ below: "", found: undefined }];
        return ofPod === undefined || ofPod === null ? "nothing" : undefined;
    },
    wanted: path.startsWith("limits") ? "a limit" : "a request",
    cel: {
        ...STANDS,
        absent: `(${standing("variables.pod", `resources.${path}`, STANDS)})`,
        among: "variables.lasting",
    },
});

const probe = (name: string): PodDemand => ({
    of: "container",
    at: name,
    concerns: serves,
    fault: (value) => (isMap(value) && Object.keys(value).length > 0 ? undefined : "nothing"),
    wanted: "a probe",
    cel: { ...SERVING, passes: (value) => `${value}.size() > 0` },
});

/** A pod that is called by its own name has nobody to hand its traffic to: that it has started is enough. */
const readiness: PodDemand = {
    ...probe("readinessProbe"),
    concerns: (one) =>
        serves(one) && !(isContainer(one) && one.pod.kind === "StatefulSet" && isMap(own(one.value, "startupProbe"))),
    cel: {
        ...SERVING,
        unless: `${SERVING.unless} || (variables.kind == 'StatefulSet' && has(c.startupProbe))`,
        passes: (value) => `${value}.size() > 0`,
    },
};

/** A liveness probe that fails as early as the readiness probe restarts what only needed a pause. */
const sameProbe: PodDemand = {
    of: "container",
    at: "livenessProbe",
    concerns: serves,
    fault(live, one) {
        const ready = isContainer(one) ? own(one.value, "readinessProbe") : undefined;
        if (!isMap(live) || !isMap(ready)) return undefined;
        return sameValue(live, ready) ? "the same as the readiness probe" : undefined;
    },
    wanted: "one that fails later, or asks for less",
    cel: { ...SERVING, passes: (value) => `!has(c.readinessProbe) || ${value} != c.readinessProbe`, absent: true },
};

const sameValue = (a: Json, b: Json): boolean => {
    try {
        return JSON.stringify(a) === JSON.stringify(b);
    } catch {
        return false;
    }
};

/** What containers need to run beside others. */
export const containers: readonly Rule[] = [
    podRule(
        {
            id: "REL-01",
            title: "containers ask for what they need, and no more memory than they have",
            why: "without a request they go where there is no room, and without a limit they take the node down",
            severity: "medium",
            level: "mandatory",
            sameAs: [
                "CKV_K8S_10",
                "CKV_K8S_11",
                "CKV_K8S_12",
                "CKV_K8S_13",
                "KSV-0011",
                "KSV-0015",
                "KSV-0016",
                "KSV-0018",
            ],
        },
        [resource("requests.cpu"), resource("requests.memory"), resource("limits.memory")],
        [
            { change: { "containers[0].resources.limits.memory": undefined } },
            {
                change: { "containers[0].resources.requests": undefined },
                at: ["containers[0].resources.requests.cpu", "containers[0].resources.requests.memory"],
            },
        ],
        {
            fine: [
                {
                    resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { memory: "1Gi" } },
                    "containers[0].resources": undefined,
                },
            ],
        },
    ),
    podRule(
        {
            id: "REL-02",
            title: "the cluster can tell whether a container is ready and alive",
            why: "traffic goes to what cannot answer, and what hangs is never restarted",
            severity: "medium",
            level: "mandatory",
            sameAs: [
                "CKV_K8S_8",
                "CKV_K8S_9",
                "kube-linter:no-liveness-probe",
                "kube-linter:no-readiness-probe",
                "C-0018",
                "C-0056",
            ],
        },
        [probe("livenessProbe"), readiness, sameProbe],
        [{ change: { "containers[0].livenessProbe": undefined } }],
        {
            bad: [
                {
                    type: "kubernetes:apps/v1:StatefulSet",
                    props: {
                        spec: {
                            template: {
                                spec: {
                                    containers: [
                                        {
                                            livenessProbe: { tcpSocket: { port: 1 } },
                                            readinessProbe: { tcpSocket: { port: 1 } },
                                        },
                                    ],
                                },
                            },
                        },
                    },
                    at: ["spec.template.spec.containers[0].livenessProbe"],
                },
            ],
        },
    ),
    podRule(
        {
            id: "REL-06",
            title: "no variable is set twice",
            why: "which of the two holds depends on their order, and nobody looks there",
            severity: "medium",
            level: "mandatory",
            sameAs: ["C-0295", "kube-linter:duplicate-env-var"],
        },
        [
            {
                of: "container",
                at: "env",
                fault(value) {
                    const seen = new Set<string>();
                    return (Array.isArray(value) ? value : []).flatMap((entry, index): PathFault[] => {
                        const name = own(entry, "name");
                        if (isUnknown(entry) || isUnknown(name))
                            return [{ below: `[${index}].name`, found: undefined }];
                        if (typeof name !== "string") return [];
                        const twice = seen.has(name);
                        seen.add(name);
                        return twice ? [{ below: `[${index}].name`, found: "a name that stands before" }] : [];
                    });
                },
                wanted: "each name once",
            },
        ],
        [
            {
                change: {
                    "containers[0].env": [
                        { name: "LOG", value: "info" },
                        { name: "LOG", value: "debug" },
                    ],
                },
                at: ["containers[0].env[1].name"],
            },
        ],
    ),
];
