// Loads of Pulumi's packages what is used, when it is used.
const { readdirSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname, extname, join } = require("node:path");

const sdk = createRequire(require.resolve("@pulumi/pulumi"));
const inside = (name, ...path) => {
    const folder = join(dirname(require.resolve(name)), ...path);
    return readdirSync(folder).map((file) => join(folder, file));
};

// Functions sent as code, stacks that a program deploys, traces, and an engine to talk to: no part of a preview.
for (const name of ["@npmcli/arborist", "fdir", "normalize-package-data", "semver", "typescript"])
    later(sdk.resolve(name));
for (const name of ["./automation", "@opentelemetry/api", "@grpc/grpc-js"]) later(sdk.resolve(name));
for (const file of inside("@pulumi/pulumi", "proto")) if (file.endsWith("_grpc_pb.js")) later(file);
// Services and kinds, of which a program names some; charts that are rendered here.
for (const name of ["@pulumi/gcp", "@pulumi/kubernetes", "@pulumi/vault"])
    for (const service of inside(name)) if (extname(service) === "") later(join(service, "index.js"));
later(require.resolve("@pulumi/kubernetes/helm/v3/helm"));
// Messages in forty languages.
later(require.resolve("zod/v4/locales"));

/** Puts something in a module's place that loads it when it is first used. */
function later(filename) {
    const stub = { id: filename, filename, loaded: true, children: [] };
    const load = () => {
        if (require.cache[filename] === stub) delete require.cache[filename];
        return require(filename);
    };
    stub.exports = new Proxy(
        {},
        {
            get: (_, key) => {
                // Else a module that imports it by name would copy all that it exports, and so load it.
                if (key === "__esModule") return true;
                const loaded = load();
                return key === "default" && !loaded.__esModule ? loaded : loaded[key];
            },
            has: (_, key) => key in load(),
            ownKeys: () => Reflect.ownKeys(load()),
            getOwnPropertyDescriptor: (_, key) => {
                const found = Reflect.getOwnPropertyDescriptor(load(), key);
                return found && { ...found, configurable: true };
            },
        },
    );
    require.cache[filename] = stub;
}
