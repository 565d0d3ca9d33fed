import { describe, expect, test } from "vitest";
import type { Json } from "../../policies/rule";
import { found, said, sample, UNKNOWN } from "./sample";

const RBAC = "kubernetes:rbac.authorization.k8s.io/v1";
const role = (rules: Json, kind = "Role") => sample(`${RBAC}:${kind}`, { rules });
const grant = (more: { [key: string]: Json }) => ({ apiGroups: [""], resources: ["pods"], verbs: ["get"], ...more });
const binding = (props: { [key: string]: Json }, kind = "RoleBinding") => sample(`${RBAC}:${kind}`, props);

describe("a role", () => {
    test.each<[string, { [key: string]: Json }, string[]]>([
        ["RBAC-02", { verbs: ["get", "*"] }, ['rules[0].verbs[1]: "*"']],
        ["RBAC-02", { resources: ["pods/*"] }, ['rules[0].resources[0]: "pods/*"']],
        ["RBAC-02", { apiGroups: ["*"] }, ['rules[0].apiGroups[0]: "*"']],
        ["RBAC-02", { nonResourceURLs: ["/*"] }, ['rules[0].nonResourceURLs[0]: "/*"']],
        ["RBAC-02", { nonResourceURLs: ["/metrics", "/*/a"] }, []],
        ["RBAC-02", { verbs: UNKNOWN }, ["rules[0].verbs?"]],
        ["RBAC-02", { verbs: ["get", UNKNOWN] }, ["rules[0].verbs[1]?"]],
        ["RBAC-02", { verbs: null, resourceNames: ["*"] }, []],
        [
            "RBAC-03",
            { verbs: ["bind", "get", "impersonate"] },
            ['rules[0].verbs[0]: "bind"', 'rules[0].verbs[2]: "impersonate"'],
        ],
        ["RBAC-03", { verbs: UNKNOWN }, ["rules[0].verbs?"]],
        ["RBAC-03", { resources: UNKNOWN, verbs: ["*"] }, ["rules[0].resources?"]],
        ["RBAC-03", { resources: UNKNOWN, verbs: ["get"] }, []],
        ["RBAC-03", { resources: ["pods", UNKNOWN], verbs: ["*"] }, ["rules[0].resources[1]?"]],
        ["RBAC-03", { resources: ["groups", UNKNOWN], verbs: ["*"] }, ['rules[0].verbs[0]: "*"']],
        ["RBAC-04", { resources: ["secrets"] }, ['rules[0].resources[0]: "secrets"']],
        ["RBAC-04", { resources: ["secrets"], resourceNames: [] }, ['rules[0].resources[0]: "secrets"']],
        ["RBAC-04", { resources: ["secrets"], resourceNames: ["tls"], verbs: ["get"] }, []],
        [
            "RBAC-04",
            { resources: ["secrets"], resourceNames: ["tls"], verbs: ["get", "list"] },
            ['rules[0].resources[0]: "secrets"'],
        ],
        ["RBAC-04", { resources: ["secrets"], resourceNames: ["tls"], verbs: UNKNOWN }, []],
        ["RBAC-04", { resources: [UNKNOWN], resourceNames: ["tls"] }, ["rules[0].resources[0]?"]],
        ["RBAC-04", { resources: ["pods"], resourceNames: ["tls"], verbs: ["list"] }, []],
        [
            "RBAC-06",
            { resources: ["pods", "pods/exec", "services/proxy"] },
            ['rules[0].resources[1]: "pods/exec"', 'rules[0].resources[2]: "services/proxy"'],
        ],
        ["RBAC-06", { resources: UNKNOWN }, ["rules[0].resources?"]],
    ])("%s judges %j", (rule, more, expected) => {
        expect(found(rule, role([grant(more)]))).toEqual(expected);
    });

    test("of which a grant comes from elsewhere is open there", () => {
        expect(said("RBAC-03", role([UNKNOWN, "none", grant({ verbs: ["escalate"] })]))).toEqual([
            "rules[0]?",
            "rules[2].verbs[0]",
        ]);
    });

    test.each([
        ["Role", 1],
        ["ClusterRole", 1],
        ["RolePatch", 1],
        ["MyRole", 0],
        ["RoleX", 0],
        ["RoleBinding", 0],
    ])("is %s: %d", (kind, count) => {
        expect(said("RBAC-03", role([grant({ verbs: ["escalate"] })], kind))).toHaveLength(count);
    });
});

describe("a binding", () => {
    const admin = { roleRef: { kind: "ClusterRole", name: "cluster-admin" } };
    test.each<[string, { [key: string]: Json }, string[]]>([
        ["RBAC-01", admin, ['roleRef.name: "cluster-admin"']],
        ["RBAC-01", { roleRef: { kind: "Role", name: "cluster-admin" } }, []],
        ["RBAC-01", { roleRef: { kind: "Role", name: UNKNOWN } }, []],
        ["RBAC-01", { roleRef: { kind: UNKNOWN, name: "cluster-admin" } }, ['roleRef.name: "cluster-admin"']],
        ["RBAC-01", { roleRef: UNKNOWN }, ["roleRef.name?"]],
        ["RBAC-05", { subjects: UNKNOWN }, ["subjects?"]],
        [
            "RBAC-05",
            { subjects: [UNKNOWN, { kind: "User", name: UNKNOWN }] },
            ["subjects[0].name?", "subjects[1].name?"],
        ],
        [
            "RBAC-05",
            {
                subjects: [
                    { kind: "ServiceAccount", name: "system:masters" },
                    { kind: "ServiceAccount", name: UNKNOWN },
                ],
            },
            [],
        ],
        [
            "RBAC-05",
            {
                subjects: [
                    { kind: "Group", name: "ops" },
                    { kind: "Group", name: "system:masters" },
                ],
            },
            ['subjects[1].name: "system:masters"'],
        ],
        ["RBAC-05", { subjects: [{ kind: "Group" }, "system:masters"] }, []],
        ["RBAC-05", {}, []],
    ])("%s judges %j", (rule, props, expected) => {
        expect(found(rule, binding(props))).toEqual(expected);
    });

    test.each([
        ["RoleBinding", 1],
        ["ClusterRoleBinding", 1],
        ["ClusterRoleBindingPatch", 1],
        ["MyRoleBinding", 0],
        ["RoleBindingX", 0],
        ["Role", 0],
    ])("is %s: %d", (kind, count) => {
        expect(said("RBAC-01", binding(admin, kind))).toHaveLength(count);
    });
});
