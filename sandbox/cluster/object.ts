/** Any Kubernetes object. */
export interface KubeObject {
    apiVersion: string;
    kind: string;
    metadata: Metadata;
    [field: string]: unknown;
}

export interface Metadata {
    name: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    generation?: number;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    deletionTimestamp?: string;
    ownerReferences?: { kind: string; name: string; uid: string; controller?: boolean }[];
    [field: string]: unknown;
}

/** What names one object. */
export interface Ref {
    apiVersion: string;
    kind: string;
    name: string;
    namespace?: string;
}

/** What names a set of objects: all namespaces where none is given. */
export interface Selection {
    apiVersion: string;
    kind: string;
    namespace?: string;
    /** A label selector, such as `app=web`. */
    labels?: string;
    /** A field selector, such as `spec.nodeName=a`. */
    fields?: string;
}

export const refOf = ({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): Ref => ({
    apiVersion,
    kind,
    name,
    ...(namespace !== undefined && { namespace }),
});

/** For messages: `Deployment intents/solver`. */
export const nameOf = ({ kind, name, namespace }: Ref): string => `${kind} ${namespace ? `${namespace}/` : ""}${name}`;
