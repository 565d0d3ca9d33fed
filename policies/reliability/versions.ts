import type { Rule } from "../rule";

/** Versions that Kubernetes no longer serves, and the one since which it does not (kubernetes.io/docs/reference/using-api/deprecation-guide). */
const REMOVED: Readonly<Record<string, string>> = {
    "extensions/v1beta1": "1.22",
    "apps/v1beta1": "1.16",
    "apps/v1beta2": "1.16",
    "admissionregistration.k8s.io/v1beta1:MutatingWebhookConfiguration": "1.22",
    "admissionregistration.k8s.io/v1beta1:ValidatingWebhookConfiguration": "1.22",
    "apiextensions.k8s.io/v1beta1": "1.22",
    "apiregistration.k8s.io/v1beta1": "1.22",
    "authentication.k8s.io/v1beta1:TokenReview": "1.22",
    "authorization.k8s.io/v1beta1": "1.22",
    "autoscaling/v2beta1": "1.25",
    "autoscaling/v2beta2": "1.26",
    "batch/v1beta1": "1.25",
    "batch/v2alpha1": "1.21",
    "certificates.k8s.io/v1beta1:CertificateSigningRequest": "1.22",
    "coordination.k8s.io/v1beta1:Lease": "1.22",
    "discovery.k8s.io/v1beta1": "1.25",
    "events.k8s.io/v1beta1": "1.25",
    "flowcontrol.apiserver.k8s.io/v1alpha1": "1.21",
    "flowcontrol.apiserver.k8s.io/v1beta1": "1.26",
    "flowcontrol.apiserver.k8s.io/v1beta2": "1.29",
    "flowcontrol.apiserver.k8s.io/v1beta3": "1.32",
    "networking.k8s.io/v1beta1:Ingress": "1.22",
    "networking.k8s.io/v1beta1:IngressClass": "1.22",
    "node.k8s.io/v1beta1": "1.25",
    "policy/v1beta1": "1.25",
    "rbac.authorization.k8s.io/v1alpha1": "1.22",
    "rbac.authorization.k8s.io/v1beta1": "1.22",
    "scheduling.k8s.io/v1alpha1": "1.22",
    "scheduling.k8s.io/v1beta1": "1.22",
    "storage.k8s.io/v1beta1:CSIDriver": "1.22",
    "storage.k8s.io/v1beta1:CSINode": "1.22",
    "storage.k8s.io/v1beta1:StorageClass": "1.22",
    "storage.k8s.io/v1beta1:VolumeAttachment": "1.22",
    "storage.k8s.io/v1beta1:CSIStorageCapacity": "1.27",
};

/** The version of Kubernetes since which a type is gone, by its version alone or with its kind. */
function goneSince(type: string): string | undefined {
    const [provider, version = "", kind = ""] = type.split(":");
    if (provider !== "kubernetes") return undefined;
    for (const name of [version, `${version}:${kind.replace(/(Patch|List)$/, "")}`])
        if (Object.hasOwn(REMOVED, name)) return REMOVED[name];
    return undefined;
}

export const versions: readonly Rule[] = [
    {
        id: "REL-07",
        title: "objects are of a version that the cluster still knows",
        why: "the API server refuses a removed version in the middle of an update",
        severity: "high",
        level: "mandatory",
        sameAs: ["KSV-0107", "gatekeeper:verifydeprecatedapi", "kyverno:check-deprecated-apis"],
        appliesTo: (type) => goneSince(type) !== undefined,
        *judge({ type }) {
            yield {
                path: "apiVersion",
                found: `a version that Kubernetes ${goneSince(type)} removed`,
                wanted: "the version that came after it",
            };
        },
        good: [
            { type: "kubernetes:batch/v1:CronJob", props: {} },
            { type: "kubernetes:constructor:constructor", props: {} },
        ],
        bad: [
            { type: "kubernetes:policy/v1beta1:PodDisruptionBudget", props: {}, at: ["apiVersion"] },
            { type: "kubernetes:networking.k8s.io/v1beta1:Ingress", props: {}, at: ["apiVersion"] },
        ],
    },
];
