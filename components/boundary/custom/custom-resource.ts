import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Specs } from "./types";
import { API_VERSIONS } from "./types";

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
