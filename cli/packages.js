// The packages that a preview needs, loaded before tsx looks at every `require`: it starts a quarter sooner.
const { createRequire } = require("node:module");

const sdk = createRequire(require.resolve("@pulumi/pulumi"));
// For functions that are sent to the cloud as code, which few programs do, and half of the SDK's time to load.
for (const name of ["@npmcli/arborist", "typescript"]) loadLater(name);

require("@pulumi/pulumi");
require("@pulumi/gcp");
require("@pulumi/kubernetes");
require("@scure/base");
require("canonicalize");
require("re2js");
require("smol-toml");
require("yaml");
require("zod");

/** Puts something in a package's place that loads it when it is first used. */
function loadLater(name) {
    const filename = sdk.resolve(name);
    let loaded;
    const get = (_, key) => {
        if (key === "__esModule") return true; // else the SDK would copy all that it exports
        if (loaded === undefined) {
            delete require.cache[filename];
            loaded = sdk(name);
        }
        return loaded[key];
    };
    require.cache[filename] = { id: filename, filename, loaded: true, children: [], exports: new Proxy({}, { get }) };
}
