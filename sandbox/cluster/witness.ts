import type { KubeClient, WatchEvent } from "./client";
import type { KubeObject } from "./object";

interface Pod {
    workload: string;
    node: string;
    /** Its containers may run: it has a node, has not ended, and is not gone. */
    live: boolean;
    ready: boolean;
}

/** What the set of all pods of a workload, or of several that count together, must never be. */
export interface Never {
    what: string;
    /** Workloads that count together, such as `paw/validator`. */
    workloads: readonly string[];
    when(pods: readonly Pod[]): boolean;
}

/** Sees every change of a pod and notes when something is that must never be. */
export class Witness {
    readonly #pods = new Map<string, Pod>();
    readonly #nevers: readonly Never[];
    readonly #stop = new AbortController();
    readonly seen = { events: 0, violations: [] as string[] };
    #watching: Promise<void> | undefined;

    constructor(nevers: readonly Never[]) {
        this.#nevers = nevers;
    }

    /** Starts from the pods that there are. */
    async begin(client: KubeClient): Promise<void> {
        const pods = { apiVersion: "v1", kind: "Pod" };
        const { items, metadata } = await client.list(pods);
        for (const pod of items) this.#pods.set(pod.metadata.uid ?? "", podOf(pod));
        this.#watching = client.watch(pods, {
            each: (event) => this.note(event),
            signal: this.#stop.signal,
            resourceVersion: metadata.resourceVersion,
        });
        this.#watching.catch(() => {});
    }

    /** Ends; throws if it could not watch all the time. */
    async end(): Promise<void> {
        this.#stop.abort();
        await this.#watching;
    }

    note({ type, object }: WatchEvent): void {
        if (type === "BOOKMARK" || type === "ERROR") return;
        this.seen.events += 1;
        const { uid = "", namespace, name } = object.metadata;
        const pod = podOf(object);
        if (type === "DELETED") this.#pods.delete(uid);
        else this.#pods.set(uid, pod);
        for (const never of this.#nevers.filter(({ workloads }) => workloads.includes(pod.workload))) {
            const concerned = [...this.#pods.values()].filter(({ workload }) => never.workloads.includes(workload));
            if (never.when(concerned))
                this.seen.violations.push(`${never.what}: ${never.workloads}, at ${type} of ${namespace}/${name}`);
        }
    }
}

/** Two pods of one single writer at the same time. */
export const twoWriters = (workload: string): Never => ({
    what: "two live writers",
    workloads: [workload],
    when: (pods) => pods.filter(({ live }) => live).length > 1,
});

/** More than one of some workloads is not ready, once all of them were. */
export const twoDown = (workloads: readonly string[]): Never => ({
    what: "more than one signer down",
    workloads,
    when: (pods) => pods.filter(({ ready }) => ready).length < workloads.length - 1,
});

function podOf({ metadata, spec, status }: KubeObject): Pod {
    const { nodeName = "" } = (spec ?? {}) as { nodeName?: string };
    const { phase = "", conditions = [] } = (status ?? {}) as {
        phase?: string;
        conditions?: { type: string; status: string }[];
    };
    const owner = metadata.ownerReferences?.find(({ controller }) => controller);
    return {
        workload: `${metadata.namespace}/${owner?.name ?? metadata.name}`,
        node: nodeName,
        live: nodeName !== "" && phase !== "Succeeded" && phase !== "Failed",
        ready:
            !metadata.deletionTimestamp && conditions.some(({ type, status }) => type === "Ready" && status === "True"),
    };
}
