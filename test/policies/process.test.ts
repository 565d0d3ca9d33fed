import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";

const PACK = join(__dirname, "../../policies");
const load = createRequire(createRequire(__filename).resolve("@pulumi/pulumi"));
const grpc = load("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
const { AnalyzerClient } = load("./proto/analyzer_grpc_pb.js") as {
    AnalyzerClient: new (address: string, credentials: unknown) => Client;
};
const analyzer = load("./proto/analyzer_pb.js") as typeof import("@pulumi/pulumi/proto/analyzer_pb");
const { Struct } = load(
    "google-protobuf/google/protobuf/struct_pb",
) as typeof import("google-protobuf/google/protobuf/struct_pb");

type Client = Record<string, (request: unknown, answer: (error: Error | null, response: unknown) => void) => void>;

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
let pack: ChildProcess;
let client: Client;

const call = <T>(name: string, request: unknown) =>
    new Promise<T>((resolve, reject) =>
        client[name]?.(request, (error, response) => (error ? reject(error) : resolve(response as T))),
    );

/** Starts the pack as the language host does: its port is the first line that it writes. */
beforeAll(async () => {
    const host = join(load.resolve("./cmd/run-policy-pack"));
    pack = spawn(process.execPath, [host, "127.0.0.1:1", PACK], { cwd: PACK, stdio: ["ignore", "pipe", "inherit"] });
    const lines = createInterface({ input: pack.stdout as NodeJS.ReadableStream });
    const [port] = await Promise.race([once(lines, "line"), once(pack, "exit").then(() => ["none: the pack stopped"])]);
    client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
}, 60_000);

afterAll(() => void pack?.kill());

/** What the rules of image references say of a pod; it breaks others as well. */
async function analyze(properties: object): Promise<[string, number, string][]> {
    const request = new analyzer.AnalyzeRequest();
    request.setUrn("urn:pulumi:demo::app::kubernetes:core/v1:Pod::api");
    request.setType("kubernetes:core/v1:Pod");
    request.setName("api");
    request.setProperties(Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]));
    request.setOptions(new analyzer.AnalyzerResourceOptions());
    await call("remediate", request);
    const response = await call<InstanceType<typeof analyzer.AnalyzeResponse>>("analyze", request);
    return response
        .getDiagnosticsList()
        .filter((found) => /^IMG-0[16]$/.test(found.getPolicyname()))
        .map((found) => [found.getPolicyname(), found.getEnforcementlevel(), found.getMessage()]);
}

const pod = (image: string) => ({ spec: { containers: [{ image }] } });
const { ADVISORY, MANDATORY } = analyzer.EnforcementLevel;

test("the pack starts under Pulumi's own runtime and stops what it must", async () => {
    expect(await analyze(pod("nginx:latest"))).toEqual([
        ["IMG-01", MANDATORY, expect.stringMatching(/^spec\.containers\[0\]\.image: "nginx:latest"; use /)],
    ]);
});

test("what cannot be known is reported, or stops the preview where the configuration says so", async () => {
    const levels = async () => (await analyze(pod(UNKNOWN))).map(([rule, level]) => [rule, level]);
    expect(await levels()).toEqual([
        ["IMG-01", ADVISORY],
        ["IMG-06", ADVISORY],
    ]);
    const config = new analyzer.PolicyConfig();
    config.setEnforcementlevel(MANDATORY);
    config.setProperties(Struct.fromJavaScript({ undetermined: "block" }));
    const request = new analyzer.ConfigureAnalyzerRequest();
    request.getPolicyconfigMap().set("slipway", config);
    await call("configure", request);
    expect(await levels()).toEqual([
        ["IMG-01", MANDATORY],
        ["IMG-06", MANDATORY],
    ]);
});

test("no rule needs a provider's SDK, which would make every preview wait for it", () => {
    const files = readdirSync(PACK, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const imports = files.flatMap((file) =>
        [...readFileSync(join(PACK, file), "utf8").matchAll(/from "([^."][^"]*)"/g)].map(([, name]) => name),
    );
    const others = imports.filter((name) => !name?.startsWith("node:"));
    expect([...new Set(others)].sort()).toEqual(["@pulumi/policy", "re2js"]);
});
