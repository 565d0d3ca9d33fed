// Builds what is missing, then tells the chapters for every day; with `--all` it tests what needs the servers first, Vault
// among them, which takes some twenty minutes to build, and tells every chapter. With `--build` it only builds.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { CHAPTERS } from "../../sandbox/chapters/chapters";
import { type Program, TOOLS } from "../../sandbox/tools/tools";

const ROOT = join(__dirname, "../..");
const CONFIG = "test/sandbox/vitest.config.mts";

function run(...args: readonly string[]): void {
    const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
    if (status !== 0) process.exit(status ?? 1);
}

/** What the chapters for every day need and the package manager does not have. */
function daily(): string[] {
    const needed = new Set(CHAPTERS.filter((chapter) => chapter.daily).flatMap(({ needs }) => needs));
    const built = Object.entries(TOOLS as Record<string, Program>).filter(([, { source }]) => "folder" in source);
    return built.map(([name]) => name).filter((name) => needed.has(name));
}

const all = process.argv.includes("--all");
run("--import", "tsx", "sandbox/tools/build.ts", ...(all ? [] : daily()));
if (!process.argv.includes("--build")) {
    if (all) run("node_modules/vitest/vitest.mjs", "run", "--root", ".", "--config", CONFIG, "--maxWorkers=1");
    run("cli/slipway.js", "sandbox", "run", ...process.argv.slice(2));
}
