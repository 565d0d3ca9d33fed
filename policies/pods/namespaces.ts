import { list } from "../cel";
import { isOpen, reader } from "../constraint";
import { baseKind, podOf } from "../kubernetes";
import type { Rule } from "../rule";

const ENFORCE = "pod-security.kubernetes.io/enforce";

const namespace = reader("metadata.namespace");
const level = reader(`metadata.labels["${ENFORCE}"]`);

/** Kinds that live in a namespace and are worth keeping apart; jobs of charts and patches aside. */
const NAMESPACED = new Set([
    ...["Service", "ConfigMap", "Secret", "Role", "RoleBinding", "Ingress", "NetworkPolicy", "ServiceAccount"],
    ...["PersistentVolumeClaim", "HorizontalPodAutoscaler", "PodDisruptionBudget", "Gateway", "HTTPRoute"],
]);

const isNamespaced = (type: string): boolean => podOf(type) !== undefined || NAMESPACED.has(baseKind(type));

const SYSTEM = /^kube-(system|public|node-lease)$/;
const LEVELS = ["restricted", "baseline"];

/** Where pods run. */
export const namespaces: readonly Rule[] = [
    {
        id: "POD-18",
        title: "nothing runs in the default namespace",
        why: "the default namespace has no quota, no policy and no owner",
        severity: "medium",
        level: "mandatory",
        sameAs: ["CKV_K8S_21", "KSV-0110", "CIS-K 4.6.4", "C-0061"],
        appliesTo: isNamespaced,
        *judge({ type, resource }) {
            const path = "metadata.namespace";
            const found = namespace(resource.props);
            if (isOpen(found)) yield { path, undetermined: "the namespace comes from elsewhere" };
            else if (found === "default" || (!/(?<=[a-z])Patch$/.test(type) && (found ?? "") === ""))
                yield { path, found: found === "default" ? '"default"' : "nothing", wanted: "a namespace of its own" };
        },
        good: [{ type: "kubernetes:core/v1:Service", props: { metadata: { namespace: "app" } } }],
        bad: [
            {
                type: "kubernetes:apps/v1:Deployment",
                props: { metadata: { namespace: "default" } },
                at: ["metadata.namespace"],
            },
            { type: "kubernetes:core/v1:Pod", props: { metadata: { name: "a" } }, at: ["metadata.namespace"] },
        ],
        open: [
            {
                type: "kubernetes:core/v1:Service",
                props: { metadata: { namespace: { $unknown: true } } },
                unknownPaths: ["metadata.namespace"],
                at: ["metadata.namespace"],
            },
        ],
    },
    {
        id: "POD-19",
        title: "each namespace enforces a Pod Security Standard",
        why: "what no policy of the program forbids, the API server should",
        severity: "high",
        level: "mandatory",
        sameAs: ["CIS-K 4.2.1", "C-0192", "kyverno:add-psa-labels"],
        cel: [
            {
                of: "namespaces",
                passes:
                    `has(object.metadata.labels) && '${ENFORCE}' in object.metadata.labels && ` +
                    `object.metadata.labels['${ENFORCE}'] in ${list(LEVELS)}`,
            },
        ],
        appliesTo: (type) => /^kubernetes:core\/v1:Namespace$/.test(type),
        *judge({ resource }) {
            const path = `metadata.labels["${ENFORCE}"]`;
            const name = reader("metadata.name")(resource.props);
            if (typeof name === "string" && SYSTEM.test(name)) return;
            const found = level(resource.props);
            if (isOpen(found)) yield { path, undetermined: "the label comes from elsewhere" };
            else if (!LEVELS.includes(found as string))
                yield { path, found: found === undefined ? "nothing" : "another level", wanted: "restricted" };
        },
        good: [
            {
                type: "kubernetes:core/v1:Namespace",
                props: { metadata: { name: "app", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
            },
            { type: "kubernetes:core/v1:Namespace", props: { metadata: { name: "kube-system" } } },
        ],
        bad: [
            {
                type: "kubernetes:core/v1:Namespace",
                props: { metadata: { labels: { "pod-security.kubernetes.io/enforce": "privileged" } } },
                at: ['metadata.labels["pod-security.kubernetes.io/enforce"]'],
            },
        ],
        open: [
            {
                type: "kubernetes:core/v1:Namespace",
                props: { metadata: { labels: { $unknown: true } } },
                unknownPaths: ["metadata.labels"],
                at: ['metadata.labels["pod-security.kubernetes.io/enforce"]'],
            },
        ],
    },
];
