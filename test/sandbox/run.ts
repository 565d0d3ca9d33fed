// Builds what is missing, then tests what needs the servers, then tells the chapters: what is for every day, or with
// `--all` everything. With `--build` it only builds.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { CHAPTERS } from "../../sandbox/chapters/chapters";
import { type Program, TOOLS } from "../../sandbox/tools/tools";

const ROOT = join(__dirname, "../..");

/** Vault takes some twenty minutes to build: its tests wait for `--all`. */
const LONG = ["test/sandbox/vault.sandbox.ts", "test/sandbox/logins.sandbox.ts"];

function run(...args: readonly string[]): void {
    const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
    if (status !== 0) process.exit(status ?? 1);
}

/** What the chapters for every day need and the package manager does not have; the tests need no more. */
function daily(): string[] {
    const needed = new Set(CHAPTERS.filter((chapter) => chapter.daily).flatMap(({ needs }) => needs));
    const built = Object.entries(TOOLS as Record<string, Program>).filter(([, { source }]) => "folder" in source);
    return built.map(([name]) => name).filter((name) => needed.has(name));
}

const all = process.argv.includes("--all");
run("--import", "tsx", "sandbox/tools/build.ts", ...(all ? [] : daily()));
if (!process.argv.includes("--build")) {
    run(
        "node_modules/vitest/vitest.mjs",
        "run",
        "--root",
        ".",
        "--config",
        "test/sandbox/vitest.config.mts",
        "--maxWorkers=1",
        ...(all ? [] : LONG.flatMap((file) => ["--exclude", file])),
    );
    run("cli/slipway.js", "sandbox", "run", ...process.argv.slice(2));
}
