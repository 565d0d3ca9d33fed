import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Specs as OperatorSpecs } from "./types";
import { API_VERSIONS as OPERATOR_VERSIONS } from "./types";

/** Kinds whose definition GKE brings and publishes in words alone. */
interface GkeSpecs {
    /** cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies */
    FQDNNetworkPolicy: {
        podSelector: { matchLabels: Record<string, string> };
        egress: {
            matches: ({ name: string } | { pattern: string })[];
            ports?: { protocol: "TCP" | "UDP"; port: number }[];
        }[];
    };
}

export type Specs = OperatorSpecs & GkeSpecs;

export const API_VERSIONS = { ...OPERATOR_VERSIONS, FQDNNetworkPolicy: "networking.gke.io/v1alpha1" } as const;

export type Kind = keyof Specs;

/** The same with values of other resources at every depth. */
export type Deep<T> = pulumi.Input<
    T extends readonly (infer Item)[]
        ? readonly Deep<Item>[]
        : T extends object
          ? { [Key in keyof T]: Deep<T[Key]> }
          : T
>;

export interface CustomResourceArgs<K extends Kind> {
    metadata: { name: string; namespace: string; annotations?: Record<string, pulumi.Input<string>> };
    spec: Deep<Specs[K]>;
}

/**
 * An object of an operator's own kind. The kind says the API version and what the specification may hold, so a version
 * that is no longer served and a field that does not exist do not compile.
 */
export const customResource = <K extends Kind>(
    kind: K,
    name: string,
    { metadata, spec }: CustomResourceArgs<K>,
    opts: pulumi.CustomResourceOptions,
) => new kubernetes.apiextensions.CustomResource(name, { apiVersion: API_VERSIONS[kind], kind, metadata, spec }, opts);
