import type { Json, Plan, PlanResource } from "../plan";
import type { Item } from "./model";

const at = (value: Json | undefined, ...path: readonly string[]): Json | undefined =>
    path.reduce<Json | undefined>(
        (inner, key) => (typeof inner === "object" && inner !== null && !Array.isArray(inner) ? inner[key] : undefined),
        value,
    );
const text = (value: Json | undefined): string | undefined => (typeof value === "string" ? value : undefined);

const ofType = (plan: Plan, pattern: RegExp) => plan.resources.filter(({ type }) => pattern.test(type));

/** Secrets of Secret Manager that no resource of the plan gives a version. */
export function googleSecrets(plan: Plan, project: string): Item[] {
    const given = new Set(
        ofType(plan, /^gcp:secretmanager\/secretVersion:/).flatMap(
            ({ propertyDependencies }) => propertyDependencies.secret ?? [],
        ),
    );
    return ofType(plan, /^gcp:secretmanager\/(regionalS|s)ecret:/)
        .filter(({ urn }) => !given.has(urn))
        .map(({ inputs, name }) => {
            const id = text(inputs.secretId) ?? name;
            return { what: id, command: `gcloud secrets versions add ${id} --project=${project} --data-file=-` };
        });
}

/** Secrets of Vault that external secrets read; whoever keeps Vault puts them in. */
export function vaultSecrets(plan: Plan): Item[] {
    const stores = new Map(
        ofType(plan, /:(Cluster)?SecretStore$/).flatMap((store) => {
            const vault = at(store.inputs, "spec", "provider", "vault");
            return vault === undefined
                ? []
                : [[place(store, text(at(store.inputs, "metadata", "name"))), vault] as const];
        }),
    );
    const items = ofType(plan, /:ExternalSecret$/).flatMap((secret) => {
        const main = at(secret.inputs, "spec", "secretStoreRef", "name");
        return list(at(secret.inputs, "spec", "data")).flatMap((entry): Item[] => {
            const store = stores.get(place(secret, text(at(entry, "sourceRef", "storeRef", "name") ?? main)));
            const path = text(at(entry, "remoteRef", "key"));
            return store === undefined || path === undefined ? [] : [vaultItem(store, path, entry)];
        });
    });
    // Every cluster reads the same ones.
    return [...new Map(items.map((item) => [item.what, item])).values()];
}

function vaultItem(store: Json, path: string, entry: Json): Item {
    const option = (name: string, value: Json | undefined) => (text(value) ? [`-${name}=${text(value)}`] : []);
    const options = [
        ...option("address", at(store, "server")),
        ...option("namespace", at(store, "namespace")),
        ...option("mount", at(store, "path")),
    ];
    const field = text(at(entry, "remoteRef", "property")) ?? "value";
    return { what: path, detail: "in Vault", command: ["vault kv put", ...options, path, `${field}=-`].join(" ") };
}

const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

/** A store is known by its name in its namespace of its cluster. */
const place = ({ inputs, provider }: PlanResource, name: string | undefined) =>
    [provider, text(at(inputs, "metadata", "namespace")), name].join(" ");
