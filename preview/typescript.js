// Loads TypeScript as it is, by tsx. What packages bring is JavaScript for `require` already: tsx would read each file of
// theirs to see what it is, which takes longer than to load it.
const { _extensions: load } = require("node:module");
const { sep } = require("node:path");

const PACKAGES = `${sep}node_modules${sep}`;

const plain = load[".js"];
require("tsx/cjs");
const seen = load[".js"];
load[".js"] = (module, file) => (file.includes(PACKAGES) ? plain : seen)(module, file);

/** The folder whose settings of TypeScript are followed. */
exports.directory = process.cwd();
