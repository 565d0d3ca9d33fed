import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Response } from "./engine";

export const PACK = join(__dirname, "../../policies");
const load = createRequire(createRequire(__filename).resolve("@pulumi/pulumi"));
const grpc = load("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
const { AnalyzerClient } = load("./proto/analyzer_grpc_pb.js") as {
    AnalyzerClient: new (address: string, credentials: unknown) => Client;
};
export const analyzer = load("./proto/analyzer_pb.js") as typeof import("@pulumi/pulumi/proto/analyzer_pb");
export const { Struct } = load(
    "google-protobuf/google/protobuf/struct_pb",
) as typeof import("google-protobuf/google/protobuf/struct_pb");

type Client = Record<string, (request: unknown, answer: (error: Error | null, response: unknown) => void) => void>;

/** The pack in a process of its own. */
export interface Pack {
    call(name: string, request: unknown): Promise<Response>;
    stop(): void;
}

/** Starts the pack as the language host does: its port is the first line that it writes. */
export async function startPack(folder = PACK): Promise<Pack> {
    const host = join(load.resolve("./cmd/run-policy-pack"));
    const pack = spawn(process.execPath, [host, "127.0.0.1:1", folder], {
        cwd: folder,
        stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: pack.stdout });
    const [port] = await Promise.race([once(lines, "line"), once(pack, "exit").then(() => ["none: the pack stopped"])]);
    const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    return {
        call: (name, request) =>
            new Promise((resolve, reject) =>
                client[name]?.(request, (error, response) => (error ? reject(error) : resolve(response as Response))),
            ),
        stop: () => void pack.kill(),
    };
}
