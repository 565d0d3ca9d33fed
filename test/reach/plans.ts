import type { Json, Plan, PlanResource } from "../../preview/plan";
import type { Way } from "../../preview/reach/reach";
import { undeclared } from "../undeclared";

/** Small plans for the prover: what a cluster holds, as short as it can be said. */

export type Inputs = { [key: string]: Json };

export const UNKNOWN = { $unknown: true };
export const HERE = provider("here");

export function provider(name: string): string {
    return `urn:pulumi:test::test::pulumi:providers:kubernetes::${name}`;
}

export function resource(type: string, name: string, inputs: Inputs, more: Partial<PlanResource> = {}): PlanResource {
    return {
        ...undeclared(),
        ...{ urn: `urn:pulumi:test::test::${type}::${name}`, type, name, custom: true, inputs },
        provider: type.startsWith("kubernetes:") ? HERE : null,
        ...more,
    };
}

export const plan = (...resources: (PlanResource | PlanResource[])[]): Plan => ({
    schema: "slipway.plan/v1",
    project: "test",
    stack: "test",
    resources: resources.flat().sort((a, b) => (a.urn < b.urn ? -1 : 1)),
    outputs: {},
});

export const namespace = (name: string, labels: Json = {}, at = HERE) =>
    resource("kubernetes:core/v1:Namespace", `${name}-${at}`, { metadata: { name, labels } }, { provider: at });

/** A pod `namespace/name` with these labels; its ports are those of its one container. */
export function pod(path: string, labels: Json, ports: Json = [], at = HERE): PlanResource {
    const [namespace = "", name = ""] = path.split("/");
    const spec = { containers: [{ name: "main", ports }] };
    return resource(
        "kubernetes:core/v1:Pod",
        `${path}-${at}`,
        { metadata: { namespace, name, labels }, spec },
        { provider: at },
    );
}

export function policy(path: string, spec: Json, { at = HERE, why }: { at?: string; why?: string } = {}): PlanResource {
    const [namespace = "", name = ""] = path.split("/");
    const annotations = why === undefined ? {} : { annotations: { "slipway.dev/why": why } };
    return resource(
        "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        `${path}-${at}`,
        { metadata: { namespace, name, ...annotations }, spec },
        { provider: at },
    );
}

/** A cluster in Google Cloud whose pods have addresses of a range. */
export function cluster(region: string, pods: string): { provider: string; resources: PlanResource[] } {
    const subnet = resource("gcp:compute/subnetwork:Subnetwork", region, {
        secondaryIpRanges: [{ rangeName: "pods", ipCidrRange: pods }],
    });
    const made = resource(
        "gcp:container/cluster:Cluster",
        `cluster-${region}`,
        { location: region, ipAllocationPolicy: { clusterSecondaryRangeName: "pods" } },
        { propertyDependencies: { subnetwork: [subnet.urn] } },
    );
    const at = resource(
        "pulumi:providers:kubernetes",
        `kubernetes-${region}`,
        { kubeconfig: UNKNOWN },
        { propertyDependencies: { kubeconfig: [made.urn] } },
    );
    return { provider: at.urn, resources: [subnet, made, at] };
}

/** `["TCP 80", "UDP 53 at 10.0.0.0/8"]`, with a question mark behind what is undetermined. */
export const ports = (ways: readonly Way[]): string[] =>
    ways
        .map(
            ({ protocol, ports, addresses, undetermined }) =>
                `${protocol} ${ports.join(", ")}${addresses ? ` at ${addresses.join(", ")}` : ""}${undetermined ? " ?" : ""}`,
        )
        .sort();

export const EVERYTHING = ["SCTP 1-65535", "TCP 1-65535", "UDP 1-65535"];
