// Writes down, at the end of a process, which modules of the Pulumi packages and of what they need it has loaded.
const { writeFileSync } = require("node:fs");
const Module = require("node:module");

/** What else a preview loads is its own doing, and no part of the floor. */
const OURS = new Set(
    Object.keys(require("../package.json").dependencies).filter((name) => !name.startsWith("@pulumi/")),
);

const packageOf = (file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];

process.on("exit", () => {
    const modules = Object.keys(require.cache).filter((file) => {
        const name = packageOf(file);
        // What is put off and was never used has something else in its place.
        if (!(require.cache[file] instanceof Module)) return false;
        return name !== undefined && !OURS.has(name) && file.endsWith(".js");
    });
    writeFileSync(process.env.SLIPWAY_BENCH_LOADED, JSON.stringify(modules));
});
