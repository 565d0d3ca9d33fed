import { createRequire } from "node:module";

// What the sandbox uses of the SDK's insides. The packages below it are taken from the SDK's own dependencies, so that
// messages and servers are of the one version that its generated protocol was made for.
const load = createRequire(createRequire(__filename).resolve("@pulumi/pulumi/package.json"));

export const grpc = load("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
export const providers = load("./proto/provider_pb.js") as typeof import("@pulumi/pulumi/proto/provider_pb");
export const { ResourceProviderService } = load(
    "./proto/provider_grpc_pb.js",
) as typeof import("@pulumi/pulumi/proto/provider_grpc_pb");
export const { PluginInfo } = load("./proto/plugin_pb.js") as typeof import("@pulumi/pulumi/proto/plugin_pb");
export const { Status } = load("./proto/status_pb.js") as typeof import("@pulumi/pulumi/proto/status_pb");
export const { Any } = load(
    "google-protobuf/google/protobuf/any_pb",
) as typeof import("google-protobuf/google/protobuf/any_pb");
export const { Empty } = load(
    "google-protobuf/google/protobuf/empty_pb",
) as typeof import("google-protobuf/google/protobuf/empty_pb");
export const { Struct } = load(
    "google-protobuf/google/protobuf/struct_pb",
) as typeof import("google-protobuf/google/protobuf/struct_pb");

/** Messages of a whole state are larger than gRPC's 4 MB. */
export const UNLIMITED = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
