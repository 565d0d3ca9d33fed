// Builds what is missing, then tests what needs the servers, then tells the chapters: those for every day, or with
// `--all` every one.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

function run(...args: readonly string[]): void {
    const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
    if (status !== 0) process.exit(status ?? 1);
}

run("--import", "tsx", "sandbox/tools/build.ts");
run(
    "node_modules/vitest/vitest.mjs",
    "run",
    "--root",
    ".",
    "--config",
    "test/sandbox/vitest.config.mts",
    "--maxWorkers=1",
);
run("cli/slipway.js", "sandbox", "run", ...process.argv.slice(2));
