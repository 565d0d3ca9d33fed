import { each, list } from "./cel";
import { isOpen, reader } from "./constraint";
import { baseKind } from "./kubernetes";
import type { Finding, Json, Rule } from "./rule";
import { asText, isMap, isUnknown } from "./value";

const isRole = (type: string): boolean => /^(Cluster)?Role$/.test(baseKind(type));
const isBinding = (type: string): boolean => /^(Cluster)?RoleBinding$/.test(baseKind(type));

interface Grant {
    path: string;
    /** Texts of each list; an unknown one is open. */
    lists: Readonly<Record<"apiGroups" | "resources" | "verbs" | "nonResourceURLs" | "resourceNames", Entry[]>>;
}

interface Entry {
    path: string;
    text: string | undefined;
}

const LISTS = ["apiGroups", "resources", "verbs", "nonResourceURLs", "resourceNames"] as const;

/** The grants of a role, each list with its entries; what is not known yet is an entry without a text. */
function grants(props: { [key: string]: Json }): { grants: Grant[]; open: string[] } {
    const found = reader("rules")(props);
    if (isOpen(found)) return { grants: [], open: ["rules"] };
    const open: string[] = [];
    const all = (Array.isArray(found) ? found : []).flatMap((rule, index): Grant[] => {
        const path = `rules[${index}]`;
        if (isUnknown(rule)) open.push(path);
        if (!isMap(rule)) return [];
        const list = (name: string): Entry[] => {
            const value = rule[name];
            if (isUnknown(value)) return [{ path: `${path}.${name}`, text: undefined }];
            return (Array.isArray(value) ? value : []).map((entry, at) => ({
                path: `${path}.${name}[${at}]`,
                text: isUnknown(entry) ? undefined : asText(entry),
            }));
        };
        const lists = Object.fromEntries(LISTS.map((name) => [name, list(name)]));
        return [{ path, lists: lists as Grant["lists"] }];
    });
    return { grants: all, open };
}

const UNKNOWN = "the rights come from elsewhere";

/** A rule over every grant of every role. */
function roleRule(
    head: Pick<Rule, "id" | "title" | "why" | "severity" | "level" | "sameAs">,
    faults: (grant: Grant) => Iterable<Entry & { found?: string }>,
    wanted: string,
    /** In CEL, whether a grant `r` passes. */
    passes: string,
    bad: readonly { grant: { [key: string]: Json }; at: string }[],
    good: readonly { [key: string]: Json }[],
): Rule {
    return {
        ...head,
        cel: [{ of: "roles", passes: each("object.rules", "r", passes) }],
        appliesTo: isRole,
        *judge({ resource }): Iterable<Finding> {
            const { grants: all, open } = grants(resource.props);
            for (const path of open) yield { path, undetermined: UNKNOWN };
            for (const grant of all)
                for (const { path, text, found = JSON.stringify(text) } of faults(grant))
                    yield text === undefined ? { path, undetermined: UNKNOWN } : { path, found, wanted };
        },
        good: good.map((grant) => ({
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: { metadata: { name: "reader" }, rules: [grant] },
        })),
        bad: bad.map(({ grant, at }) => ({
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: { metadata: { name: "writer" }, rules: [grant] },
            at: [`rules[0].${at}`],
        })),
        open: [
            {
                type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
                props: { rules: { $unknown: true } },
                unknownPaths: ["rules"],
                at: ["rules"],
            },
        ],
    };
}

const among = (entries: readonly Entry[], words: ReadonlySet<string>): boolean =>
    entries.some(({ text }) => text !== undefined && words.has(text));

/** Entries that are one of the words, or may be. */
const matching = (entries: readonly Entry[], words: ReadonlySet<string>): Entry[] =>
    entries.filter(({ text }) => text === undefined || words.has(text));

/** In CEL, whether a list of a grant has none of the words. */
const none = (name: string, words: ReadonlySet<string>): string => each(`r.${name}`, "e", `!(e in ${list(words)})`);

const READ = { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] };

