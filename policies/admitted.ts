import { baseKind, versionOf } from "./kubernetes";
import type { Admitted } from "./rule";

/** Kinds by what policies call them. A role or a volume of the whole cluster is not among them: no namespace says whose it is. */
export const KINDS: Readonly<Record<Admitted, readonly (readonly [group: string, ...kinds: string[]])[]>> = {
    pods: [
        ["", "Pod", "ReplicationController"],
        ["apps", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
        ["batch", "CronJob", "Job"],
    ],
    httproutes: [["gateway.networking.k8s.io", "HTTPRoute"]],
    ingresses: [["networking.k8s.io", "Ingress"]],
    namespaces: [["", "Namespace"]],
    networkpolicies: [["networking.k8s.io", "NetworkPolicy"]],
    rolebindings: [["rbac.authorization.k8s.io", "RoleBinding"]],
    roles: [["rbac.authorization.k8s.io", "Role"]],
    serviceaccounts: [["", "ServiceAccount"]],
    services: [["", "Service"]],
};

/** `networkpolicies` for `NetworkPolicy`: what the API server calls the objects of a kind. */
export const resourceOf = (kind: string): string => `${kind.toLowerCase().replace(/y$/, "ie").replace(/s$/, "se")}s`;

/** As what the API server asks about the resource of a URN; undefined for what it is not asked about. */
export function admittedAs(urn: string): Admitted | undefined {
    const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
    const version = versionOf(type).replace(/^core\//, "");
    const group = version.includes("/") ? version.slice(0, version.indexOf("/")) : "";
    const admitted = Object.keys(KINDS) as Admitted[];
    return admitted.find((of) => KINDS[of].some(([of, ...kinds]) => of === group && kinds.includes(baseKind(type))));
}
