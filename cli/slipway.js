#!/usr/bin/env node
// Starts the TypeScript sources as they are: there is no build step that could be forgotten.
require("tsx/cjs");
require("./main");
