import { matches } from "../cel";
import type { Json, Rule } from "../rule";
import { asText, isUnknown } from "../value";
import { type PathFault, podRule } from "./demand";

const text = (value: Json): string => (typeof value === "object" ? "what is no text" : JSON.stringify(value));

/** `CAP_NET_ADMIN`, `net_admin`: the runtimes take both for the same. */
const capability = (value: Json): string => asText(value).toUpperCase().replace(/^CAP_/, "");

/** What lets a container become root of its node. */
export const privilege: readonly Rule[] = [
    podRule(
        {
            id: "POD-01",
            title: "no container is privileged",
            why: "a privileged container is root on its node, and so on every pod and key there",
            severity: "critical",
            level: "mandatory",
            sameAs: ["CKV_K8S_16", "KSV-0017", "kube-linter:privileged-container", "C-0057"],
        },
        [
            {
                of: "container",
                at: "securityContext.privileged",
                fault: (value) => (value === true || value === "true" ? "true" : undefined),
                wanted: "false",
                cel: { passes: (value) => `!${value}`, absent: true },
            },
        ],
        [
            { change: { "containers[0].securityContext.privileged": true } },
            {
                change: { initContainers: [{ name: "init", securityContext: { privileged: true } }] },
                at: ["initContainers[0].securityContext.privileged"],
            },
        ],
        {
            bad: [
                {
                    type: "kubernetes:helm.sh/v3:Release",
                    props: { chart: "x", values: { node: { containerSecurityContext: { privileged: true } } } },
                    at: ["values.node.containerSecurityContext.privileged"],
                },
                {
                    type: "kubernetes:argoproj.io/v1alpha1:Rollout",
                    props: {
                        spec: {
                            template: { spec: { containers: [{ name: "a", securityContext: { privileged: true } }] } },
                        },
                    },
                    at: ["spec.template.spec.containers[0].securityContext.privileged"],
                },
                {
                    type: "kubernetes:core/v1:List",
                    props: {
                        items: [
                            {
                                apiVersion: "v1",
                                kind: "Pod",
                                spec: {
                                    ephemeralContainers: [{ name: "debug", securityContext: { privileged: true } }],
                                },
                            },
                        ],
                    },
                    at: ["items[0].spec.ephemeralContainers[0].securityContext.privileged"],
                },
                {
                    type: "kubernetes:yaml/v2:ConfigGroup",
                    props: {
                        yaml: "apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, securityContext: {privileged: true}}]}\n",
                    },
                    at: ["yaml[0].spec.containers[0].securityContext.privileged"],
                },
            ],
        },
    ),
    podRule(
        {
            id: "POD-02",
            title: "no process gains privileges",
            why: "a setuid program in the image gives root to whoever breaks into the container",
            severity: "high",
            level: "mandatory",
            sameAs: ["CKV_K8S_20", "KSV-0001", "C-0016", "kube-linter:privilege-escalation-container"],
        },
        [
            {
                of: "container",
                at: "securityContext.allowPrivilegeEscalation",
                fault: (value) =>
                    value === false ? undefined : value === undefined ? "nothing, which allows it" : "true",
                wanted: "false",
                cel: { passes: (value) => `!${value}` },
            },
        ],
        [
            { change: { "containers[0].securityContext.allowPrivilegeEscalation": true } },
            { change: { "containers[0].securityContext.allowPrivilegeEscalation": undefined } },
        ],
    ),
    podRule(
        {
            id: "POD-05",
            title: "containers drop all capabilities",
            why: "the runtime's default set lets a container forge packets and change owners of files",
            severity: "medium",
            level: "mandatory",
            sameAs: ["CKV_K8S_28", "CKV_K8S_37", "KSV-0003", "kube-linter:drop-net-raw-capability"],
        },
        [
            {
                of: "container",
                at: "securityContext.capabilities.drop",
                fault(value) {
                    const list = Array.isArray(value) ? value : [];
                    if (list.some((entry) => capability(entry) === "ALL")) return undefined;
                    // One that is not known yet may be ALL.
                    if (list.some(isUnknown)) return [{ below: `[${list.findIndex(isUnknown)}]`, found: undefined }];
                    return list.length === 0 ? "nothing" : "a list without ALL";
                },
                wanted: '["ALL"]',
                cel: { passes: (value) => `${value}.exists(e, ${matches("e", /^(cap_)?all$/i)})` },
            },
        ],
        [
            { change: { "containers[0].securityContext.capabilities.drop": ["NET_RAW"] } },
            {
                change: { "containers[0].securityContext.capabilities": undefined },
                at: ["containers[0].securityContext.capabilities.drop"],
            },
        ],
    ),
    podRule(
        {
            id: "POD-06",
            title: "containers add no capability but NET_BIND_SERVICE",
            why: "most capabilities lead to root on the node by a known way",
            severity: "high",
            level: "mandatory",
            sameAs: ["CKV_K8S_25", "CKV_K8S_39", "KSV-0106", "KSV-0005", "KSV-0120", "C-0046"],
        },
        [
            {
                of: "container",
                at: "securityContext.capabilities.add",
                fault: (value) =>
                    (Array.isArray(value) ? value : []).flatMap((entry, index): PathFault[] => {
                        if (isUnknown(entry)) return [{ below: `[${index}]`, found: undefined }];
                        return capability(entry) === "NET_BIND_SERVICE"
                            ? []
                            : [{ below: `[${index}]`, found: text(entry) }];
                    }),
                wanted: "no added capability",
                cel: {
                    passes: (value) => `${value}.all(e, ${matches("e", /^(cap_)?net_bind_service$/i)})`,
                    absent: true,
                },
            },
        ],
        [
            {
                change: { "containers[0].securityContext.capabilities.add": ["NET_BIND_SERVICE", "SYS_ADMIN"] },
                at: ["containers[0].securityContext.capabilities.add[1]"],
            },
        ],
    ),
];
