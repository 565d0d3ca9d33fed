#!/usr/bin/env node
// Starts the TypeScript sources as they are: there is no build step that could be forgotten.
if (["preview", "check", "reach", "bundle", "verify", "apply", "drift"].includes(process.argv[2]))
    require("./packages");
require("tsx/cjs");
require("./main");
