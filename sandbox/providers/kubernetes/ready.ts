import type { KubeClient } from "../../cluster/client";
import type { KubeObject, Selection } from "../../cluster/object";

type Complaints = (client: KubeClient, object: KubeObject) => string[] | Promise<string[]>;

/** Status and specification as far as they are looked at here. */
interface Fields {
    spec: {
        replicas?: number;
        type?: string;
        clusterIP?: string;
        selector?: Record<string, string>;
        suspend?: boolean;
        storageClassName?: string;
        updateStrategy?: { type?: string };
    };
    status: {
        observedGeneration?: number;
        replicas?: number;
        readyReplicas?: number;
        updatedReplicas?: number;
        currentRevision?: string;
        updateRevision?: string;
        phase?: string;
        conditions?: { type: string; status: string; message?: string; reason?: string }[];
        loadBalancer?: { ingress?: unknown[] };
    };
}

const fields = (object: KubeObject) => ({ spec: {}, status: {}, ...object }) as unknown as Fields;

/** By kind, what still stands in the way of an object being ready. Other kinds are ready when they are there. */
const READY: Record<string, Complaints> = {
    "apps/v1 Deployment": (client, object) => {
        const { spec, status } = fields(object);
        return rolledOut(client, object, [
            [status.updatedReplicas ?? 0, spec.replicas ?? 1, "replicas are of the new version"],
            [status.readyReplicas ?? 0, spec.replicas ?? 1, "replicas are ready"],
            [status.replicas ?? 0, spec.replicas ?? 1, "replicas are there, with old ones"],
        ]);
    },
    "apps/v1 StatefulSet": (client, object) => {
        const { spec, status } = fields(object);
        const byHand = spec.updateStrategy?.type === "OnDelete";
        const current = byHand || status.currentRevision === status.updateRevision ? (spec.replicas ?? 1) : 0;
        return rolledOut(client, object, [
            [status.readyReplicas ?? 0, spec.replicas ?? 1, "replicas are ready"],
            [current, spec.replicas ?? 1, "replicas are of the new version"],
            [status.replicas ?? 0, spec.replicas ?? 1, "replicas are there, with those that are ending"],
        ]);
    },
    "batch/v1 Job": (client, object) => {
        const { spec, status } = fields(object);
        const holds = (type: string) => status.conditions?.find((one) => one.type === type && one.status === "True");
        const failed = holds("Failed");
        if (failed) throw new Error(`the job failed: ${failed.reason}: ${failed.message}`);
        return spec.suspend || holds("Complete") ? [] : blocked(client, object, "the job is not complete");
    },
    "v1 PersistentVolumeClaim": async (client, object) => {
        const { spec, status } = fields(object);
        if (status.phase === "Bound") return [];
        const ref = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", name: spec.storageClassName ?? "" };
        const storage = spec.storageClassName === undefined ? undefined : await client.get(ref);
        // It is bound when its first pod comes.
        return storage?.volumeBindingMode === "WaitForFirstConsumer" ? [] : ["the claim is not bound"];
    },
    "v1 Service": async (client, object) => {
        const { spec, status } = fields(object);
        if (spec.type === "LoadBalancer" && !status.loadBalancer?.ingress?.length) return ["it has no address yet"];
        if (spec.type === "ExternalName" || spec.clusterIP === "None" || !spec.selector) return [];
        return endpointsOf(client, object);
    },
    "v1 Pod": (_, object) => {
        const { status } = fields(object);
        return podIsReady(status) ? [] : [whyNot(status) ?? `the pod is ${status.phase}`];
    },
};

/** What still stands in the way of an object being ready, in words; throws where it never will be. */
export const complaints: Complaints = (client, object) =>
    READY[`${object.apiVersion} ${object.kind}`]?.(client, object) ?? [];

type Count = readonly [found: number, wanted: number, what: string];

/** What of a workload has not come about, once its controller has seen the last change. */
function rolledOut(client: KubeClient, object: KubeObject, counts: readonly Count[]): string[] | Promise<string[]> {
    const { status } = fields(object);
    if ((status.observedGeneration ?? 0) < (object.metadata.generation ?? 0))
        return ["its controller has not seen it yet"];
    const short = counts.find(([found, wanted]) => found !== wanted);
    return short ? blocked(client, object, `${short[0]} of ${short[1]} ${short[2]}`) : [];
}

/** With what its pods say. */
async function blocked(client: KubeClient, object: KubeObject, complaint: string): Promise<string[]> {
    const { selector } = (object.spec ?? {}) as { selector?: { matchLabels?: Record<string, string> } };
    const { items } = await client.list(pods(object, selector?.matchLabels ?? {}));
    const reasons = items.map((pod) => [pod.metadata.name, whyNot(fields(pod).status)] as const);
    return [complaint, ...reasons.flatMap(([pod, reason]) => (reason ? [`pod ${pod}: ${reason}`] : []))];
}

async function endpointsOf(client: KubeClient, { metadata }: KubeObject): Promise<string[]> {
    const { items } = await client.list({
        apiVersion: "discovery.k8s.io/v1",
        kind: "EndpointSlice",
        namespace: metadata.namespace ?? "",
        labels: `kubernetes.io/service-name=${metadata.name}`,
    });
    if (items.length === 0) return ["its endpoints are not known yet"];
    const endpoints = items.flatMap((slice) => (slice.endpoints ?? []) as { conditions?: { ready?: boolean } }[]);
    const pending = endpoints.filter(({ conditions }) => conditions?.ready === false);
    return pending.length > 0 ? [`${pending.length} of ${endpoints.length} endpoints are not ready`] : [];
}

const pods = ({ metadata }: KubeObject, labels: Record<string, string>): Selection => ({
    apiVersion: "v1",
    kind: "Pod",
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
    labels: Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(),
});

const podIsReady = ({ phase, conditions = [] }: Fields["status"]): boolean =>
    phase === "Succeeded" || conditions.some(({ type, status }) => type === "Ready" && status === "True");

const whyNot = (status: Fields["status"]): string | undefined =>
    podIsReady(status)
        ? undefined
        : status.conditions?.find((one) => one.status === "False" && one.message !== undefined)?.message;
