import type { KubeObject } from "../cluster/object";

interface Template {
    metadata?: object;
    spec: { volumes?: object[] };
}

interface Workload {
    template?: Template;
    jobTemplate?: { spec: { template: Template } };
    volumeClaimTemplates?: { metadata: { name: string } }[];
}

/** What makes the pods where a workload does not make them itself. */
const MAKERS: Record<string, readonly [apiVersion: string, kind: string]> = {
    CronJob: ["batch/v1", "Job"],
    Deployment: ["apps/v1", "ReplicaSet"],
};

/** What a controller writes into the objects that it makes. */
export const ownedBy = (apiVersion: string, kind: string, name: string) => ({
    apiVersion,
    kind,
    name,
    uid: "00000000-0000-0000-0000-000000000000",
    controller: true,
});

/** A pod as the controller of a workload would make it; none for what makes no pods. */
export function podOf({ apiVersion, kind, metadata, spec }: KubeObject): KubeObject | undefined {
    const { template, jobTemplate, volumeClaimTemplates = [] } = (spec ?? {}) as Workload;
    const of = /^(CronJob|DaemonSet|Deployment|Job|ReplicaSet|ReplicationController|StatefulSet)$/.test(kind)
        ? (template ?? jobTemplate?.spec.template)
        : undefined;
    if (!of) return undefined;
    const { name, namespace } = metadata;
    const [ownerApi, owner] = MAKERS[kind] ?? [];
    const claimed = volumeClaimTemplates.map((claim) => ({
        name: claim.metadata.name,
        persistentVolumeClaim: { claimName: `${claim.metadata.name}-${name}-0` },
    }));
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
            ...of.metadata,
            name: `${name}-pod`,
            ...(namespace !== undefined && { namespace }),
            ownerReferences: [ownedBy(ownerApi ?? apiVersion, owner ?? kind, name)],
        },
        spec: { ...of.spec, volumes: [...(of.spec.volumes ?? []), ...claimed] },
    };
}
