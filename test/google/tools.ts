import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const REQUIREMENTS = join(__dirname, "requirements.txt");

/** A Python environment with the judges, made once for each list of requirements and kept in the cache of tools. */
export function environment(): string {
    const name = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 12);
    const tools = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "slipway/tools");
    const folder = join(tools, `google-${name}`);
    const done = join(folder, "complete");
    if (existsSync(done)) return folder;
    rmSync(folder, { recursive: true, force: true });
    const run = (command: string, ...args: string[]) =>
        execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
    run("python3", "-m", "venv", folder);
    const pip = join(folder, "bin/pip");
    run(pip, "install", "-q", "--disable-pip-version-check", "-r", REQUIREMENTS);
    run("touch", done);
    return folder;
}
