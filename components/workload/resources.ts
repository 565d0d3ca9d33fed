/** What a container asks for and may use. @meets S1-10 */
export interface Resources {
    /** Cores asked for, such as `500m`; there is no limit unless the pod is pinned, since throttling only adds latency. */
    cpu: string;
    /** Memory asked for and allowed, such as `512Mi`: never overcommitted. */
    memory: string;
    /** Room on the node for logs and scratch directories, asked for and allowed. Default `1Gi`. */
    ephemeral?: string;
}

/** Requests and limits. A pinned pod has all its cores to itself, which Kubernetes gives only where limit is request. */
export const resources = ({ cpu, memory, ephemeral = "1Gi" }: Resources, pinned = false) => ({
    requests: { cpu, memory, "ephemeral-storage": ephemeral },
    limits: { memory, "ephemeral-storage": ephemeral, ...(pinned && { cpu }) },
});
