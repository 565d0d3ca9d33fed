import { list } from "../cel";
import type { Rule } from "../rule";
import { asNumber, asText, isMap, isUnknown, own } from "../value";
import { type PathFault, type PodDemand, podRule } from "./demand";
import { within } from "./pod";

const never = (at: string): PodDemand => ({
    of: "pod",
    at,
    fault: (value) => (value === true || value === "true" ? "true" : undefined),
    wanted: "false",
    cel: { passes: (value) => `!${value}`, absent: true },
});

const PROBES = ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle.postStart", "lifecycle.preStop"];

/** What a pod shares with its node. */
export const host: readonly Rule[] = [
    podRule(
        {
            id: "POD-08",
            title: "pods keep their processes to themselves",
            why: "whoever sees the processes of the node reads their environment, and its memory with it",
            severity: "high",
            level: "mandatory",
            sameAs: ["CKV_K8S_17", "CKV_K8S_18", "KSV-0008", "KSV-0010", "C-0038"],
        },
        [never("hostPID"), never("hostIPC")],
        [{ change: { hostPID: true } }, { change: { hostIPC: true } }],
    ),
    podRule(
        {
            id: "POD-09",
            title: "pods have a network of their own",
            why: "on the node's network no policy holds, and the node's own ports are open",
            severity: "high",
            level: "mandatory",
            sameAs: ["CKV_K8S_19", "KSV-0009", "C-0041", "kube-linter:host-network"],
        },
        [never("hostNetwork")],
        [{ change: { hostNetwork: true } }],
    ),
    podRule(
        {
            id: "POD-10",
            title: "containers open no port of the node",
            why: "a port of the node passes by the Service, the load balancer and their rules",
            severity: "medium",
            level: "mandatory",
            sameAs: ["CKV_K8S_26", "KSV-0024", "C-0044"],
        },
        [
            {
                of: "container",
                at: "ports",
                fault: (value) =>
                    (Array.isArray(value) ? value : []).flatMap((entry, index): PathFault[] => {
                        const port = own(entry, "hostPort");
                        const below = `[${index}].hostPort`;
                        if (isUnknown(entry) || isUnknown(port)) return [{ below, found: undefined }];
                        return asNumber(port ?? 0) === 0 ? [] : [{ below, found: asText(asNumber(port)) }];
                    }),
                wanted: "a Service",
                cel: { passes: (value) => `${value}.all(e, !has(e.hostPort) || e.hostPort == 0)`, absent: true },
            },
        ],
        [
            {
                change: { "containers[0].ports": [{ containerPort: 80, hostPort: 80 }] },
                at: ["containers[0].ports[0].hostPort"],
            },
        ],
    ),
    podRule(
        {
            id: "POD-20",
            title: "probes and hooks ask their own pod",
            why: "a probe with a host of its own makes the node call whatever address it names",
            severity: "medium",
            level: "mandatory",
            sameAs: ["gatekeeper:host-probes-lifecycle"],
        },
        PROBES.flatMap((probe) =>
            ["httpGet", "tcpSocket"].map(
                (way): PodDemand => ({
                    of: "container",
                    at: `${probe}.${way}.host`,
                    fault: (value) => (value === undefined || value === "" ? undefined : "a host"),
                    wanted: "no host, which is the pod itself",
                    cel: { passes: (value) => `${value} == ''`, absent: true },
                }),
            ),
        ),
        [
            { change: { "containers[0].livenessProbe.httpGet.host": "metadata.google.internal" } },
            {
                change: { "containers[0].lifecycle.preStop.tcpSocket": { host: "10.0.0.1", port: 1 } },
                at: ["containers[0].lifecycle.preStop.tcpSocket.host"],
            },
        ],
    ),
];

/** Volume types of the restricted Pod Security Standard. */
const VOLUMES = new Set([
    ...["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"],
]);

