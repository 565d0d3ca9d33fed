import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { StateResource } from "../apply/state";

/** What can be said of a resource whose creation was stopped, before the provider is asked. */
export type Identity =
    /** The id that it has if it exists. */
    | { id: string }
    /** It exists in the state alone, or its creation can be repeated and comes to the same. */
    | "again"
    /** Its server gives it a name that nobody knows but the server. */
    | undefined;

/** Grants and switches: making one that is there changes nothing. Random values are nowhere but in the state. */
const AGAIN = [
    /^gcp:.*I[Aa][Mm]Member$/,
    /^gcp:binaryauthorization\/policy:/,
    /^gcp:projects\/(iAMAuditConfig|service|serviceIdentity):/,
    /^(pulumi|random):/,
];

/** Ids that the provider does not give as its documentation of `pulumi import` writes them (google-beta, SetId). */
const IDS: Readonly<Record<string, string>> = {
    "gcp:compute/routerNat:RouterNat": "{{project}}/{{region}}/{{router}}/{{name}}",
    "gcp:dns/recordSet:RecordSet": "projects/{{project}}/managedZones/{{managed_zone}}/rrsets/{{name}}/{{type}}",
    "gcp:container/nodePool:NodePool":
        "projects/{{project}}/locations/{{location}}/clusters/{{cluster}}/nodePools/{{name}}",
    "gcp:projects/iAMCustomRole:IAMCustomRole": "projects/{{project}}/roles/{{role_id}}",
    "gcp:serviceaccount/account:Account":
        "projects/{{project}}/serviceAccounts/{{account_id}}@{{project}}.iam.gserviceaccount.com",
    "gcp:servicenetworking/connection:Connection": "{{network:escaped}}:{{service}}",
    "gcp:sql/user:User": "{{name}}//{{instance}}",
    "gcp:storage/bucket:Bucket": "{{name}}",
    "vault:index/audit:Audit": "{{path}}",
    "vault:index/mount:Mount": "{{path}}",
    "vault:index/policy:Policy": "{{name}}",
    "vault:jwt/authBackend:AuthBackend": "{{path}}",
    "vault:jwt/authBackendRole:AuthBackendRole": "auth/{{backend}}/role/{{role_name}}",
    "vault:database/secretBackendConnection:SecretBackendConnection": "{{backend}}/config/{{name}}",
    "vault:database/secretBackendRole:SecretBackendRole": "{{backend}}/roles/{{name}}",
    "vault:transit/secretBackendKey:SecretBackendKey": "{{backend}}/keys/{{name}}",
};

/** What the documentation calls otherwise than the input. */
const INPUTS: Readonly<Record<string, string>> = { project_id: "project", cluster_id: "name" };

/** Says what a resource is called by its provider, from what the program asked for. */
export function identityOf({ type, inputs = {} }: StateResource, provider: StateResource | undefined): Identity {
    if (AGAIN.some((pattern) => pattern.test(type))) return "again";
    if (type.startsWith("kubernetes:")) return kubernetesId(type, inputs);
    const values = { project: provider?.inputs?.project, ...inputs };
    const templates = Object.hasOwn(IDS, type) ? [IDS[type] ?? ""] : documented(type);
    for (const template of templates) {
        const id = filled(template, values);
        if (id !== undefined) return { id };
    }
    return undefined;
}

function kubernetesId(type: string, inputs: StateResource["inputs"] = {}): Identity {
    const metadata = (type.startsWith("kubernetes:helm.sh/") ? inputs : inputs.metadata) as
        | { name?: unknown; namespace?: unknown }
        | undefined;
    const { name, namespace } = metadata ?? {};
    if (typeof name !== "string") return undefined;
    return { id: typeof namespace === "string" ? `${namespace}/${name}` : name };
}

/**
 * Puts inputs into `projects/{{project}}/secrets/{{secret_id}}`, those that are `:escaped` as in a URL; undefined if one of
 * them is not known.
 */
function filled(template: string, values: Readonly<Record<string, unknown>>): string | undefined {
    let known = true;
    const id = template.replace(/\{\{([\w-]+)(:escaped)?\}\}/g, (_, variable: string, escaped: string, at: number) => {
        const name = INPUTS[variable] ?? variable.replace(/_(\w)/g, (__, letter: string) => letter.toUpperCase());
        const value = values[name];
        if (typeof value !== "string" || value === "") known = false;
        const text = String(value);
        if (escaped) return encodeURIComponent(text);
        // Where an input names another resource in full, the template has the rest of that name already.
        return at > 0 && text.includes("/") ? text.slice(text.lastIndexOf("/") + 1) : text;
    });
    return known ? id : undefined;
}

const load = createRequire(__filename);

/** The forms in which the pinned package says that `pulumi import` takes an id, the fullest first. */
function documented(type: string): string[] {
    const [, name = "", path = ""] = /^(\w+):(\w+\/\w+):/.exec(type) ?? [];
    try {
        const root = dirname(load.resolve(`@pulumi/${name}/package.json`));
        const text = readFileSync(join(root, `${path.replace(/^index\//, "")}.d.ts`), "utf8");
        const lines = text.matchAll(/\$ pulumi import \S+ \S+ (\S*\{\{.*\}\}\S*)$/gm);
        return [...lines].map(([, id = ""]) => id);
    } catch {
        return [];
    }
}
