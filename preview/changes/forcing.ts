import { readFileSync } from "node:fs";
import { join } from "node:path";
import { named } from "../path";
import type { Difference } from "./model";
import { isRecord, type JsonRecord } from "./values";

/** Inputs of which a change makes a new resource. `path[]` means a block's presence, and not what is inside it. */
export interface Forcing {
    leaves: ReadonlySet<string>;
    blocks: ReadonlySet<string>;
}

/** In every object of the Kubernetes provider. */
const OBJECT = ["metadata.name", "metadata.namespace"];

/**
 * What the Kubernetes provider replaces instead of updating, by kind: forceNewProperties in pulumi/pulumi-kubernetes,
 * provider/pkg/provider/diff.go. Custom resources have the names alone.
 */
const KUBERNETES: Readonly<Record<string, readonly string[]>> = {
    "apps/v1:Deployment": ["spec.selector"],
    "apps/v1:StatefulSet": [
        ...["spec.podManagementPolicy", "spec.revisionHistoryLimit", "spec.selector", "spec.serviceName"],
        "spec.volumeClaimTemplates",
    ],
    "batch/v1:Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
    "core/v1:ConfigMap": ["binaryData", "data"],
    "core/v1:PersistentVolume": ["spec.csi", "spec.gcePersistentDisk", "spec.hostPath", "spec.local", "spec.nfs"],
    "core/v1:PersistentVolumeClaim": ["spec"],
    "core/v1:Pod": ["spec"],
    "core/v1:ResourceQuota": ["spec.scopes"],
    "core/v1:Secret": ["type", "stringData", "data"],
    "core/v1:Service": ["spec.clusterIP"],
    "rbac.authorization.k8s.io/v1:ClusterRoleBinding": ["roleRef"],
    "rbac.authorization.k8s.io/v1:RoleBinding": ["roleRef"],
    "storage.k8s.io/v1:StorageClass": ["parameters", "provisioner"],
};

/**
 * What the schemas of the Google provider do not say in one place: a sink (resource_logging_sink.go and
 * resource_logging_project_sink.go), and what conditions in code force whatever the value (see `replaces.ts` for those
 * that look at the value).
 */
const MORE: Readonly<Record<string, readonly string[]>> = {
    "gcp:logging/projectSink:ProjectSink": ["name", "project"],
    // DiffConfig in pulumi/pulumi-kubernetes provider/pkg/provider/provider.go: another cluster replaces what is in it.
    "pulumi:providers:kubernetes": ["cluster", "context", "kubeconfig"],
};

/** A grant is one member in one role of one resource: nothing of it can be changed in place (google-beta/tpgiamresource). */
const MEMBER = /^gcp:.*I[Aa][Mm]Member$/;

let google: ReadonlyMap<string, readonly string[]> | undefined;

/** `forcing.jsonl` is made of the provider's source, see its first line. */
function googleTable(): ReadonlyMap<string, readonly string[]> {
    if (google === undefined) {
        const [, ...rows] = readFileSync(join(__dirname, "forcing.jsonl"), "utf8").trim().split("\n");
        google = new Map(rows.map((row) => JSON.parse(row) as [string, string[]]));
    }
    return google;
}

const known = new Map<string, Forcing | undefined>();

/** What forces a replacement of a type; undefined where that is not known here. */
export function forcing(type: string): Forcing | undefined {
    if (!known.has(type)) {
        const paths = pathsOf(type);
        const blocks = paths?.filter((path) => path.endsWith("[]")).map((path) => path.slice(0, -2));
        known.set(
            type,
            paths && { leaves: new Set(paths.filter((path) => !path.endsWith("[]"))), blocks: new Set(blocks) },
        );
    }
    return known.get(type);
}

function pathsOf(type: string): readonly string[] | undefined {
    const more = Object.hasOwn(MORE, type) ? MORE[type] : undefined;
    if (more !== undefined) return more;
    if (type.startsWith("gcp:")) return googleTable().get(type);
    if (!type.startsWith("kubernetes:") || type.startsWith("kubernetes:helm.sh/")) return undefined;
    const kind = type.slice("kubernetes:".length);
    return [...OBJECT, ...(Object.hasOwn(KUBERNETES, kind) ? (KUBERNETES[kind] ?? []) : [])];
}

export const isMember = (type: string): boolean => MEMBER.test(type);

/** Whether a difference is at or within what forces a replacement. */
export function forces({ leaves, blocks }: Forcing, { path, before, after }: Difference): boolean {
    const steps = named(path);
    for (let length = 1; length <= steps.length; length++) {
        if (leaves.has(steps.slice(0, length).join("."))) return true;
    }
    const whole = steps.join(".");
    if (before !== undefined && after !== undefined) return false;
    // A block that comes or goes brings along whatever it holds.
    return blocks.has(whole) || [before, after].some((value) => isRecord(value) && holds(leaves, whole, value));
}

const holds = (leaves: ReadonlySet<string>, path: string, value: JsonRecord): boolean =>
    Object.entries(value).some(([key, inner]) => {
        const at = `${path}.${key}`;
        return leaves.has(at) || (isRecord(inner) && holds(leaves, at, inner));
    });