const ESCALATING = new Set(["escalate", "bind", "impersonate"]);
/** What rights are given by, or taken from: every verb on one of these is an escalating one as well. */
const GIVING = new Set([
    ...["roles", "clusterroles", "rolebindings", "clusterrolebindings", "users", "groups", "serviceaccounts", "*"],
]);
const EVERY = new Set(["*"]);
const SECRETS = new Set(["secrets", "secrets/*"]);
const DOORS = new Set([
    ...[
        "pods/exec",
        "pods/attach",
        "pods/portforward",
        "pods/ephemeralcontainers",
        "nodes/proxy",
        "services/proxy",
        "pods/proxy",
    ],
]);
const ANY_SECRET = new Set(["list", "watch", "create", "update", "patch", "delete", "deletecollection"]);

/** What a role of Kubernetes allows. */
const roles: readonly Rule[] = [
    roleRule(
        {
            id: "RBAC-02",
            title: "roles name what they allow",
            why: "an asterisk allows what the next version of the cluster will bring as well",
            severity: "high",
            level: "mandatory",
            sameAs: ["CKV_K8S_49", "CIS-K 4.1.3", "KSV-0044", "KSV-0045", "KSV-0046"],
        },
        ({ lists: { apiGroups, resources, verbs, nonResourceURLs } }) =>
            [...apiGroups, ...resources, ...verbs, ...nonResourceURLs].filter(
                ({ text }) => text === undefined || text === "*" || text === "/*" || text.endsWith("/*"),
            ),
        "the names that are needed",
        ["apiGroups", "resources", "verbs", "nonResourceURLs"]
            .map((name) => `(${each(`r.${name}`, "e", "e != '*' && !e.endsWith('/*')")})`)
            .join(" && "),
        [
            { grant: { ...READ, verbs: ["*"] }, at: "verbs[0]" },
            { grant: { ...READ, resources: ["pods", "*"] }, at: "resources[1]" },
        ],
        [READ],
    ),
    roleRule(
        {
            id: "RBAC-03",
            title: "nobody can give themselves more rights",
            why: "who may bind a role, escalate one or speak as another has every right there is",
            severity: "critical",
            level: "mandatory",
            sameAs: ["CKV_K8S_157", "CKV_K8S_158", "CKV2_K8S_3", "CIS-K 4.1.7", "CIS-K 4.1.8"],
        },
        ({ lists: { resources, verbs } }) => {
            const every = verbs.filter(({ text }) => text === "*");
            const giving = every.length > 0 ? matching(resources, GIVING) : [];
            // Of what is not known, nobody can say whether it gives rights.
            return [...matching(verbs, ESCALATING), ...(among(giving, GIVING) ? every : giving)];
        },
        "no such verb",
        `${none("verbs", ESCALATING)} && (${none("verbs", EVERY)} || ${none("resources", GIVING)})`,
        [
            { grant: { ...READ, resources: ["clusterroles"], verbs: ["escalate"] }, at: "verbs[0]" },
            { grant: { ...READ, resources: ["pods", "roles"], verbs: ["get", "*"] }, at: "verbs[1]" },
            { grant: { ...READ, resources: ["*"], verbs: ["*"] }, at: "verbs[0]" },
        ],
        [READ, { ...READ, verbs: ["*"] }],
    ),
    roleRule(
        {
            id: "RBAC-04",
            title: "roles read the secrets they name, and no others",
            why: "who may list secrets has every password of the namespace",
            severity: "high",
            level: "mandatory",
            sameAs: ["CIS-K 4.1.2", "KSV-0041", "KSV-0113", "CKV2_K8S_5"],
        },
        ({ lists: { resources, verbs, resourceNames } }) => {
            const secrets = matching(resources, SECRETS);
            if (secrets.length === 0) return [];
            // Reading one by its name is what a program needs; the other verbs work without a name.
            if (resourceNames.length > 0 && !among(verbs, ANY_SECRET))
                return secrets.filter(({ text }) => text === undefined);
            return secrets;
        },
        "get, with the names of the secrets, or files from a secret store",
        `${none("resources", SECRETS)} || ` +
            `(has(r.resourceNames) && r.resourceNames.size() > 0 && (${none("verbs", ANY_SECRET)}))`,
        [{ grant: { ...READ, resources: ["secrets"] }, at: "resources[0]" }],
        [READ, { apiGroups: [""], resources: ["secrets"], verbs: ["get"], resourceNames: ["tls"] }],
    ),
    roleRule(
        {
            id: "RBAC-06",
            title: "roles open no shell and no tunnel",
            why: "a shell in the pod of a signer is the key of the signer",
            severity: "high",
            level: "mandatory",
            sameAs: ["KSV-0053", "CKV2_K8S_2", "C-0002", "C-0063"],
        },
        ({ lists }) => matching(lists.resources, DOORS),
        "a role for those on call, given when it is needed",
        none("resources", DOORS),
        [{ grant: { ...READ, resources: ["pods/exec"], verbs: ["create"] }, at: "resources[0]" }],
        [READ],
    ),
];

