import type { PlanResource } from "../plan";
import type { Addresses } from "./addresses";
import type { Cluster } from "./clusters";
import { kindOf, Place } from "./place";
import { PROTOCOLS, type Protocol } from "./ports";
import type { Labels } from "./selectors";
import type { Hidden, Known } from "./truth";

/** A port that a container names. Policies may use the name; which number it is each workload says for itself. */
export interface NamedPort {
    readonly name: Known<string>;
    readonly protocol: Known<Protocol>;
    readonly number: Known<number>;
}

/** Pods that are alike to every policy. */
export interface Workload {
    readonly cluster: Cluster;
    readonly namespace: Known<string>;
    readonly name: string;
    /** `namespace/name`, with the cluster where there is more than one. */
    readonly title: string;
    /** Null for pods that nothing in the plan declares and only policies name. */
    readonly urn: string | null;
    readonly labels: Labels;
    readonly ports: readonly NamedPort[];
    /** Why there may be more ports than these, where there may be. */
    readonly morePorts?: Hidden;
}

/** Addresses outside the clusters. */
export interface Outside {
    readonly title: string;
    readonly addresses: Addresses;
}

/** Where a connection starts or ends. */
export type End = Workload | Outside;

const TEMPLATE = ["spec", "template"];

/** Where each kind keeps its pod, and the labels that its controller adds to it. */
const KINDS: Record<string, { pod: string[]; added?: string[] }> = {
    Pod: { pod: [] },
    Deployment: { pod: TEMPLATE, added: ["pod-template-hash"] },
    ReplicaSet: { pod: TEMPLATE },
    ReplicationController: { pod: TEMPLATE },
    StatefulSet: {
        pod: TEMPLATE,
        added: ["statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "controller-revision-hash"],
    },
    DaemonSet: { pod: TEMPLATE, added: ["controller-revision-hash", "pod-template-generation"] },
    Job: { pod: TEMPLATE, added: jobLabels() },
    CronJob: { pod: ["spec", "jobTemplate", "spec", "template"], added: jobLabels() },
};

/** Fields in which custom resources keep a pod template that their operator makes pods of. */
const CUSTOM_TEMPLATES = [TEMPLATE, ["spec", "podTemplate"]];

/** The pod of a resource as far as policies look at it; undefined if it makes none that the plan shows. */
export function readPod(
    resource: PlanResource,
    title: string,
): (Pick<Workload, "labels" | "ports" | "morePorts"> & { hostNetwork: boolean }) | undefined {
    const kind = kindOf(resource);
    const builtIn = /^kubernetes:(core|apps|batch|extensions)\//.test(resource.type) && Object.hasOwn(KINDS, kind);
    const root = new Place(title, resource.inputs);
    const custom = CUSTOM_TEMPLATES.map((path) => root.at(...path)).find(holdsPod);
    const template = builtIn ? root.at(...(KINDS[kind]?.pod ?? [])) : /\.[^/]+\//.test(resource.type) && custom;
    if (!template) return undefined;

    const labels = new Map<string, Known<string>>();
    for (const label of builtIn ? (KINDS[kind]?.added ?? []) : [])
        labels.set(label, { reason: `${title}: the label ${label} is set by Kubernetes on each pod` });
    const declared = template.at("metadata", "labels");
    for (const [key, value] of declared.entries) labels.set(key, value.text);
    const more = declared.wrong ?? (builtIn ? undefined : { reason: `${title}: its operator may add labels` });

    const spec = template.at("spec");
    const hidden = [spec, spec.at("containers"), spec.at("initContainers")].find((place) => place.hidden)?.hidden;
    const morePorts = hidden ?? (builtIn ? undefined : { reason: `${title}: its operator may add ports` });
    return {
        labels: { values: labels, ...(more && { more }) },
        ports: hidden ? [] : containers(spec).flatMap((container) => container.at("ports").items.flatMap(namedPort)),
        ...(morePorts && { morePorts }),
        hostNetwork: spec.at("hostNetwork").value === true,
    };
}

const holdsPod = (template: Place) => Array.isArray(template.at("spec", "containers").value);

/** An init container that is always restarted runs beside the others and has ports of its own. */
const containers = (spec: Place): Place[] => [
    ...spec.at("containers").items,
    ...spec.at("initContainers").items.filter((one) => one.at("restartPolicy").value === "Always"),
];

function namedPort(port: Place): NamedPort[] {
    const name = port.at("name");
    if (name.absent) return [];
    const [protocol, number] = [port.at("protocol"), port.at("containerPort")];
    const known = PROTOCOLS.find((one) => one === (protocol.absent ? "TCP" : protocol.value));
    return [
        {
            name: name.text,
            protocol: known ?? protocol.hidden ?? protocol.fault(`is not one of ${PROTOCOLS.join(", ")}`),
            number: typeof number.value === "number" ? number.value : (number.hidden ?? number.fault("is no number")),
        },
    ];
}

function jobLabels(): string[] {
    const names = ["controller-uid", "job-name"];
    return [...names, ...["job-completion-index", ...names].map((name) => `batch.kubernetes.io/${name}`)];
}
