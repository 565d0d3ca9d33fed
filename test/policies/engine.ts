import { createRequire } from "node:module";
import { policies } from "../../policies/pack";
import { join } from "../../policies/path";
import type { Json, Resource, Rule } from "../../policies/rule";

// The SDK's own server, as the engine calls it. Loaded by its own resolution, so that its classes are the pack's.
const load = createRequire(createRequire(__filename).resolve("@pulumi/policy"));
const server = load("./server") as { [make: string]: (...args: unknown[]) => Rpc };
const analyzer = load("@pulumi/pulumi/proto/analyzer_pb") as typeof import("@pulumi/pulumi/proto/analyzer_pb");
const { Struct } = load(
    "google-protobuf/google/protobuf/struct_pb",
) as typeof import("google-protobuf/google/protobuf/struct_pb");

type Rpc = (call: { request: unknown }, callback: (error: Error | null, response: Response) => void) => void;
export interface Response {
    getDiagnosticsList(): import("@pulumi/pulumi/proto/analyzer_pb").AnalyzeDiagnostic[];
    getRemediationsList(): unknown[];
}

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What stands behind a secret that a test does not spell out. */
export const BEHIND = "what-stands-behind-it";

export const secret = (value: unknown): Json => ({ [SIGNATURE]: SECRET, value: value as Json });

/** Values as rules see them, back in the engine's form. */
export function toWire(value: Json, path: string, unknown: readonly string[]): unknown {
    if (Array.isArray(value)) return value.map((item, index) => toWire(item, join(path, index), unknown));
    if (typeof value !== "object" || value === null) return value;
    if (value.$unknown === true) return UNKNOWN;
    if (value.$secret === true) return secret(unknown.includes(path) ? UNKNOWN : BEHIND);
    return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, toWire(item, join(path, key), unknown)]),
    );
}

/** One finding, as the engine receives it. */
export interface Diagnostic {
    rule: string;
    urn: string;
    level: number;
    message: string;
}

export const { ADVISORY, MANDATORY } = analyzer.EnforcementLevel;

/** A resource with its wire form. */
export interface Wired {
    resource: Resource;
    wire: object;
}

/** What the engine asks of a pack: to remediate, to analyze, and to analyze the stack. */
export type Calls = [Call, Call, Call];

/** Asks the pack in this process. */
export function run(
    declared: readonly Wired[],
    rules?: readonly Rule[],
    exceptions: Parameters<typeof policies>[1] = () => undefined,
    asked = policies(rules, exceptions),
): Promise<Diagnostic[]> {
    const calls = ["Remediate", "Analyze", "AnalyzeStack"].map((name) => {
        const rpc = server[`make${name}RpcFun`]?.("slipway", "0.1.0", "advisory", asked) as Rpc;
        return (request: unknown) =>
            new Promise<Response>((resolve, reject) =>
                rpc({ request }, (error, response) => (error ? reject(error) : resolve(response))),
            );
    }) as Calls;
    return through(calls, declared);
}

/** Remediates and analyzes each resource, then the stack, as the engine does. */
export async function through(
    [remediate, analyze, analyzeStack]: Calls,
    declared: readonly Wired[],
): Promise<Diagnostic[]> {
    const found: Diagnostic[] = [];
    const note = (response: Response, urn: string) => {
        for (const diagnostic of response.getDiagnosticsList()) {
            found.push({
                rule: diagnostic.getPolicyname(),
                urn: diagnostic.getUrn() || urn,
                level: diagnostic.getEnforcementlevel(),
                message: diagnostic.getMessage(),
            });
        }
    };
    for (const { resource, wire } of declared) {
        const request = fill(new analyzer.AnalyzeRequest(), resource, wire);
        const changed = (await remediate(request)).getRemediationsList();
        if (changed.length > 0) throw new Error("the pack changes what it should judge");
        note(await analyze(request), resource.urn);
    }
    const stack = new analyzer.AnalyzeStackRequest();
    // Resources under a provider that is not configured yet have no properties here.
    stack.setResourcesList(declared.map(({ resource }) => fill(new analyzer.AnalyzerResource(), resource, {})));
    note(await analyzeStack(stack), "");
    return found;
}

export type Call = (request: unknown) => Promise<Response>;

/** Whatever makes a value must be in the stack, or the engine does not say that it did. */
export const makers = (resource: Resource): Resource[] =>
    [...new Set(Object.values(resource.propertyDependencies ?? {}).flat())].map((urn) => ({
        urn,
        type: "random:index/randomPassword:RandomPassword",
        name: "maker",
        props: { length: 32 },
    }));

export const wired = (resource: Resource): Wired => ({
    resource,
    wire: toWire(resource.props, "", resource.unknownPaths ?? []) as object,
});

/** What the requests of both passes have in common. */
interface Request {
    setUrn(urn: string): unknown;
    setType(type: string): unknown;
    setName(name: string): unknown;
    setProperties(properties: InstanceType<typeof Struct>): unknown;
    setOptions(options: InstanceType<typeof analyzer.AnalyzerResourceOptions>): unknown;
}

function fill<T extends Request>(request: T, resource: Resource, wire: object): T {
    const { urn, type, name } = resource;
    request.setUrn(urn);
    request.setType(type);
    request.setName(name);
    request.setProperties(Struct.fromJavaScript(wire as Parameters<typeof Struct.fromJavaScript>[0]));
    const options = new analyzer.AnalyzerResourceOptions();
    options.setProtect(resource.protect ?? false);
    request.setOptions(options);
    if (request instanceof analyzer.AnalyzerResource) {
        for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {})) {
            const made = new analyzer.AnalyzerPropertyDependencies();
            made.setUrnsList([...urns]);
            request.getPropertydependenciesMap().set(property, made);
        }
    }
    return request;
}
