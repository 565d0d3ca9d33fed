// The packages that a preview needs, loaded before tsx looks at every `require`, and of them what it uses: it starts in
// half the time.
const { readdirSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname, join } = require("node:path");

const sdk = createRequire(require.resolve("@pulumi/pulumi"));
const folder = (name) => dirname(require.resolve(name));
const inside = (path) => readdirSync(path).map((name) => join(path, name));

// For functions sent as code, stacks that a program deploys, traces, and an engine to talk to: no part of a preview.
const APART =
    "@npmcli/arborist fdir normalize-package-data semver typescript ./automation @opentelemetry/api @grpc/grpc-js";
for (const name of APART.split(" ")) loadLater(sdk.resolve(name));
for (const file of inside(join(folder("@pulumi/pulumi"), "proto"))) if (file.endsWith("_grpc_pb.js")) loadLater(file);
// Services and kinds, of which a program uses some.
for (const name of ["@pulumi/gcp", "@pulumi/kubernetes", "@pulumi/vault"])
    for (const { name: service, path } of readdirSync(folder(name), { withFileTypes: true }).filter((one) =>
        one.isDirectory(),
    ))
        if (!["config", "node_modules", "types"].includes(service)) loadLater(join(path, service, "index.js"));
loadLater(require.resolve("@pulumi/kubernetes/helm/v3/helm")); // charts that are rendered here
// Messages in forty languages.
loadLater(require.resolve("zod/v4/locales"));

require("@pulumi/pulumi");
require("@pulumi/gcp");
require("@pulumi/kubernetes");
require("@pulumi/vault");
require("@scure/base");
require("smol-toml");
require("yaml");
require("zod");

/** Puts something in a module's place that loads it when it is first used. */
function loadLater(filename) {
    const stub = { id: filename, filename, loaded: true, children: [] };
    const load = () => {
        if (require.cache[filename] === stub) delete require.cache[filename];
        return require(filename);
    };
    stub.exports = new Proxy(
        {},
        {
            // Else a module that imports it by name would copy all that it exports, and so load it.
            get: (_, key) => key === "__esModule" || load()[key],
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
