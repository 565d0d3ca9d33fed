import type { Plan, PlanResource } from "../preview/plan";
import { reach } from "../preview/reach/reach";
import { judgePlan } from "../preview/verdicts";
import { faults } from "./workload/hardening";
import { at, type Fields, type Pod, pods } from "./workload/lab";

/** What every network promises, computed from what it declares alone: each yields a sentence for whatever breaks it. */
type Proof = (plan: Plan) => Iterable<string>;

const metadata = ({ inputs }: PlanResource, key: string) => String(at(inputs, "metadata", key));
const place = (one: PlanResource) => `${metadata(one, "namespace")}/${metadata(one, "name")}`;
const all = ({ resources }: Plan, type: string) => resources.filter((one) => one.type === type);
const labels = ({ template }: Pod) => (at(template, "metadata", "labels") ?? {}) as Fields;

/** What runs on until it is stopped. */
const lasting = (plan: Plan) => pods(plan).filter(({ resource }) => resource.type.startsWith("kubernetes:apps/"));

/** Pods that a controller keeps alive; a Deployment's are counted by whatever scales it. */
const live = ({ resource }: Pod): number =>
    resource.type.endsWith(":StatefulSet") ? Number(at(resource.inputs, "spec", "replicas")) : 2;

/** Runs exactly once: only what signs makes room for itself. */
const writer = ({ spec }: Pod) => spec.priorityClassName === "slipway-writer";

/** By who runs as it, such as `paw/relayer-hub`: how many live pods there are of it in all regions. */
function alive(plan: Plan): Map<string, number> {
    const found = new Map<string, number>();
    for (const pod of pods(plan)) {
        const account = `${metadata(pod.resource, "namespace")}/${pod.spec.serviceAccountName}`;
        found.set(
            account,
            (found.get(account) ?? 0) + (pod.resource.type.startsWith("kubernetes:apps/") ? live(pod) : 1),
        );
    }
    return found;
}

/** Secrets of Secret Manager or Vault that a pod finds as files. */
const mounted = (plan: Plan, { resource, spec }: Pod): string[] => {
    const names = ((spec.volumes ?? []) as Fields[]).map((volume) => at(volume, "secret", "secretName"));
    return all(plan, "kubernetes:external-secrets.io/v1:ExternalSecret")
        .filter((one) => one.provider === resource.provider)
        .filter((one) => metadata(one, "namespace") === metadata(resource, "namespace"))
        .filter(({ inputs }) => names.includes(at(inputs, "spec", "target", "name") as string))
        .flatMap(({ inputs }) => at(inputs, "spec", "data") as Fields[])
        .map((entry) => String(at(entry, "remoteRef", "key")));
};

/** Names that only keys of what signs have. */
const SIGNS = /-(shard|ecies|validator-node-key|faucet-key)$|-relayer-|^(settlement|funding)-/;

/** Google accounts by URN: who in the clusters acts as each. */
function actors(plan: Plan): Map<string, string> {
    const bound = all(plan, "gcp:serviceaccount/iAMMember:IAMMember").flatMap(({ inputs, propertyDependencies }) => {
        const who = /\.svc\.id\.goog\[(.+)\]$/.exec(String(inputs.member))?.[1];
        return who ? (propertyDependencies.serviceAccountId ?? []).map((urn): [string, string] => [urn, who]) : [];
    });
    return new Map(bound);
}

/** No key of what signs is within reach of more than one live pod, whether it is a file or in an HSM. */
function* oneHolder(plan: Plan): Generator<string> {
    const holders = new Map<string, number>();
    const writers = pods(plan).filter(writer);
    const theirs = new Set(writers.flatMap((pod) => mounted(plan, pod)));
    for (const pod of lasting(plan))
        for (const key of mounted(plan, pod)) holders.set(key, (holders.get(key) ?? 0) + live(pod));
    for (const [key, count] of holders) {
        if (SIGNS.test(key) && !theirs.has(key)) yield `${key} is held by what does not run exactly once`;
        if ((SIGNS.test(key) || theirs.has(key)) && count > 1) yield `${key} is mounted by ${count} live pods`;
    }
    const acts = actors(plan);
    const running = alive(plan);
    for (const { name, inputs, propertyDependencies } of all(plan, "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember")) {
        if (!/signer/i.test(String(inputs.role))) continue;
        const who = (propertyDependencies.member ?? []).map((urn) => acts.get(urn) ?? "");
        const count = who.reduce((sum, one) => sum + (running.get(one) ?? 0), 0);
        if (who.length > 0 && count > 1) yield `${name} lets ${count} live pods sign: ${who}`;
    }
}

/** Whether what a controller makes may run now. */
const runs = ({ type, inputs }: PlanResource): boolean =>
    type.endsWith(":StatefulSet") ? at(inputs, "spec", "replicas") !== 0 : at(inputs, "spec", "suspend") !== true;

/** A writer that moves to another region is started there once it has been stopped in the one that it leaves. */
function* takesTurns(plan: Plan): Generator<string> {
    const writers = new Map<string, PlanResource[]>();
    for (const { resource, spec } of pods(plan).filter(writer)) {
        const who = `${metadata(resource, "namespace")}/${spec.serviceAccountName}`;
        writers.set(who, [...(writers.get(who) ?? []), resource]);
    }
    for (const [who, all] of writers) {
        const [running, ...others] = all.filter(runs);
        if (!running || others.length > 0) yield `${who} runs in ${running ? others.length + 1 : 0} regions`;
        for (const { urn, name } of all)
            if (running && urn !== running.urn && !running.dependencies.includes(urn))
                yield `${running.name} does not wait for ${name}`;
    }
}

