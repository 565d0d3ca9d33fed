import type { ServerUnaryCall, ServerWritableStream, sendUnaryData } from "@grpc/grpc-js";
import type * as messages from "@pulumi/pulumi/proto/language_pb";
import { stopChildren } from "./children";
import { runPack } from "./pack";
import { requiredPackages } from "./packages";
import { runProgram } from "./program";
import { Empty, grpc, LanguageRuntimeService, language, plugin, version } from "./sdk";

type Unary<Request, Response> = (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>) => void;

/**
 * A language host for Node.js programs and policy packs, where the one that Pulumi distributes cannot be had: it runs
 * them with the SDK's own runners, which do all that is not plain start and stop (pulumi/language.proto).
 */
export function main(args: readonly string[]): void {
    if (args.includes("-version") || args.includes("--version")) {
        process.stdout.write(`${version}\n`);
        return;
    }
    const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
    server.addService(LanguageRuntimeService, complete(service(args.at(-1) ?? "")));
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
        if (error) throw error;
        process.stdout.write(`${port}\n`);
    });
    const quit = () => {
        stopChildren();
        server.forceShutdown();
        process.exit(0);
    };
    process.on("SIGINT", quit).on("SIGTERM", quit);
    // The engine holds our input open: it ends when the engine dies without a word.
    process.stdin.on("end", quit).on("error", quit).resume();
}

function service(address: string) {
    let engine = address;

    const handshake: Unary<messages.LanguageHandshakeRequest, messages.LanguageHandshakeResponse> = (call, done) => {
        engine = call.request.getEngineAddress() || engine;
        done(null, new language.LanguageHandshakeResponse());
    };

    const getRequiredPackages: Unary<messages.GetRequiredPackagesRequest, messages.GetRequiredPackagesResponse> = (
        call,
        done,
    ) => {
        const found = requiredPackages(call.request.getInfo()?.getProgramDirectory() ?? ".").map((needed) =>
            new plugin.PackageDependency()
                .setKind("resource")
                .setName(needed.name)
                .setVersion(needed.version)
                .setServer(needed.server),
        );
        done(null, new language.GetRequiredPackagesResponse().setPackagesList(found));
    };

    return {
        handshake,
        getRequiredPackages,
        getPluginInfo: (_: unknown, done: sendUnaryData<unknown>) =>
            done(null, new plugin.PluginInfo().setVersion(version)),
        about: (_: unknown, done: sendUnaryData<unknown>) =>
            done(null, new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
        run: ((call, done) => {
            runProgram(call.request, engine, call).then((response) => done(null, response), done);
        }) satisfies Unary<messages.RunRequest, messages.RunResponse>,
        runPlugin: (call: ServerWritableStream<messages.RunPluginRequest, messages.RunPluginResponse>) => runPack(call),
        cancel(_: unknown, done: sendUnaryData<unknown>) {
            stopChildren();
            done(null, new Empty());
        },
    };
}

/** Every method that is not written above answers that it is not there. */
function complete(methods: ReturnType<typeof service>) {
    const missing = (name: string) => (_: unknown, done: sendUnaryData<unknown>) =>
        done({ code: grpc.status.UNIMPLEMENTED, message: `${name} is not in this language host` });
    const names = Object.keys(LanguageRuntimeService);
    return { ...Object.fromEntries(names.map((name) => [name, missing(name)])), ...methods };
}
