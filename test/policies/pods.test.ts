import { describe, expect, test } from "vitest";
import { workload } from "../../policies/pods/example";
import type { Json } from "../../policies/rule";
import { found, POD, RELEASE, said, sample, UNKNOWN } from "./sample";

type Props = { [key: string]: Json };
type Changes = { [path: string]: Json | undefined };

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const ROLLOUT = "kubernetes:argoproj.io/v1alpha1:Rollout";

/** A pod that breaks no rule but where it is changed. */
const pod = (changes: Changes) =>
    sample(
        POD,
        workload(POD, Object.fromEntries(Object.entries(changes).map(([key, value]) => [`spec.${key}`, value]))),
    );

const C = "containers[0].securityContext";

describe("a rule of pods says what it found", () => {
    test.each<[string, Changes, string[]]>([
        ["POD-01", { [`${C}.privileged`]: "true" }, [`spec.${C}.privileged: true`]],
        ["POD-01", { [`${C}.privileged`]: false }, []],
        [
            "POD-02",
            { [`${C}.allowPrivilegeEscalation`]: undefined },
            [`spec.${C}.allowPrivilegeEscalation: nothing, which allows it`],
        ],
        ["POD-02", { [`${C}.allowPrivilegeEscalation`]: true }, [`spec.${C}.allowPrivilegeEscalation: true`]],
        ["POD-03", { "securityContext.runAsNonRoot": false }, ["spec.securityContext.runAsNonRoot: false"]],
        ["POD-03", { "securityContext.runAsNonRoot": null }, [`spec.${C}.runAsNonRoot: nothing`]],
        ["POD-03", { [`${C}.runAsNonRoot`]: false }, [`spec.${C}.runAsNonRoot: false`]],
        ["POD-03", { [`${C}.runAsUser`]: "0" }, [`spec.${C}.runAsUser: 0, which is root`]],
        ["POD-03", { [`${C}.runAsUser`]: 1 }, []],
        ["POD-04", { "securityContext.runAsUser": 9999 }, ["spec.securityContext.runAsUser: 9999"]],
        ["POD-04", { "securityContext.runAsUser": 10000 }, []],
        [
            "POD-04",
            { "securityContext.runAsUser": undefined },
            [`spec.${C}.runAsUser: nothing, which leaves it to the image`],
        ],
        ["POD-04", { "securityContext.runAsGroup": undefined, "securityContext.fsGroup": undefined }, []],
        ["POD-05", { [`${C}.capabilities.drop`]: ["cap_all"] }, []],
        ["POD-05", { [`${C}.capabilities.drop`]: ["ALL_CAP_"] }, [`spec.${C}.capabilities.drop: a list without ALL`]],
        ["POD-05", { [`${C}.capabilities.drop`]: ["MY_CAP_ALL"] }, [`spec.${C}.capabilities.drop: a list without ALL`]],
        ["POD-05", { [`${C}.capabilities.drop`]: [] }, [`spec.${C}.capabilities.drop: nothing`]],
        ["POD-05", { [`${C}.capabilities.drop`]: ["NET_RAW", UNKNOWN] }, [`spec.${C}.capabilities.drop[1]?`]],
        ["POD-05", { [`${C}.capabilities.drop`]: [UNKNOWN, "ALL"] }, []],
        ["POD-06", { [`${C}.capabilities.add`]: ["CAP_NET_BIND_SERVICE", "net_bind_service"] }, []],
        [
            "POD-06",
            { [`${C}.capabilities.add`]: [UNKNOWN, "BPF", ["BPF"]] },
            [
                `spec.${C}.capabilities.add[0]?`,
                `spec.${C}.capabilities.add[1]: "BPF"`,
                `spec.${C}.capabilities.add[2]: what is no text`,
            ],
        ],
        [
            "POD-07",
            { "securityContext.seccompProfile": undefined },
            [`spec.${C}.seccompProfile.type: nothing, which filters none`],
        ],
        [
            "POD-07",
            { "securityContext.seccompProfile.type": "Unconfined" },
            ['spec.securityContext.seccompProfile.type: "Unconfined"'],
        ],
        [
            "POD-07",
            { "securityContext.seccompProfile.type": 7 },
            ["spec.securityContext.seccompProfile.type: what is no text"],
        ],
        ["POD-07", { "securityContext.seccompProfile.type": "Localhost" }, []],
        ["POD-08", { hostPID: "true", hostIPC: true }, ["spec.hostPID: true", "spec.hostIPC: true"]],
        ["POD-08", { hostPID: false, hostIPC: null }, []],
        [
            "POD-10",
            { "containers[0].ports": [{ hostPort: 0 }, { hostPort: 53 }, { hostPort: null }] },
            ["spec.containers[0].ports[1].hostPort: 53"],
        ],
        [
            "POD-10",
            { "containers[0].ports": [UNKNOWN, { hostPort: UNKNOWN }] },
            ["spec.containers[0].ports[0].hostPort?", "spec.containers[0].ports[1].hostPort?"],
        ],
        [
            "POD-11",
            { volumes: [{ hostPath: null }, UNKNOWN, null, { hostPath: UNKNOWN }] },
            ["spec.volumes[1]?", "spec.volumes[3].hostPath: a path of the node"],
        ],
        ["POD-12", { [`${C}.procMount`]: "Default" }, []],
        [
            "POD-12",
            { "securityContext.sysctls": [UNKNOWN, { name: UNKNOWN }, { name: "net.ipv4.tcp_rmem" }, {}] },
            [
                "spec.securityContext.sysctls[0].name?",
                "spec.securityContext.sysctls[1].name?",
                "spec.securityContext.sysctls[3].name: what is no text",
            ],
        ],
        [
            "POD-13",
            { volumes: [{ name: "a", emptyDir: {}, nfs: null, "no kind": {} }, { nfs: {} }] },
            ["spec.volumes[1].nfs: a volume of the kind nfs"],
        ],
        ["POD-14", { [`${C}.readOnlyRootFilesystem`]: false }, [`spec.${C}.readOnlyRootFilesystem: false`]],
        ["POD-14", { [`${C}.readOnlyRootFilesystem`]: undefined }, [`spec.${C}.readOnlyRootFilesystem: nothing`]],
        ["POD-15", { automountServiceAccountToken: true }, ["spec.automountServiceAccountToken: true"]],
        [
            "POD-15",
            { automountServiceAccountToken: undefined },
            ["spec.automountServiceAccountToken: nothing, which mounts it"],
        ],
        ["POD-16", { serviceAccountName: "" }, ["spec.serviceAccountName: the default account"]],
        [
            "POD-16",
            { serviceAccountName: undefined, serviceAccount: "default" },
            ["spec.serviceAccountName: the default account"],
        ],
        ["POD-16", { serviceAccountName: undefined, serviceAccount: UNKNOWN }, ["spec.serviceAccountName?"]],
        [
            "POD-16",
            { serviceAccountName: "default", serviceAccount: UNKNOWN },
            ["spec.serviceAccountName: the default account"],
        ],
        ["POD-17", { [`${C}.seLinuxOptions`]: { type: "container_t", level: "s0:c1", user: "", role: null } }, []],
        [
            "POD-17",
            { [`${C}.seLinuxOptions`]: { user: "system_u", role: "container_t" } },
            [`spec.${C}.seLinuxOptions.user: "system_u"`, `spec.${C}.seLinuxOptions.role: "container_t"`],
        ],
        ["POD-17", { [`${C}.seLinuxOptions`]: { type: UNKNOWN } }, [`spec.${C}.seLinuxOptions.type?`]],
        [
            "POD-17",
            { [`${C}.appArmorProfile.type`]: "Localhost", "securityContext.windowsOptions.hostProcess": false },
            [],
        ],
        ["POD-20", { "containers[0].livenessProbe.httpGet.host": "" }, []],
    ])("%s of %j", (rule, changes, expected) => {
        expect(found(rule, pod(changes))).toEqual(expected);
    });

    test("POD-17 of the annotations that came before the fields", () => {
        const mark = "container.apparmor.security.beta.kubernetes.io/";
        const annotations = {
            [`${mark}a`]: "runtime/default",
            [`${mark}b`]: UNKNOWN,
            [`${mark}c`]: "localhost/",
            [`${mark}d`]: "localhost/x",
            "e.f": "unconfined",
        };
        expect(found("POD-17", sample(POD, workload(POD, { "metadata.annotations": annotations })))).toEqual([
            `metadata.annotations["${mark}b"]?`,
            `metadata.annotations["${mark}c"]: "localhost/"`,
        ]);
    });
});

