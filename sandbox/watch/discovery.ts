import type { KubeClient } from "../cluster/client";
import type { KubeObject } from "../cluster/object";

/** A target and its labels, as Prometheus reads them from a file. */
export interface Discovered {
    targets: [string];
    labels: Record<string, string>;
}

interface Address {
    ip: string;
    targetRef?: { kind: string; name: string };
}

interface Subset {
    addresses?: Address[];
    notReadyAddresses?: Address[];
    ports?: { name?: string; port: number; protocol?: string }[];
}

interface PodSpec {
    containers: { name: string; ports?: { containerPort: number }[] }[];
}

/** A label of Kubernetes as Prometheus writes it. */
export const safe = (label: string) => label.replaceAll(/[^a-zA-Z0-9_]/g, "_");

const META = "__meta_kubernetes";

/**
 * What Prometheus discovers in a namespace with `kubernetes_sd_configs` of role `endpoints`, under the names that it has
 * for it (prometheus.io/docs/prometheus/latest/configuration/configuration). Debian builds its Prometheus without that
 * part. Left out are the ports of a pod that no endpoint names, which the operator's rules drop.
 */
export async function discover(client: KubeClient, namespace: string): Promise<Discovered[]> {
    const of = async (kind: string) => (await client.list({ apiVersion: "v1", kind, namespace })).items;
    const [endpoints, services, pods] = [await of("Endpoints"), await of("Service"), await of("Pod")];
    return endpoints.flatMap((one) => {
        const { name } = one.metadata;
        const service = services.find(({ metadata }) => metadata.name === name);
        const shared = {
            [`${META}_namespace`]: namespace,
            [`${META}_endpoints_name`]: name,
            ...(service && { [`${META}_service_name`]: name, ...labelsOf("service", service) }),
        };
        return ((one.subsets ?? []) as Subset[]).flatMap(({ addresses = [], notReadyAddresses = [], ports = [] }) =>
            [...addresses, ...notReadyAddresses].flatMap(({ ip, targetRef }) => {
                const pod = pods.find(({ metadata }) => targetRef?.kind === "Pod" && metadata.name === targetRef.name);
                return ports.map(
                    ({ name: port = "", port: number }): Discovered => ({
                        targets: [`${ip}:${number}`],
                        labels: {
                            ...shared,
                            [`${META}_endpoint_port_name`]: port,
                            ...(targetRef && {
                                [`${META}_endpoint_address_target_kind`]: targetRef.kind,
                                [`${META}_endpoint_address_target_name`]: targetRef.name,
                            }),
                            ...(pod && ofPod(pod, number)),
                        },
                    }),
                );
            }),
        );
    });
}

const labelsOf = (kind: string, { metadata }: KubeObject): Record<string, string> =>
    Object.fromEntries(
        Object.entries(metadata.labels ?? {}).flatMap(([label, value]) => [
            [`${META}_${kind}_label_${safe(label)}`, value],
            [`${META}_${kind}_labelpresent_${safe(label)}`, "true"],
        ]),
    );

function ofPod(pod: KubeObject, port: number): Record<string, string> {
    const container = (pod.spec as PodSpec).containers.find(({ ports = [] }) =>
        ports.some(({ containerPort }) => containerPort === port),
    );
    return {
        [`${META}_pod_name`]: pod.metadata.name,
        [`${META}_pod_phase`]: String((pod.status as { phase?: string }).phase),
        ...(container && { [`${META}_pod_container_name`]: container.name }),
    };
}
