import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where Go's cache has the sources of modules that a folder here pins, by module; downloads what is missing. */
export function modules(folder: string, names: readonly string[]): Record<string, string> {
    const cwd = join(__dirname, folder);
    const required = readFileSync(join(cwd, "go.mod"), "utf8")
        .split("\n")
        .map((line) => line.trim().split(" "));
    const wanted = names.map((name) => {
        const version = required.find(([path]) => path === name)?.[1];
        if (!version) throw new Error(`${join(cwd, "go.mod")} does not require ${name}`);
        return `${name}@${version}`;
    });
    // Given with their versions, modules are checked against go.sum without loading what they themselves require.
    const { stdout, stderr, status, error } = spawnSync("go", ["mod", "download", "-json", ...wanted], {
        cwd,
        encoding: "utf8",
        env: { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-mod=readonly" },
    });
    if (error) throw new Error("there is no go on the PATH: Go 1.26 or later, https://go.dev/dl");
    if (status !== 0) throw new Error(`modules cannot be had: ${wanted.join(", ")}\n${stderr}${stdout}`);
    const answers = stdout.split(/^(?=\{)/m).map((text) => JSON.parse(text) as { Path: string; Dir: string });
    return Object.fromEntries(answers.map(({ Path, Dir }) => [Path, Dir]));
}
