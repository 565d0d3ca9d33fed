"use strict";
// The smallest engine that the Pulumi runtime's own program runner talks to: it answers every registration with the
// inputs and prints, at the end, what was asked of it as one JSON document.
// What it is told of an earlier state goes to the hooks of the resources that it is about, as in a preview of an update.
// Usage: node engine.cjs <project folder> <stack> <configuration as JSON> [<earlier state by URN as JSON>]
const { spawn } = require("node:child_process");
const path = require("node:path");
const grpc = require("@grpc/grpc-js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");
const engineProto = require("@pulumi/pulumi/proto/engine_pb.js");
const engine = require("@pulumi/pulumi/proto/engine_grpc_pb.js");
const resourceProto = require("@pulumi/pulumi/proto/resource_pb.js");
const resource = require("@pulumi/pulumi/proto/resource_grpc_pb.js");
const callbackProto = require("@pulumi/pulumi/proto/callback_pb.js");
const callback = require("@pulumi/pulumi/proto/callback_grpc_pb.js");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js");

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const [directory, stack, config, earlier = "{}"] = process.argv.slice(2);
const states = JSON.parse(earlier);
const hooks = new Map();
const registered = {};
const messages = [];
let root = "";

const urnOf = (parent, type, name) => {
    const outer = parent.split("::")[2];
    const qualified = outer && outer !== "pulumi:pulumi:Stack" ? `${outer}$${type}` : type;
    return `urn:pulumi:${stack}::slipway::${qualified}::${name}`;
};

/** Calls a resource's hooks as the engine does; resolves to what the first of them objects to. */
async function beforeUpdate(urn, registration, { inputs = {}, outputs = {} }) {
    for (const name of registration.getHooks()?.getBeforeUpdateList() ?? []) {
        const hook = hooks.get(name);
        if (!hook?.getOnDryRun()) continue;
        const asked = new resourceProto.ResourceHookRequest();
        asked.setUrn(urn);
        asked.setName(registration.getName());
        asked.setType(registration.getType());
        asked.setNewInputs(registration.getObject());
        asked.setOldInputs(Struct.fromJavaScript(inputs));
        asked.setOldOutputs(Struct.fromJavaScript(outputs));
        const invocation = new callbackProto.CallbackInvokeRequest();
        invocation.setToken(hook.getCallback().getToken());
        invocation.setRequest(asked.serializeBinary());
        const client = new callback.CallbacksClient(hook.getCallback().getTarget(), grpc.credentials.createInsecure());
        const answer = await new Promise((resolve, reject) =>
            client.invoke(invocation, (error, response) => (error ? reject(error) : resolve(response))),
        );
        client.close();
        const error = resourceProto.ResourceHookResponse.deserializeBinary(answer.getResponse_asU8()).getError();
        if (error) return `before hook "${name}" failed: ${error}`;
    }
    return undefined;
}

const monitor = {
    supportsFeature(_, done) {
        const response = new resourceProto.SupportsFeatureResponse();
        response.setHassupport(true);
        done(null, response);
    },
    async registerResource({ request }, done) {
        const urn = urnOf(request.getParent(), request.getType(), request.getName());
        registered[urn] = {
            inputs: request.getObject().toJavaScript(),
            protect: request.getProtect(),
            parent: request.getParent(),
            dependencies: request.getDependenciesList().sort(),
            ignoreChanges: request.getIgnorechangesList(),
        };
        const refused = states[urn] && (await beforeUpdate(urn, request, states[urn]));
        if (refused) return done({ code: grpc.status.UNKNOWN, message: refused });
        const response = new resourceProto.RegisterResourceResponse();
        response.setUrn(urn);
        if (request.getCustom() && request.getType().startsWith("pulumi:providers:")) response.setId(UNKNOWN);
        response.setObject(request.getObject());
        done(null, response);
    },
    registerResourceHook({ request }, done) {
        hooks.set(request.getName(), request);
        done(null, new Empty());
    },
    registerResourceOutputs: (_, done) => done(null, new Empty()),
    signalAndWaitForShutdown: (_, done) => done(null, new Empty()),
    registerPackage: (_, done) => done(null, new resourceProto.RegisterPackageResponse()),
};

const host = {
    log({ request }, done) {
        if (request.getSeverity() >= engineProto.LogSeverity.WARNING) messages.push(request.getMessage());
        done(null, new Empty());
    },
    getRootResource(_, done) {
        const response = new engineProto.GetRootResourceResponse();
        response.setUrn(root);
        done(null, response);
    },
    setRootResource({ request }, done) {
        root = request.getUrn();
        done(null, new engineProto.SetRootResourceResponse());
    },
};

/** Every method that is not written above answers that it is not there, as an older engine would. */
const complete = (service, methods) =>
    Object.fromEntries(
        Object.keys(service).map((name) => [
            name,
            methods[name] ?? ((_, done) => done({ code: grpc.status.UNIMPLEMENTED, message: name })),
        ]),
    );

const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(resource.ResourceMonitorService, complete(resource.ResourceMonitorService, monitor));
server.addService(engine.EngineService, complete(engine.EngineService, host));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    const address = `127.0.0.1:${port}`;
    const runner = path.join(path.dirname(require.resolve("@pulumi/pulumi/package.json")), "cmd/run/index.js");
    const program = spawn(
        process.execPath,
        [
            "--stack-trace-limit=0",
            runner,
            `--monitor=${address}`,
            `--engine=${address}`,
            "--organization=organization",
            "--project=slipway",
            `--stack=${stack}`,
            `--root-directory=${directory}`,
            `--pwd=${directory}`,
            "--dry-run",
            "--parallel=16",
            "index.ts",
        ],
        {
            cwd: directory,
            env: { ...process.env, PULUMI_CONFIG: config, PULUMI_NODEJS_TYPESCRIPT: "true" },
            stdio: ["ignore", "ignore", "inherit"],
        },
    );
    program.on("exit", (code) => {
        process.stdout.write(JSON.stringify({ code, messages, registered }));
        server.forceShutdown();
    });
});
