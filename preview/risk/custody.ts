import type { PlanResource } from "../plan";
import { kindOf } from "../report/kinds";
import { grants } from "./grants";
import { type Comparison, line, type RiskLine, updates } from "./model";
import { podOf } from "./pods";
import { BACK, becomes } from "./values";

/** A version of a key or a secret, as Google names them in any text. */
const VERSION = /\/(cryptoKeyVersions|versions)\/(\d+|latest)/;

/** What makes an identity or a way to act as one. */
const IDENTITIES: readonly { kinds: RegExp; says: string }[] = [
    { kinds: /^gcp:serviceaccount\/key:Key$/, says: "is a new password of an account, which does not expire" },
    { kinds: /^gcp:iam\/workloadIdentityPoolProvider:/, says: "lets callers from elsewhere act in the project" },
    { kinds: /^kubernetes:rbac\.authorization\.k8s\.io:(Cluster)?Role$/, says: "is a new role in the cluster" },
    { kinds: /^vault:/, says: "is new in Vault" },
];

/** Who may use a key, a secret or the cloud, and which key or secret is used. */
export function custody(comparison: Comparison): RiskLine[] {
    return [...granted(comparison), ...identities(comparison), ...references(comparison), ...mounts(comparison)];
}

function granted({ before, touched }: Comparison): RiskLine[] {
    const now = grants(touched);
    if (now.length === 0) return [];
    const known = new Set(grants(before.resources).map(({ key }) => key));
    return now.flatMap(({ key, resource, text }) => {
        if (known.has(key)) return [];
        const says = "grants what was not granted";
        const why = "whoever is in the role can do what it allows, from anywhere";
        return [
            line(resource, {
                class: "custody",
                says,
                fact: text,
                why,
                undo: "Take the grant out and update again; read the audit log for what was done with it.",
            }),
        ];
    });
}

const identities = ({ changes }: Comparison): RiskLine[] =>
    changes.changes.flatMap(({ op, after }) => {
        if (!after || (op !== "create" && op !== "import")) return [];
        return IDENTITIES.filter(({ kinds }) => kinds.test(kindOf(after.type))).map(({ says }) =>
            line(after, { class: "custody", says, why: "it lets somebody act who could not", undo: BACK }),
        );
    });

/** Secrets that are written anew, and references that lead to another secret, key or version of it. */
function references(comparison: Comparison): RiskLine[] {
    return [...updates(comparison)].flatMap(({ after, inputs, secrets }) => {
        const written = secrets
            .filter(({ state }) => state === "changed")
            .map(({ path, by = "" }) =>
                line(after, {
                    class: "custody",
                    says: "writes its secret anew",
                    path,
                    fact: by,
                    why: "whoever still uses the old value is locked out",
                    undo: "The old value is in no plan: write it again from where it is kept.",
                }),
            );
        const led = inputs.filter(({ path, before, after: now }) => {
            if (/(^|\.)remoteRef(\.(key|version|property))?$/.test(path) || path === "secretDataWoVersion") return true;
            return [before, now].some((value) => typeof value === "string" && VERSION.test(value));
        });
        return [
            ...written,
            ...led
                .filter(({ path }) => !secrets.some((secret) => `${secret.path}Version` === path))
                .map((difference) =>
                    line(after, {
                        class: "custody",
                        says: "uses another key, secret or version of it",
                        path: difference.path,
                        fact: becomes(difference),
                        why: "what signs or logs in is not what did before",
                        undo: BACK,
                    }),
                ),
        ];
    });
}

/** Secrets that a pod gets and did not get before. */
function mounts({ byUrn, touched }: Comparison): RiskLine[] {
    return touched.flatMap((resource) => {
        const old = byUrn.before.get(resource.urn);
        const had = new Set(old ? secretsOf(old) : []);
        return secretsOf(resource)
            .filter((name) => !had.has(name))
            .map((name) =>
                line(resource, {
                    class: "custody",
                    says: old ? "gets a secret that it did not get" : "is new and gets a secret",
                    fact: name,
                    why: "whoever breaks into the program has the secret",
                    undo: "Take the secret out, update again, and rotate it.",
                }),
            );
    });
}

const secretsOf = (resource: PlanResource): string[] => {
    const pod = podOf(resource);
    return pod ? [...new Set(pod.secrets.map(({ name }) => name))].sort() : [];
};
