import { createRequire } from "node:module";

// What is used of the SDK's insides stands here, so that a new version of the SDK is checked against one file.
//
// Loaded with `require` on purpose: a test runner that turns our imports into ES modules would give us namespaces that
// cannot be changed, and the store, the monitor and the program must all be of the one instance the program loads.
const load = createRequire(createRequire(__filename).resolve("@pulumi/pulumi"));

export const pulumi = load("./index.js") as typeof import("@pulumi/pulumi");
export const runtime = load("./runtime/index.js") as typeof import("@pulumi/pulumi/runtime");
export const settings = load("./runtime/settings.js") as typeof import("@pulumi/pulumi/runtime/settings");
export const { CallbackServer } = load("./runtime/callbacks.js") as typeof import("@pulumi/pulumi/runtime/callbacks");
export const resources = load("./proto/resource_pb.js") as typeof import("@pulumi/pulumi/proto/resource_pb");
export const { InvokeResponse } = load("./proto/provider_pb.js") as typeof import("@pulumi/pulumi/proto/provider_pb");
export const { Struct } = load(
    "google-protobuf/google/protobuf/struct_pb",
) as typeof import("google-protobuf/google/protobuf/struct_pb");
export const { Empty } = load(
    "google-protobuf/google/protobuf/empty_pb",
) as typeof import("google-protobuf/google/protobuf/empty_pb");

export type RpcProperties = { [key: string]: unknown };

/** Settles an output of a resource: its value, whether it is known and secret, what it depends on, or an error. */
export type Resolver = (value: unknown, known: boolean, secret: boolean, ...rest: unknown[]) => void;

/** The resources that a property was made of. */
export type Dependencies = Set<unknown>;

export const rpc = load("./runtime/rpc.js") as {
    serializeProperty(label: string, value: unknown, needed: Dependencies, options: unknown): Promise<unknown>;
    serializeResourceProperties(
        label: string,
        properties: RpcProperties,
        options: unknown,
    ): Promise<[RpcProperties, Map<string, Dependencies>]>;
    transferProperties(resource: RpcProperties, label: string, properties: RpcProperties): Record<string, Resolver>;
    resolveProperties(
        resource: unknown,
        resolvers: unknown,
        type: string,
        name: string,
        properties: RpcProperties,
        ...rest: unknown[]
    ): void;
};

/** An output, with the parameter of `apply` that is not public. */
export interface LiftedOutput {
    apply(ask: (value: unknown) => unknown, runWithUnknowns?: boolean): LiftedOutput;
}

export const output = load("./output.js") as { Output: { prototype: LiftedOutput }; unknown: unknown };

export const debuggable = load("./runtime/debuggable.js") as {
    debuggablePromise<T>(promise: Promise<T>, label: string): Promise<T>;
};

/** A promise of the SDK with the label it carries for its leak detector, such as `resource:name[type]`. */
export interface LabelledPromise {
    _debugCtx?: string;
}

/** The SDK's state of one run, whose type it keeps to itself. */
export interface Store {
    settings: { options: { rootDirectory?: string } };
    /** Promises that are not settled yet. At exit the SDK complains of those left over, and fails the process. */
    leakCandidates: Set<LabelledPromise>;
    callbacks: unknown;
}

const state = load("./runtime/state.js") as { getStore(): Store };

export const store = (): Store => state.getStore();
