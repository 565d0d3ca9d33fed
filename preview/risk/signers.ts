import type { Plan, PlanResource } from "../plan";
import { valuesAt } from "../report/facts/path";
import { kindOf } from "../report/kinds";
import { type Pod, placeOf, podOf } from "./pods";
import { isText, nameOf } from "./values";

/** A key with which pods sign, and the pods that can. */
export interface SigningKey {
    /** The same in both plans for the same key. */
    id: string;
    /** As a reader knows it. */
    name: string;
    /** Whether it is a key of the cloud, or a secret that is one by its name. */
    kind: "cloud" | "secret";
    pods: Pod[];
}

/** Roles of Google Cloud KMS that let sign. */
const SIGNS = /^roles\/cloudkms\.(signer|signerVerifier|cryptoOperator|admin)$/;

/**
 * What the programs of this field call the files and secrets that hold a key to sign with: CometBFT's
 * priv_validator_key.json, Horcrux's shares and cosigners, keystores and wallets.
 */
const KEY_LIKE =
    /priv[-_]?(validator|key)|node[-_]?key|validator[-_]?key|consensus[-_]?key|sign(er|ing)[-_]?key|cosigner|(^|[-_/.])shares?([-_/.]|$)|keystore|keyring|wallet|mnemonic|private[-_]?key/i;

/** Every key to sign with that a plan lets pods use, read from grants, accounts, secrets and pods alone. */
export function signingKeys(plan: Plan): Map<string, SigningKey> {
    const byUrn = new Map(plan.resources.map((resource) => [resource.urn, resource]));
    const found = new Map<string, SigningKey>();
    const use = (id: string, name: string, kind: SigningKey["kind"], pod: Pod) => {
        const known = found.get(id) ?? { id, name, kind, pods: [] };
        if (!known.pods.includes(pod)) known.pods.push(pod);
        found.set(id, known);
    };
    const signing = cloudKeys(plan);
    const identities = accounts(plan);
    const origins = remote(plan);
    for (const resource of plan.resources) {
        const pod = podOf(resource);
        if (!pod) continue;
        for (const identity of identities.get(`${pod.place} ${pod.account}`) ?? [])
            for (const key of signing.get(identity) ?? []) use(key, byUrn.get(key)?.name ?? nameOf(key), "cloud", pod);
        for (const { name, hints } of pod.secrets) {
            const places = origins.get(`${pod.place} ${name}`) ?? [{ id: `${pod.place} ${name}`, name }];
            for (const origin of places)
                if ([name, origin.name, ...hints].some((text) => KEY_LIKE.test(text)))
                    use(`secret ${origin.id}`, origin.name, "secret", pod);
        }
    }
    return found;
}

/** Accounts of the cloud, by URN or address, with the keys that they may sign with. */
function cloudKeys({ resources }: Plan): Map<string, string[]> {
    const found = new Map<string, string[]>();
    for (const { type, inputs, propertyDependencies } of resources) {
        if (!/^gcp:kms\/cryptoKeyI[Aa][Mm](Member|Binding):/.test(type)) continue;
        if (!isText(inputs.role) || !SIGNS.test(inputs.role)) continue;
        const keys = [...(propertyDependencies.cryptoKeyId ?? []), ...[inputs.cryptoKeyId].filter(isText)];
        const members = [inputs.member, ...(Array.isArray(inputs.members) ? inputs.members : [])].filter(isText);
        const made = [...(propertyDependencies.member ?? []), ...(propertyDependencies.members ?? [])];
        for (const member of [...made, ...members.map((one) => one.replace(/^serviceAccount:/, ""))])
            found.set(member, [...(found.get(member) ?? []), ...keys]);
    }
    return found;
}

/** Kubernetes accounts with the accounts of the cloud that they act as. */
function accounts({ resources }: Plan): Map<string, string[]> {
    const found = new Map<string, string[]>();
    for (const resource of resources) {
        if (kindOf(resource.type) !== "kubernetes:core:ServiceAccount") continue;
        const [name = resource.name] = valuesAt(resource.inputs, "metadata.name");
        const annotation = valuesAt(resource.inputs, 'metadata.annotations["iam.gke.io/gcp-service-account"]');
        if (annotation.length === 0) continue;
        const known = [...(resource.propertyDependencies.metadata ?? []), ...annotation.filter(isText)];
        found.set(`${placeOf(resource)} ${isText(name) ? name : resource.name}`, known);
    }
    return found;
}

/** Secrets of a cluster with where their parts come from: the same key may be under several names. */
function remote({ resources }: Plan): Map<string, { id: string; name: string }[]> {
    const found = new Map<string, { id: string; name: string }[]>();
    for (const resource of resources) {
        if (kindOf(resource.type) !== "kubernetes:external-secrets.io:ExternalSecret") continue;
        const { inputs } = resource;
        const [target = valuesAt(inputs, "metadata.name")[0] ?? resource.name] = valuesAt(inputs, "spec.target.name");
        const keys = ["spec.data[*].remoteRef.key", "spec.dataFrom[*].extract.key"].flatMap((path) =>
            valuesAt(inputs, path),
        );
        const parts = keys.filter(isText).map((name) => ({ id: name, name }));
        if (isText(target) && parts.length > 0) found.set(`${placeOf(resource)} ${target}`, parts);
    }
    return found;
}

/** How many pods can sign with a key at once; null where nobody can know yet. */
export const alive = (key: SigningKey | undefined): number | null =>
    (key?.pods ?? []).reduce<number | null>((sum, { most }) => (sum === null || most === null ? null : sum + most), 0);

/** The workloads in which a key signs now. */
export const places = (key: SigningKey | undefined): PlanResource[] =>
    (key?.pods ?? []).filter(({ most }) => most !== 0).map(({ resource }) => resource);
