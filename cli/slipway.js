#!/usr/bin/env node
// Starts the TypeScript sources as they are: there is no build step that could be forgotten.

// A command is over before code that V8 optimized pays for its optimization, which would be a third of the processor
// time of a preview: a function must run longer than by default before it is.
require("node:v8").setFlagsFromString("--interrupt-budget=1000000");

if (["preview", "check", "reach", "bundle", "verify", "apply", "drift"].includes(process.argv[2]))
    require("./packages");
require("../preview/typescript");
require("./main");
