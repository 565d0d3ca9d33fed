"use strict";
// The smallest engine that the Pulumi runtime's own program runner talks to: it answers every registration with the
// inputs and prints, at the end, what was asked of it as one JSON document.
// Usage: node engine.cjs <project folder> <stack> <configuration as JSON>
const { spawn } = require("node:child_process");
const path = require("node:path");
const grpc = require("@grpc/grpc-js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");
const engineProto = require("@pulumi/pulumi/proto/engine_pb.js");
const engine = require("@pulumi/pulumi/proto/engine_grpc_pb.js");
const resourceProto = require("@pulumi/pulumi/proto/resource_pb.js");
const resource = require("@pulumi/pulumi/proto/resource_grpc_pb.js");

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const [directory, stack, config] = process.argv.slice(2);
const registered = {};
const messages = [];
let root = "";

const urnOf = (parent, type, name) => {
    const outer = parent.split("::")[2];
    const qualified = outer && outer !== "pulumi:pulumi:Stack" ? `${outer}$${type}` : type;
    return `urn:pulumi:${stack}::slipway::${qualified}::${name}`;
};

const monitor = {
    supportsFeature(_, done) {
        const response = new resourceProto.SupportsFeatureResponse();
        response.setHassupport(true);
        done(null, response);
    },
    registerResource({ request }, done) {
        const urn = urnOf(request.getParent(), request.getType(), request.getName());
        registered[urn] = {
            inputs: request.getObject().toJavaScript(),
            protect: request.getProtect(),
            parent: request.getParent(),
            dependencies: request.getDependenciesList().sort(),
            ignoreChanges: request.getIgnorechangesList(),
        };
        const response = new resourceProto.RegisterResourceResponse();
        response.setUrn(urn);
        if (request.getCustom() && request.getType().startsWith("pulumi:providers:")) response.setId(UNKNOWN);
        response.setObject(request.getObject());
        done(null, response);
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