/** The internet reaches no validator, no signer and nothing else that runs exactly once. */
function* unreachable(plan: Plan): Generator<string> {
    const found = reach(plan);
    const hidden = new Set(
        pods(plan)
            .filter(writer)
            .map(({ resource }) => place(resource)),
    );
    for (const workload of found.workloads.filter((one) => hidden.has(one.split("@")[0] ?? "")))
        for (const { ports, protocol } of found.between("internet", workload))
            yield `the internet reaches ${workload} on ${protocol} ${ports}`;
}

/** Nothing secret stands where everybody who may look at a cluster sees it. */
function* inFilesOnly(plan: Plan): Generator<string> {
    for (const { rule, urn, path } of judgePlan(plan, "").verdicts.filter(
        ({ rule, level }) => rule.startsWith("SEC-") && level === "mandatory",
    ))
        yield `${rule} at ${urn} ${path}`;
    for (const { type, name, secretPaths } of plan.resources)
        if (/^kubernetes:(core\/v1:ConfigMap|apps\/|batch\/)/.test(type) && secretPaths.length > 0)
            yield `${name} has a secret at ${secretPaths}`;
}

/** Every namespace denies everything, both ways, before anything is allowed. */
function* denied(plan: Plan): Generator<string> {
    const deny = all(plan, "kubernetes:networking.k8s.io/v1:NetworkPolicy").filter(
        ({ inputs }) => JSON.stringify(at(inputs, "spec")) === '{"podSelector":{},"policyTypes":["Ingress","Egress"]}',
    );
    for (const one of all(plan, "kubernetes:core/v1:Namespace"))
        if (
            !deny.some(
                (policy) => policy.provider === one.provider && metadata(policy, "namespace") === metadata(one, "name"),
            )
        )
            yield `${one.name} has no default deny`;
}

/** A node can always be drained: no budget stands in front of a last pod, and no pod waits for room of its own. */
function* drainable(plan: Plan): Generator<string> {
    const running = lasting(plan);
    for (const budget of all(plan, "kubernetes:policy/v1:PodDisruptionBudget")) {
        const wanted = Object.entries(at(budget.inputs, "spec", "selector", "matchLabels") as Fields);
        const selected = running.filter(
            (pod) =>
                pod.resource.provider === budget.provider &&
                metadata(pod.resource, "namespace") === metadata(budget, "namespace") &&
                wanted.every(([key, value]) => labels(pod)[key] === value),
        );
        if (selected.length === 0) yield `${budget.name} is a budget of nothing`;
        const { maxUnavailable, minAvailable } = budget.inputs.spec as Fields;
        const most = selected.length - 1;
        if (maxUnavailable === undefined ? minAvailable !== most : maxUnavailable !== 1 || minAvailable !== undefined)
            yield `${budget.name} may block a drain`;
    }
    for (const { resource, spec } of running)
        for (const { whenUnsatisfiable } of (spec.topologySpreadConstraints ?? []) as Fields[])
            if (whenUnsatisfiable !== "ScheduleAnyway") yield `${resource.name} waits for a place of its own`;
}

/**
 * Programs that serve no metrics: pages, which the edge's probes watch, and keepers of the betting platform. Whether they
 * run Kubernetes tells.
 */
const SILENT = /^(intents\/web(-candidate)?|betting\/(ui|odds|keeper-.+)|paw-data\/(explorer|status|faucet-pages))$/;

/** Every workload is hardened, has limits and an identity of its own, is asked how it is, and its metrics are read. */
function* equipped(plan: Plan): Generator<string> {
    const accounts = all(plan, "kubernetes:core/v1:ServiceAccount");
    const monitors = all(plan, "kubernetes:monitoring.coreos.com/v1:ServiceMonitor");
    for (const pod of pods(plan)) {
        const { resource, spec } = pod;
        const namespace = metadata(resource, "namespace");
        for (const fault of faults(pod)) yield `${resource.name}: ${fault}`;
        const own = accounts.filter(
            (account) =>
                account.provider === resource.provider && place(account) === `${namespace}/${spec.serviceAccountName}`,
        );
        const [account] = own;
        if (own.length !== 1 || account?.inputs.automountServiceAccountToken !== false)
            yield `${resource.name} has no identity of its own`;
        if (!resource.type.startsWith("kubernetes:apps/") || SILENT.test(place(resource))) continue;
        const reads = monitors.filter(
            ({ provider, inputs }) =>
                provider === resource.provider &&
                (at(inputs, "spec", "namespaceSelector", "matchNames") as string[]).includes(namespace) &&
                at(inputs, "spec", "selector", "matchLabels", "app.kubernetes.io/name") ===
                    labels(pod)["app.kubernetes.io/name"],
        );
        if (reads.length !== 1) yield `${resource.name} is read by ${reads.length} monitors`;
    }
}

export const PROOFS: Readonly<Record<string, Proof>> = {
    "no key of what signs is within reach of two live pods": oneHolder,
    "a writer starts once it has ended in every other region": takesTurns,
    "the internet reaches nothing that signs": unreachable,
    "no secret stands in a ConfigMap, a variable, an argument or an address": inFilesOnly,
    "every namespace denies by default": denied,
    "every drain can proceed": drainable,
    "every workload has probes, limits, an identity and a monitor": equipped,
};

/** Whatever a plan breaks. */
export const broken = (plan: Plan): string[] =>
    Object.entries(PROOFS).flatMap(([promise, proof]) => [...proof(plan)].map((said) => `${promise}: ${said}`));
