// The least that a preview of a stack can take: loads the modules of the Pulumi packages that one loads, as `slipway`
// loads them, and ends. Usage: node floor.js <list of modules, as loaded.js has written it>
require("@pulumi/pulumi");
require("@pulumi/gcp");
require("@pulumi/kubernetes");
require("tsx/cjs");
for (const file of JSON.parse(require("node:fs").readFileSync(process.argv[2], "utf8"))) require(file);
