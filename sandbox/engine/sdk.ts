import { createRequire } from "node:module";

// What the language host uses of the SDK's insides, taken from the SDK's own dependencies.
const load = createRequire(createRequire(__filename).resolve("@pulumi/pulumi/package.json"));

export const { version } = load("./package.json") as { version: string };
export const grpc = load("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
export const language = load("./proto/language_pb.js") as typeof import("@pulumi/pulumi/proto/language_pb");
export const { LanguageRuntimeService } = load(
    "./proto/language_grpc_pb.js",
) as typeof import("@pulumi/pulumi/proto/language_grpc_pb");
export const plugin = load("./proto/plugin_pb.js") as typeof import("@pulumi/pulumi/proto/plugin_pb");
export const { Empty } = load(
    "google-protobuf/google/protobuf/empty_pb",
) as typeof import("google-protobuf/google/protobuf/empty_pb");
