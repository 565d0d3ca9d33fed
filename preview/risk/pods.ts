import type { Json, PlanResource } from "../plan";
import { isHidden, isMarker, valuesAt } from "../report/facts/path";
import { kindOf } from "../report/kinds";
import { isText } from "./values";

/** The pods of one workload, as far as keys are concerned. */
export interface Pod {
    resource: PlanResource;
    /** URN of the cluster's provider and namespace: where names of secrets and accounts hold. */
    place: string;
    /** How many may live at once, a rollout included; null where nobody can know yet, Infinity for one on every node. */
    most: number | null;
    account: string | undefined;
    /** Secrets that it gets as files or variables, with what they are called inside. */
    secrets: { name: string; hints: string[] }[];
}

const TEMPLATES: Readonly<Record<string, string>> = {
    Pod: "",
    CronJob: "spec.jobTemplate.spec.template.",
    Deployment: "spec.template.",
    ReplicaSet: "spec.template.",
    StatefulSet: "spec.template.",
    DaemonSet: "spec.template.",
    Job: "spec.template.",
};

const KIND = /^kubernetes:(?:core|apps|batch):(\w+)$/;

/** The pods that a resource makes; undefined if it makes none. */
export function podOf(resource: PlanResource): Pod | undefined {
    const [, kind = ""] = KIND.exec(kindOf(resource.type)) ?? [];
    const template = Object.hasOwn(TEMPLATES, kind) ? TEMPLATES[kind] : undefined;
    if (template === undefined) return undefined;
    const at = (path: string) => valuesAt(resource.inputs, `${template}spec.${path}`);
    const [account] = at("serviceAccountName");
    return {
        resource,
        place: placeOf(resource),
        most: most(resource, kind),
        account: isText(account) ? account : undefined,
        secrets: secrets(at),
    };
}

export function placeOf({ provider, inputs }: PlanResource): string {
    const [namespace = "default"] = valuesAt(inputs, "metadata.namespace");
    return `${provider ?? ""} ${isText(namespace) ? namespace : "?"}`;
}

function secrets(at: (path: string) => Json[]): Pod["secrets"] {
    const volumes = at("volumes[*]");
    const mounts = [...at("containers[*].volumeMounts[*]"), ...at("initContainers[*].volumeMounts[*]")];
    const files = volumes.flatMap((volume) => {
        if (typeof volume !== "object" || volume === null || Array.isArray(volume)) return [];
        const names = [
            ...valuesAt(volume, "secret.secretName"),
            ...valuesAt(volume, "projected.sources[*].secret.name"),
        ];
        const places = mounts
            .filter((mount) => record(mount).name === volume.name)
            .map((mount) => record(mount).mountPath);
        const items = [
            ...valuesAt(volume, "secret.items[*].path"),
            ...valuesAt(volume, "projected.sources[*].secret.items[*].path"),
        ];
        return names.filter(isText).map((name) => ({ name, hints: [...places, ...items].filter(isText) }));
    });
    const variables = ["containers", "initContainers"].flatMap((list) => [
        ...at(`${list}[*].env[*].valueFrom.secretKeyRef`),
        ...at(`${list}[*].envFrom[*].secretRef`),
    ]);
    const named = variables
        .map(record)
        .flatMap(({ name, key }) => (isText(name) ? [{ name, hints: isText(key) ? [key] : [] }] : []));
    return [...files, ...named];
}

const record = (value: Json): { [key: string]: Json | undefined } =>
    typeof value === "object" && value !== null && !Array.isArray(value) && !isHidden(value) ? value : {};

/** A rollout may start a pod before it ends the one that it replaces: a quarter more, if nothing else is said. */
function most({ inputs }: PlanResource, kind: string): number | null {
    if (kind === "DaemonSet") return Number.POSITIVE_INFINITY;
    if (kind === "Pod") return 1;
    const path =
        kind === "Job"
            ? "spec.parallelism"
            : kind === "CronJob"
              ? "spec.jobTemplate.spec.parallelism"
              : "spec.replicas";
    const [replicas = 1] = valuesAt(inputs, path);
    if (isMarker(replicas, "$unknown")) return null;
    const count = typeof replicas === "number" ? replicas : 1;
    const [strategy = "RollingUpdate"] = valuesAt(inputs, "spec.strategy.type");
    if (kind !== "Deployment" || strategy === "Recreate" || count === 0) return count;
    const [surge = "25%"] = valuesAt(inputs, "spec.strategy.rollingUpdate.maxSurge");
    const share =
        isText(surge) && surge.endsWith("%") ? Math.ceil((count * Number.parseFloat(surge)) / 100) : Number(surge);
    return count + (Number.isFinite(share) ? share : 1);
}
