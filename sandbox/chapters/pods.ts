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

/** A pod as the controller of a workload would make it; none for what makes no pods. */
export function podOf({ kind, metadata, spec }: KubeObject): KubeObject | undefined {
    const { template, jobTemplate, volumeClaimTemplates = [] } = (spec ?? {}) as Workload;
    const of = /^(CronJob|DaemonSet|Deployment|Job|ReplicaSet|ReplicationController|StatefulSet)$/.test(kind)
        ? (template ?? jobTemplate?.spec.template)
        : undefined;
    if (!of) return undefined;
    const { name, namespace } = metadata;
    const claimed = volumeClaimTemplates.map((claim) => ({
        name: claim.metadata.name,
        persistentVolumeClaim: { claimName: `${claim.metadata.name}-${name}-0` },
    }));
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { ...of.metadata, name: `${name}-pod`, ...(namespace !== undefined && { namespace }) },
        spec: { ...of.spec, volumes: [...(of.spec.volumes ?? []), ...claimed] },
    };
}
