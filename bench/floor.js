// The least that a preview of a stack can take: loads the modules of the Pulumi packages that one loads, as `slipway`
// loads them, and ends. Usage: node floor.js <list of modules, as loaded.js has written it>
require("../cli/packages");
require("../preview/typescript");
for (const file of JSON.parse(require("node:fs").readFileSync(process.argv[2], "utf8")))
    Object.keys(Object(require(file))); // what is put off until then is loaded when it is looked at
