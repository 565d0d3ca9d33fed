import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { type Built, type Program, serves, TOOLS, type ToolName, versionIn } from "./tools";

/** Where built programs are kept. */
export const BIN = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "slipway", "bin");

/** The folder that pins the modules of a program. */
export const folderOf = ({ folder }: Built): string => join(__dirname, folder);

const found = new Map<ToolName, string>();

/** The path of a program that is there; throws the words that say how to get it. */
export function tool(name: ToolName): string {
    const path = found.get(name) ?? find(name);
    if (!path) throw new MissingTool(name);
    found.set(name, path);
    return path;
}

/** Whether a program is there. */
export const has = (name: ToolName): boolean => found.has(name) || find(name) !== undefined;

export class MissingTool extends Error {
    override readonly name = "MissingTool";

    constructor(tool: ToolName) {
        const { source, from }: Program = TOOLS[tool];
        super(
            "apt" in source
                ? `there is no ${tool} ${from} or later on the PATH: apt-get install ${source.apt}`
                : `there is no ${tool} yet: node --import tsx sandbox/tools/build.ts ${tool}`,
        );
    }
}

function find(name: ToolName): string | undefined {
    const program: Program = TOOLS[name];
    if ("package" in program.source && isCurrent(name, program.source)) return join(BIN, name);
    return onPath(name, program);
}

/** Whether the program in the cache was built from what its folder pins now. */
export function isCurrent(name: string, source: Built): boolean {
    try {
        accessSync(join(BIN, name), constants.X_OK);
        return readFileSync(join(BIN, `${name}.digest`), "utf8") === digest(source);
    } catch {
        return false;
    }
}

/** Names everything that decides what the linker makes of the sources. */
export function digest(source: Built): string {
    const hash = createHash("sha256").update(JSON.stringify([source.package, linking(source)]));
    for (const file of ["go.mod", "go.sum"]) hash.update(readFileSync(join(folderOf(source), file)));
    return hash.digest("hex");
}

/** Flags of the linker: no symbol table, and the values that a release sets. */
export const linking = ({ set = {} }: Built): string =>
    ["-s", "-w", ...Object.entries(set).map(([variable, value]) => `-X ${variable}=${value}`)].join(" ");

function onPath(name: string, program: Program): string | undefined {
    for (const folder of (process.env.PATH ?? "").split(delimiter)) {
        const path = join(folder, name);
        try {
            accessSync(path, constants.X_OK);
        } catch {
            continue;
        }
        const { stdout, stderr } = spawnSync(path, program.asks, { encoding: "utf8", timeout: 20_000 });
        const version = versionIn(`${stdout ?? ""}${stderr ?? ""}`);
        if (version !== undefined && serves(program, version)) return path;
    }
    return undefined;
}
