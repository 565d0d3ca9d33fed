import { appendFileSync } from "node:fs";
import type { ServerUnaryCall, sendUnaryData, UntypedServiceImplementation } from "@grpc/grpc-js";
import { failure, unimplemented } from "./failure";
import { type Method, methodsOf, type Session } from "./methods";
import { grpc, ResourceProviderService, UNLIMITED } from "./sdk";
import type { StandIn } from "./stand-in";

export { UNKNOWN } from "./stand-in";

/** One call of the engine, without its values. */
export interface Call {
    /** Of the stand-in. */
    package: string;
    method: Method;
    urn: string;
    /** What the call is about, or once it has come to an end what it has made. */
    id: string;
    preview: boolean;
}

/**
 * Stands between the engine and the stand-in: `proceed` does the call. What it throws is the answer, before `proceed`
 * as if the server had refused, after it as if the answer had been lost. It may wait, or end a process.
 */
export type Intercept = (call: Call, proceed: () => Promise<void>) => Promise<void>;

export interface ServeOptions {
    /** File to which each call is added as a line of JSON, without values. */
    log?: string;
    intercept?: Intercept;
}

/** A stand-in that listens on the loopback address. */
export interface Serving {
    name: string;
    port: number;
    /** Ends at once, with every call that is under way: as a provider that dies. */
    stop(): Promise<void>;
}

/** Serves a stand-in over Pulumi's provider protocol. */
export async function serve(standIn: StandIn, options: ServeOptions = {}): Promise<Serving> {
    const server = new grpc.Server(UNLIMITED);
    server.addService(ResourceProviderService, service(standIn, options));
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
            error ? reject(error) : resolve(bound),
        );
    });
    return {
        name: standIn.name,
        port,
        stop: () =>
            new Promise((resolve) => {
                server.tryShutdown(() => resolve());
                server.forceShutdown();
            }),
    };
}

/** What tells the engine where its providers are: the variable PULUMI_DEBUG_PROVIDERS. */
export const attached = (servings: readonly Serving[]): string =>
    servings.map(({ name, port }) => `${name}:${port}`).join(",");

function service(standIn: StandIn, { log, intercept }: ServeOptions): UntypedServiceImplementation {
    const methods = methodsOf(standIn);
    // The engine opens one connection for each provider instance, so the connection tells which one a call is for.
    const sessions = new Map<string, Session>();
    const sessionOf = (peer: string): Session => {
        const known = sessions.get(peer) ?? { config: undefined, abort: new AbortController() };
        sessions.set(peer, known);
        return known;
    };
    const handle = async (method: Method, { request, getPeer }: Unary): Promise<unknown> => {
        const call = describe(standIn.name, method, request);
        const start = performance.now();
        let response: Described | undefined;
        let error: unknown;
        const proceed = async () => {
            response = (await methods[method](request as never, sessionOf(getPeer()))) as Described;
            call.id ||= response.getId?.() ?? "";
        };
        try {
            await (intercept ? intercept(call, proceed) : proceed());
            return response;
        } catch (thrown) {
            error = thrown;
            throw thrown;
        } finally {
            if (log) record(log, call, performance.now() - start, error);
        }
    };
    return Object.fromEntries(
        Object.keys(ResourceProviderService).map((name) => [
            name,
            (call: ServerUnaryCall<unknown, unknown>, done: sendUnaryData<unknown>) => {
                if (!(name in methods)) return done(unimplemented(`${standIn.name}: ${name}`));
                const unary = { request: call.request as Described, getPeer: () => call.getPeer() };
                return handle(name as Method, unary).then(
                    (response) => done(null, response),
                    (error) => done(failure(error)),
                );
            },
        ]),
    );
}

interface Unary {
    request: Described;
    getPeer(): string;
}

/** What most requests have and some have not. */
interface Described {
    getUrn?(): string;
    getId?(): string;
    getPreview?(): boolean;
}

const describe = (name: string, method: Method, request: Described): Call => ({
    package: name,
    method,
    urn: request.getUrn?.() ?? "",
    id: request.getId?.() ?? "",
    preview: request.getPreview?.() ?? false,
});

function record(log: string, call: Call, milliseconds: number, error: unknown): void {
    const ended = error === undefined ? {} : { error: error instanceof Error ? error.message : String(error) };
    const line = { time: new Date().toISOString(), ...call, ms: Math.round(milliseconds), ...ended };
    appendFileSync(log, `${JSON.stringify(line)}\n`);
}