describe("a rule of pods", () => {
    const hostile = { containers: [{ name: "a", securityContext: { privileged: true } }], hostNetwork: true };

    test.each<[string, string, Props, string[]]>([
        [
            "in a patch",
            `${DEPLOYMENT}Patch`,
            { spec: { template: { spec: { ...hostile } } } },
            ["spec.template.spec.containers[0].securityContext.privileged"],
        ],
        [
            "in a template of a custom resource",
            ROLLOUT,
            { spec: { template: { spec: hostile } } },
            ["spec.template.spec.containers[0].securityContext.privileged"],
        ],
        [
            "in a template within a pod of a custom resource",
            ROLLOUT,
            { spec: { ...hostile, template: { spec: hostile } } },
            [
                "spec.containers[0].securityContext.privileged",
                "spec.template.spec.containers[0].securityContext.privileged",
            ],
        ],
        [
            "in chart values",
            RELEASE,
            { values: { api: hostile } },
            ["values.api.containers[0].securityContext.privileged"],
        ],
        [
            "in chart values, as a part",
            RELEASE,
            { values: { api: { securityContext: { privileged: true } } } },
            ["values.api.securityContext.privileged"],
        ],
        [
            "in chart values, as a part called after another",
            RELEASE,
            { values: { podSecurityContextDefaults: { privileged: true } } },
            [],
        ],
        ["in a part that is a text", RELEASE, { values: { securityContext: "privileged" } }, []],
        ["in no pod of Kubernetes' own", "kubernetes:core/v1:ConfigMap", { spec: hostile }, []],
        ["in another cloud's", "acme:kubernetes:helm.sh:Thing", { spec: hostile }, []],
        ["in what comes from elsewhere", DEPLOYMENT, { spec: { template: UNKNOWN } }, ["spec.template?"]],
        [
            "in containers from elsewhere",
            DEPLOYMENT,
            { spec: { template: { spec: { containers: UNKNOWN, initContainers: [UNKNOWN] } } } },
            ["spec.template.spec.containers?", "spec.template.spec.initContainers[0]?"],
        ],
        ["in a pod that is none", DEPLOYMENT, { spec: { template: { spec: "x" } } }, []],
        ["in manifests from elsewhere", "kubernetes:yaml/v2:ConfigGroup", { yaml: UNKNOWN }, ["yaml?"]],
        [
            "in several manifests, one of them from elsewhere",
            "kubernetes:yaml:ConfigGroup",
            { yaml: ["", UNKNOWN, null] },
            ["yaml[1]?"],
        ],
        ["in no manifests", "kubernetes:yaml/v2:ConfigGroup", {}, []],
    ])("looks %s", (_, type, props, paths) => {
        expect(said("POD-01", sample(type, props))).toEqual(paths);
    });

    test.each<[string, string, Props, string[]]>([
        [
            "a whole pod that says nothing",
            DEPLOYMENT,
            { spec: { template: { spec: { containers: [{}] } } } },
            ["spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem"],
        ],
        [
            "a template of a custom resource that says nothing",
            ROLLOUT,
            { spec: { template: { spec: { containers: [{}] } } } },
            ["spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem"],
        ],
        [
            "a patch, which leaves the rest as it is",
            `${DEPLOYMENT}Patch`,
            { spec: { template: { spec: { containers: [{ securityContext: { readOnlyRootFilesystem: null } }] } } } },
            [],
        ],
        [
            "chart values, which leave the rest to the chart",
            RELEASE,
            { values: { containers: [{}], spec: { containers: [{}] } } },
            [],
        ],
        ["part of chart values", RELEASE, { values: { securityContext: {} } }, []],
        [
            "a custom resource that is no template",
            ROLLOUT,
            { spec: { containers: [{}], template: { pod: { containers: [{}] } } } },
            [],
        ],
        [
            "a template in which nothing is a list of containers",
            ROLLOUT,
            { spec: { template: { spec: { containers: { a: {} } } } } },
            [],
        ],
        ["one of several templates", ROLLOUT, { spec: { templates: { spec: { containers: [{}] } } } }, []],
    ])("that wants something said finds %s", (_, type, props, paths) => {
        expect(said("POD-14", sample(type, props))).toEqual(paths);
    });

    test.each<[string, Props, string[]]>([
        ["the volumes", { volumes: [{ hostPath: {} }], extraVolumes: [] }, ["values.a.volumes[0].hostPath"]],
        ["more volumes", { extraVolumes: [{ hostPath: {} }] }, ["values.a.volumes[0].hostPath"]],
    ])("reads in chart values %s", (_, a, paths) => {
        expect(said("POD-11", sample(RELEASE, { values: { a } }))).toEqual(paths);
    });

    test("reads the annotations beside the template that they are of", () => {
        const annotations = { "container.apparmor.security.beta.kubernetes.io/a": "unconfined" };
        const spec = { template: { metadata: { annotations }, spec: { containers: [] } } };
        const path = 'spec.template.metadata.annotations["container.apparmor.security.beta.kubernetes.io/a"]';
        expect(said("POD-17", sample(ROLLOUT, { spec }))).toEqual([path]);
        expect(said("POD-17", sample(DEPLOYMENT, { spec: { template: { metadata: UNKNOWN, spec: {} } } }))).toEqual([
            "spec.template.metadata.annotations?",
        ]);
    });
});

