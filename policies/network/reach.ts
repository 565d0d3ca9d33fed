import { matches } from "../cel";
import { isOpen, reader } from "../constraint";
import { baseKind } from "../kubernetes";
import type { Example, Json } from "../rule";
import { asText, isUnknown, own } from "../value";

export const isService = (type: string): boolean =>
    baseKind(type) === "Service" && /^kubernetes:(core\/)?v1:/.test(type);

export const kindOf = reader("spec.type");
export const annotations = reader("metadata.annotations");
const ranges = reader("spec.loadBalancerSourceRanges");

/** How GKE, EKS and AKS are told that a load balancer stays inside. */
const INTERNAL: readonly (readonly [string, RegExp])[] = [
    ["networking.gke.io/load-balancer-type", /^internal$/i],
    ["cloud.google.com/load-balancer-type", /^internal$/i],
    ["service.beta.kubernetes.io/aws-load-balancer-internal", /^(true|0\.0\.0\.0\/0)$/],
    ["service.beta.kubernetes.io/aws-load-balancer-scheme", /^internal$/],
    ["service.beta.kubernetes.io/azure-load-balancer-internal", /^true$/],
];

const WORLD = /^(0\.0\.0\.0|::)\/0$/;

type Reach = "inside" | "bounded" | "public" | { open: string };

/** Who can reach a Service. */
export function reachOf(props: { [key: string]: Json }): Reach {
    const kind = kindOf(props);
    if (isOpen(kind)) return { open: "spec.type" };
    if (kind === "NodePort") return "public";
    if (kind !== "LoadBalancer") return "inside";
    const notes = annotations(props);
    if (isOpen(notes)) return { open: "metadata.annotations" };
    if (INTERNAL.some(([key, value]) => value.test(asText(own(notes, key))))) return "inside";
    const open = INTERNAL.find(([key]) => isUnknown(own(notes, key)));
    if (open) return { open: `metadata.annotations["${open[0]}"]` };
    const list = ranges(props);
    if (isOpen(list)) return { open: "spec.loadBalancerSourceRanges" };
    const bounded = Array.isArray(list) && list.length > 0 && !list.some((range) => WORLD.test(asText(range)));
    return bounded ? "bounded" : "public";
}

/** A Service that `reachOf` calls public, in CEL. */
const BALANCED =
    "object.spec.type == 'LoadBalancer' && " +
    "!(has(object.metadata.annotations) && object.metadata.annotations.exists(k, " +
    `${INTERNAL.map(([key, value]) => `(k == '${key}' && ${matches("object.metadata.annotations[k]", value)})`).join(" || ")})) && ` +
    "!(has(object.spec.loadBalancerSourceRanges) && object.spec.loadBalancerSourceRanges.size() > 0 && " +
    `!object.spec.loadBalancerSourceRanges.exists(e, ${matches("e", WORLD)}))`;
export const PUBLIC = `has(object.spec.type) && (object.spec.type == 'NodePort' || (${BALANCED}))`;

/** A Service, for examples. */
export const service = (spec: { [key: string]: Json }, metadata: { [key: string]: Json } = {}): Example => ({
    type: "kubernetes:core/v1:Service",
    props: { metadata: { name: "api", namespace: "app", ...metadata }, spec },
});