const volumes = (
    fault: (volume: { [key: string]: unknown }, below: string) => PathFault[],
    passes: string,
): PodDemand => ({
    of: "pod",
    at: "volumes",
    fault: (value) =>
        (Array.isArray(value) ? value : []).flatMap((volume, index) => {
            if (isUnknown(volume)) return [{ below: `[${index}]`, found: undefined }];
            return isMap(volume) ? fault(volume, `[${index}]`) : [];
        }),
    wanted: "a volume of the cluster",
    cel: { passes: (value) => `${value}.all(v, ${passes})`, absent: true },
});

const hostPath = podRule(
    {
        id: "POD-11",
        title: "pods mount nothing of the node",
        why: "a path of the node, or the socket of its runtime, is a way to every other pod",
        severity: "critical",
        level: "mandatory",
        sameAs: ["CKV_K8S_27", "KSV-0023", "KSV-0006", "C-0048", "C-0074"],
    },
    [
        volumes(
            (volume, below) =>
                volume.hostPath === undefined || volume.hostPath === null
                    ? []
                    : [{ below: `${below}.hostPath`, found: "a path of the node" }],
            "!has(v.hostPath)",
        ),
    ],
    [
        {
            change: {
                volumes: [
                    { name: "tmp", emptyDir: {} },
                    { name: "run", hostPath: { path: "/var/run/docker.sock" } },
                ],
            },
            at: ["volumes[1].hostPath"],
        },
    ],
);

const PERSISTENT = /^kubernetes:core\/v1:PersistentVolume(Patch)?$/;

/** What a pod mounts. */
export const mounts: readonly Rule[] = [
    {
        ...hostPath,
        appliesTo: (type) => PERSISTENT.test(type) || (hostPath.appliesTo?.(type) ?? true),
        *judge(subject) {
            const path = within({ path: "spec" }, "hostPath");
            const found = own(own(subject.resource.props, "spec"), "hostPath");
            if (PERSISTENT.test(subject.type) && found !== undefined && found !== null)
                yield { path, found: "a path of the node", wanted: "a disk of the cluster" };
            yield* hostPath.judge?.(subject) ?? [];
        },
        bad: [
            ...hostPath.bad,
            {
                type: "kubernetes:core/v1:PersistentVolume",
                props: { spec: { hostPath: { path: "/" } } },
                at: ["spec.hostPath"],
            },
        ],
    },
    podRule(
        {
            id: "POD-13",
            title: "volumes are of the kinds that the restricted standard allows",
            why: "other kinds mount what the cluster does not guard",
            severity: "medium",
            level: "mandatory",
            sameAs: ["KSV-0028", "kyverno:restrict-volume-types"],
        },
        [
            volumes(
                (volume, below) =>
                    Object.keys(volume)
                        .filter(
                            (key) =>
                                key !== "name" && !VOLUMES.has(key) && volume[key] !== null && /^\w{1,40}$/.test(key),
                        )
                        .map((key) => ({ below: `${below}.${key}`, found: `a volume of the kind ${key}` })),
                `v.all(k, k in ${list(["name", ...VOLUMES])})`,
            ),
        ],
        [{ change: { volumes: [{ name: "x", nfs: { server: "10.0.0.1", path: "/" } }] }, at: ["volumes[0].nfs"] }],
    ),
    podRule(
        {
            id: "POD-14",
            title: "the root filesystem is read-only",
            why: "an intruder who cannot write cannot stay",
            severity: "medium",
            level: "mandatory",
            sameAs: ["CKV_K8S_22", "KSV-0014", "C-0017", "kube-linter:no-read-only-root-fs"],
        },
        [
            {
                of: "container",
                at: "securityContext.readOnlyRootFilesystem",
                fault: (value) => (value === true ? undefined : value === undefined ? "nothing" : "false"),
                wanted: "true, and an emptyDir where the program writes",
                cel: { passes: (value) => value },
            },
        ],
        [
            { change: { "containers[0].securityContext.readOnlyRootFilesystem": false } },
            { change: { "containers[0].securityContext.readOnlyRootFilesystem": undefined } },
        ],
    ),
];
