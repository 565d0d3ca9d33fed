import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { VARIABLES } from "./cel";
import type { Admitted, Rule } from "./rule";
import { rules as all } from "./rules";

/** A ValidatingAdmissionPolicy of admissionregistration.k8s.io/v1, without what is the same for all. */
export interface AdmissionPolicy {
    name: string;
    spec: {
        failurePolicy: "Fail";
        matchConstraints: { resourceRules: ResourceRule[] };
        matchConditions: Named[];
        variables?: Named[];
        validations: { expression: string; message: string }[];
    };
}

interface Named {
    name: string;
    expression: string;
}

interface ResourceRule {
    apiGroups: string[];
    apiVersions: string[];
    operations: string[];
    resources: string[];
}

/** Where each of them is served. A role or a volume of the whole cluster is not asked about: no namespace says whose it is. */
const SERVED: Readonly<Record<Admitted, readonly (readonly [group: string, ...resources: string[]])[]>> = {
    pods: [
        ["", "pods", "pods/ephemeralcontainers", "replicationcontrollers"],
        ["apps", "daemonsets", "deployments", "replicasets", "statefulsets"],
        ["batch", "cronjobs", "jobs"],
    ],
    httproutes: [["gateway.networking.k8s.io", "httproutes"]],
    ingresses: [["networking.k8s.io", "ingresses"]],
    namespaces: [["", "namespaces"]],
    networkpolicies: [["networking.k8s.io", "networkpolicies"]],
    rolebindings: [["rbac.authorization.k8s.io", "rolebindings"]],
    roles: [["rbac.authorization.k8s.io", "roles"]],
    serviceaccounts: [["", "serviceaccounts"]],
    services: [["", "services"]],
};

/** An object that is going away must be let go, and a pod's labels may change whatever the pod is. */
const CONDITIONS: Readonly<Partial<Record<Admitted, Named>>> = {
    pods: { name: "changes", expression: "request.operation == 'CREATE' || object.spec != oldObject.spec" },
};
const STAYS: Named = { name: "stays", expression: "!has(object.metadata.deletionTimestamp)" };

/** The rules that CEL can say, as policies for the API server: one for each kind of object, a validation for each rule. */
export function admissionPolicies(rules: readonly Rule[] = all): AdmissionPolicy[] {
    return (Object.keys(SERVED) as Admitted[]).flatMap((of) => {
        const validations = rules.flatMap(({ id, title, cel = [] }) =>
            cel
                .filter((demand) => demand.of === of)
                .map(({ passes }) => ({ expression: passes, message: `${id}: ${title}` })),
        );
        return validations.length > 0 ? [policy(of, validations)] : [];
    });
}

const policy = (of: Admitted, validations: AdmissionPolicy["spec"]["validations"]): AdmissionPolicy => ({
    name: `slipway-${of}`,
    spec: {
        failurePolicy: "Fail",
        matchConstraints: {
            resourceRules: SERVED[of].map(([group, ...resources]) => ({
                apiGroups: [group],
                apiVersions: ["v1"],
                operations: ["CREATE", "UPDATE"],
                resources,
            })),
        },
        matchConditions: [STAYS, ...[CONDITIONS[of] ?? []].flat()],
        ...(of === "pods" && { variables: VARIABLES.map(({ name, expression }) => ({ name, expression })) }),
        validations,
    },
});

/** `components/boundary/admission.json`, as the formatter of the project wants it. */
export const admissionFile = (): string =>
    `${JSON.stringify(admissionPolicies(), null, 4).replace(TEXTS, (texts) => texts.replace(/\s*\n\s*/g, " ").replace(/\[ | \]/g, (end) => end.trim()))}\n`;

/** A list of texts alone, each on a line of its own. */
const TEXTS = /\[\s+"[^\n]*"(?:,\n\s+"[^\n]*")*\n\s+\]/g;

if (require.main === module) writeFileSync(join(__dirname, "../components/boundary/admission.json"), admissionFile());