describe("beside pods", () => {
    test.each<[string, string, Props, string[]]>([
        ["POD-11", "kubernetes:core/v1:PersistentVolume", { spec: { hostPath: null } }, []],
        ["POD-11", "kubernetes:core/v1:PersistentVolume", { spec: { local: {} } }, []],
        [
            "POD-11",
            "kubernetes:core/v1:PersistentVolumePatch",
            { spec: { hostPath: {} } },
            ["spec.hostPath: a path of the node"],
        ],
        ["POD-11", "kubernetes:core/v1:Service", { spec: { hostPath: {} } }, []],
        ["POD-11", "kubernetes:apps/v1:Deployment", { spec: { hostPath: {} } }, []],
        ["POD-15", "kubernetes:core/v1:ServiceAccount", { automountServiceAccountToken: false }, []],
        [
            "POD-15",
            "kubernetes:core/v1:ServiceAccount",
            { automountServiceAccountToken: true },
            ["automountServiceAccountToken: true"],
        ],
        ["POD-15", "kubernetes:core/v1:ServiceAccount", {}, ["automountServiceAccountToken: nothing, which mounts it"]],
        [
            "POD-15",
            "kubernetes:core/v1:ServiceAccount",
            { automountServiceAccountToken: UNKNOWN },
            ["automountServiceAccountToken?"],
        ],
        [
            "POD-16",
            "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            {
                subjects: [
                    { kind: "User", name: "default" },
                    { kind: "ServiceAccount", name: "api" },
                    "default",
                    { kind: "ServiceAccount", name: "default" },
                ],
            },
            ["subjects[3].name: rights for the default account"],
        ],
        ["POD-16", "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", { subjects: UNKNOWN }, []],
        [
            "POD-18",
            "kubernetes:core/v1:Service",
            { metadata: { namespace: "default" } },
            ['metadata.namespace: "default"'],
        ],
        ["POD-18", "kubernetes:core/v1:Service", { metadata: { namespace: "" } }, ["metadata.namespace: nothing"]],
        ["POD-18", "kubernetes:core/v1:ServicePatch", {}, []],
        [
            "POD-18",
            "kubernetes:core/v1:ServicePatch",
            { metadata: { namespace: "default" } },
            ['metadata.namespace: "default"'],
        ],
        ["POD-18", "kubernetes:core/v1:Namespace", {}, []],
        [
            "POD-19",
            "kubernetes:core/v1:Namespace",
            {},
            ['metadata.labels["pod-security.kubernetes.io/enforce"]: nothing'],
        ],
        [
            "POD-19",
            "kubernetes:core/v1:Namespace",
            { metadata: { name: "kube-systems", labels: { "pod-security.kubernetes.io/enforce": "privileged" } } },
            ['metadata.labels["pod-security.kubernetes.io/enforce"]: another level'],
        ],
        [
            "POD-19",
            "kubernetes:core/v1:Namespace",
            { metadata: { name: UNKNOWN, labels: { "pod-security.kubernetes.io/enforce": "baseline" } } },
            [],
        ],
        ["POD-19", "kubernetes:core/v1:NamespacePatch", {}, []],
    ])("%s judges %s %j", (rule, type, props, expected) => {
        expect(found(rule, sample(type, props))).toEqual(expected);
    });
});
