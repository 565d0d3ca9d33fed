import { each, standing } from "../cel";
import { isOpen, reader } from "../constraint";
import { baseKind } from "../kubernetes";
import type { Cel, Rule } from "../rule";
import { isMap, isUnknown, own } from "../value";
import { podRule } from "./demand";

const mounts = reader("automountServiceAccountToken");

const token = podRule(
    {
        id: "POD-15",
        title: "pods get no token of the API server unasked",
        why: "who breaks into a container finds the token and speaks to the API server with it",
        severity: "medium",
        level: "mandatory",
        sameAs: ["CKV_K8S_38", "CIS-K 4.1.5", "C-0034", "KSV-0036"],
    },
    [
        {
            of: "pod",
            at: "automountServiceAccountToken",
            fault: (value) => (value === false ? undefined : value === undefined ? "nothing, which mounts it" : "true"),
            wanted: "false, and a projected token where one is needed",
            cel: { passes: (value) => `!${value}` },
        },
    ],
    [{ change: { automountServiceAccountToken: true } }, { change: { automountServiceAccountToken: undefined } }],
);

const ACCOUNT = /^kubernetes:core\/v1:ServiceAccount(List)?$/;

/** The cluster makes the account `default` by itself in each namespace; no pod of ours uses it (POD-16). */
const ACCOUNT_CEL: Cel = {
    of: "serviceaccounts",
    passes: `object.metadata.name == 'default' || (${standing("object", "automountServiceAccountToken", { passes: (value) => `!${value}` })})`,
};

const BINDING_CEL: Cel = {
    of: "rolebindings",
    passes: each("object.subjects", "s", "!(s.kind == 'ServiceAccount' && s.name == 'default')"),
};

const isDefault = (name: unknown): boolean => name === undefined || name === "" || name === "default";

const named = (value: string): string => `!(${value} in ['', 'default'])`;

const account = podRule(
    {
        id: "POD-16",
        title: "each workload has an account of its own",
        why: "rights given to the default account are given to every pod that names no other",
        severity: "medium",
        level: "mandatory",
        sameAs: ["CKV_K8S_41", "CKV_K8S_42", "CIS-K 4.1.4", "kube-linter:default-service-account"],
    },
    [
        {
            of: "pod",
            at: "serviceAccountName",
            fault: (value, pod) => {
                // The old name of the same property.
                const old = "spec" in pod ? own(pod.spec, "serviceAccount") : undefined;
                if (isUnknown(old) && value === undefined) return [{ below: "", found: undefined }];
                return isDefault(value ?? old) ? "the default account" : undefined;
            },
            wanted: "a ServiceAccount of its own",
            cel: {
                passes: named,
                absent: `(${standing("variables.pod", "serviceAccount", { passes: named })})`,
            },
        },
    ],
    [{ change: { serviceAccountName: undefined } }, { change: { serviceAccountName: "default" } }],
    { fine: [{ serviceAccountName: undefined, serviceAccount: "api" }] },
);

const bindsDefault = (type: string) => /RoleBinding$/.test(baseKind(type));

/** As whom a pod speaks to the API server. */
export const identity: readonly Rule[] = [
    {
        ...token,
        cel: [...(token.cel ?? []), ACCOUNT_CEL],
        appliesTo: (type) => ACCOUNT.test(type) || (token.appliesTo?.(type) ?? true),
        *judge(subject) {
            if (!ACCOUNT.test(subject.type)) return yield* token.judge?.(subject) ?? [];
            const path = "automountServiceAccountToken";
            const value = mounts(subject.resource.props);
            if (isOpen(value)) yield { path, undetermined: "the value comes from elsewhere" };
            else if (value !== false)
                yield { path, found: value === true ? "true" : "nothing, which mounts it", wanted: "false" };
        },
        bad: [
            ...token.bad,
            {
                type: "kubernetes:core/v1:ServiceAccount",
                props: { metadata: { name: "api" } },
                at: ["automountServiceAccountToken"],
            },
        ],
    },
    {
        ...account,
        cel: [...(account.cel ?? []), BINDING_CEL],
        appliesTo: (type) => bindsDefault(type) || (account.appliesTo?.(type) ?? true),
        *judge(subject) {
            if (!bindsDefault(subject.type)) return yield* account.judge?.(subject) ?? [];
            const subjects = own(subject.resource.props, "subjects");
            for (const [index, one] of (Array.isArray(subjects) ? subjects : []).entries()) {
                const path = `subjects[${index}].name`;
                if (isMap(one) && own(one, "kind") === "ServiceAccount" && own(one, "name") === "default")
                    yield { path, found: "rights for the default account", wanted: "a ServiceAccount of its own" };
            }
        },
        bad: [
            ...account.bad,
            {
                type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
                props: {
                    roleRef: { kind: "Role", name: "reader" },
                    subjects: [{ kind: "ServiceAccount", name: "default" }],
                },
                at: ["subjects[0].name"],
            },
        ],
    },
];
