import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { BIN, digest, folderOf, has, isCurrent, linking } from "./find";
import { type Built, type Program, TOOLS, type ToolName } from "./tools";

/**
 * Builds programs of the sandbox, by name or by folder; all that are not there without a name:
 *
 *     node --import tsx sandbox/tools/build.ts [name...]
 *
 * A build that was broken off goes on where it stopped: Go keeps every package that it has compiled.
 */
async function main(names: readonly string[]): Promise<void> {
    await build(chosen(names), process.stderr.isTTY ? onOneLine() : (line) => console.error(line));
}

/** How far a build is: whole sentences, and between them a passing state that may be shown or left out. */
export type Say = (line: string, passing?: boolean) => void;

/** Builds those programs that are neither in the cache nor on the `PATH`, one after the other. */
export async function build(names: readonly ToolName[], say: Say): Promise<void> {
    for (const name of names) {
        const { source }: Program = TOOLS[name];
        if ("apt" in source || has(name)) say(`${name}: there`);
        else await buildOne(name, source, say);
    }
}

const ENVIRONMENT = { GOTOOLCHAIN: "local", GOFLAGS: "-mod=readonly" };

async function buildOne(name: string, source: Built, say: Say): Promise<void> {
    const began = Date.now();
    const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
    const options = { cwd: folderOf(source), env: { ...process.env, ...ENVIRONMENT } };
    say(`${name}: building`);
    const packages = count(source, options);
    const unfinished = join(BIN, `.${name}.${process.pid}`);
    mkdirSync(BIN, { recursive: true });
    const child = spawn("go", ["build", "-v", "-ldflags", linking(source), "-o", unfinished, source.package], {
        ...options,
        stdio: ["ignore", "ignore", "pipe"],
    });
    const stop = () => child.kill();
    process.once("exit", stop);
    let compiled = 0;
    const last: string[] = [];
    createInterface({ input: child.stderr }).on("line", (line) => {
        compiled += 1;
        last.splice(0, last.length - 19, line);
        say(`${name}: ${compiled} of at most ${packages} packages, ${seconds()}`, true);
    });
    const code = await new Promise<number | null>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", resolve);
    });
    process.off("exit", stop);
    if (code !== 0) {
        rmSync(unfinished, { force: true });
        throw new Error(`${name} was not built (go build ended with ${code}):\n${last.join("\n")}`);
    }
    renameSync(unfinished, join(BIN, name));
    writeFileSync(join(BIN, `${name}.digest`), digest(source));
    if (!isCurrent(name, source)) throw new Error(`${name} was built, but cannot be run from ${BIN}`);
    say(`${name}: built in ${seconds()}`);
}

/** How many packages a program is made of; downloads what is missing. */
function count({ package: path }: Built, options: { cwd: string; env: NodeJS.ProcessEnv }): number {
    const listed = spawnSync("go", ["list", "-deps", path], { ...options, encoding: "utf8", maxBuffer: 1 << 26 });
    if (listed.error) throw new Error("there is no go on the PATH: Go 1.26 or later, https://go.dev/dl");
    if (listed.status !== 0) throw new Error(`go cannot find the packages of ${path}:\n${listed.stderr}`);
    return listed.stdout.split("\n").length - 1;
}

function chosen(names: readonly string[]): ToolName[] {
    const all = Object.entries(TOOLS as Record<string, Program>);
    const built = all.filter(([, { source }]) => "folder" in source);
    const wanted = built.filter(
        ([name, { source }]) =>
            names.length === 0 || names.includes(name) || ("folder" in source && names.includes(source.folder)),
    );
    const unknown = names.filter(
        (name) => !wanted.some(([one, { source }]) => one === name || ("folder" in source && source.folder === name)),
    );
    if (unknown.length > 0)
        throw new Error(`no program is called ${unknown.join(", ")}; use ${built.map(([name]) => name).join(", ")}`);
    return wanted.map(([name]) => name as ToolName);
}

/** On a terminal the passing state stays on one line. */
function onOneLine(): Say {
    return (line, passing = false) => process.stderr.write(`\r\x1b[K${line}${passing ? "" : "\n"}`);
}

if (require.main === module)
    main(process.argv.slice(2)).catch((error: Error) => {
        console.error(error.message);
        process.exitCode = 1;
    });
