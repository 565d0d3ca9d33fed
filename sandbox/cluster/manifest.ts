import type { Json, PlanResource } from "../../preview/plan";
import type { KubeObject } from "./object";

/**
 * What stands for a value that nobody knows before the update, by the last name of its path. All of them are texts; a
 * server that wants something else there refuses it.
 */
const STANDS_FOR: Record<string, string> = {
    // Kept for documentation: RFC 5737.
    loadBalancerIP: "203.0.113.10",
    "disk-encryption-kms-key": "projects/p/locations/l/keyRings/r/cryptoKeys/k",
    "iam.gke.io/gcp-service-account": "name@project.iam.gserviceaccount.com",
};

const UNKNOWN_TEXT = "known-after-update";

/** Kinds that are no Kubernetes objects: what they would make is not in the plan. */
export const isObject = ({ type }: Pick<PlanResource, "type">): boolean =>
    !/^kubernetes:(helm\.sh|yaml|kustomize)\//.test(type);

/** The object that a resource of a plan declares, with something plausible for each value that is not known yet. */
export function manifest({ type, inputs }: Pick<PlanResource, "type" | "inputs">): KubeObject {
    const [, version = "", kind = ""] = type.split(":");
    const object = known(inputs, "") as KubeObject;
    return { ...object, apiVersion: object.apiVersion ?? version.replace(/^core\//, ""), kind: object.kind ?? kind };
}

/** The same value with nothing in it that is not known. */
function known(value: Json, key: string): unknown {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map((item) => known(item, key));
    if ("$unknown" in value || "$secret" in value) return STANDS_FOR[key] ?? UNKNOWN_TEXT;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, known(inner, name)]));
}