const EVERYBODY = new Set([
    ...[
        "system:anonymous",
        "system:unauthenticated",
        "system:authenticated",
        "system:masters",
        "system:serviceaccounts",
    ],
]);

const roleName = reader("roleRef.name");

/** Whom rights are given to. */
const bindings: readonly Rule[] = [
    {
        id: "RBAC-01",
        title: "nobody is bound to cluster-admin",
        why: "who takes over that account has the cluster, its secrets and its nodes",
        severity: "critical",
        level: "mandatory",
        sameAs: ["CIS-K 4.1.1", "KSV-0111", "C-0035"],
        cel: [
            { of: "rolebindings", passes: "object.roleRef.kind == 'Role' || object.roleRef.name != 'cluster-admin'" },
        ],
        appliesTo: isBinding,
        *judge({ resource }) {
            const path = "roleRef.name";
            const found = roleName(resource.props);
            const kind = reader("roleRef.kind")(resource.props);
            // A Role of that name is not the built-in one.
            if (kind === "Role") return;
            if (isOpen(found)) yield { path, undetermined: UNKNOWN };
            else if (found === "cluster-admin")
                yield { path, found: '"cluster-admin"', wanted: "a role with what is needed" };
        },
        good: [
            {
                type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
                props: { roleRef: { kind: "ClusterRole", name: "view" } },
            },
        ],
        bad: [
            {
                type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
                props: { roleRef: { kind: "ClusterRole", name: "cluster-admin" } },
                at: ["roleRef.name"],
            },
        ],
        open: [
            {
                type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
                props: { roleRef: { kind: "ClusterRole", name: { $unknown: true } } },
                unknownPaths: ["roleRef.name"],
                at: ["roleRef.name"],
            },
        ],
    },
    {
        id: "RBAC-05",
        title: "rights are given to somebody",
        why: "a right for everybody who is logged in, or for anybody, is a right for the intruder",
        severity: "critical",
        level: "mandatory",
        sameAs: ["CIS-K 4.1.6", "CIS-K 4.1.8", "CIS-K 4.1.10", "KSV-0122", "KSV-0123", "KSV-01011"],
        cel: [
            {
                of: "rolebindings",
                passes: each("object.subjects", "s", `s.kind == 'ServiceAccount' || !(s.name in ${list(EVERYBODY)})`),
            },
        ],
        appliesTo: isBinding,
        *judge({ resource }) {
            const subjects = reader("subjects")(resource.props);
            if (isOpen(subjects)) return yield { path: "subjects", undetermined: UNKNOWN };
            for (const [index, subject] of (Array.isArray(subjects) ? subjects : []).entries()) {
                const path = `subjects[${index}].name`;
                const name = isUnknown(subject) ? subject : isMap(subject) ? (subject.name ?? null) : null;
                const kind = isMap(subject) ? subject.kind : undefined;
                if (kind === "ServiceAccount") continue;
                if (isUnknown(name)) yield { path, undetermined: UNKNOWN };
                else if (EVERYBODY.has(asText(name)))
                    yield { path, found: JSON.stringify(name), wanted: "a group or an account of its own" };
            }
        },
        good: [
            {
                type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
                props: { subjects: [{ kind: "Group", name: "ops@example.com" }] },
            },
        ],
        bad: [
            {
                type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
                props: { subjects: [{ kind: "Group", name: "system:unauthenticated" }] },
                at: ["subjects[0].name"],
            },
        ],
        open: [
            {
                type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
                props: { subjects: [{ kind: "User", name: { $unknown: true } }] },
                unknownPaths: ["subjects[0].name"],
                at: ["subjects[0].name"],
            },
        ],
    },
];

export const rights: readonly Rule[] = [...bindings, ...roles].sort((a, b) => (a.id < b.id ? -1 : 1));
