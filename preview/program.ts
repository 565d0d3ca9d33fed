import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve, sep } from "node:path";
import { isMainThread } from "node:worker_threads";
import { PreviewError } from "./failure";

/** In which order the modules that a program imports are loaded. */
export type ModuleOrder = "as written" | "reversed";

const load = createRequire(__filename);

/** The file a project starts with: `main` of Pulumi.yaml, else of package.json, else `index.ts`. */
export function entryOf(directory: string, main: string | undefined): string {
    const named = resolve(directory, main ?? packageMain(directory) ?? ".");
    const entry = existsSync(named) && statSync(named).isDirectory() ? join(named, "index.ts") : named;
    if (!existsSync(entry)) throw new PreviewError(`The program ${relative(directory, entry)} does not exist`, "usage");
    return entry;
}

function packageMain(directory: string): string | undefined {
    const file = join(directory, "package.json");
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).main : undefined;
}

/** Runs the program as Pulumi does: its exports are the stack's outputs, unless it exports a function that gives them. */
export function runProgram(entry: string, order: ModuleOrder = "as written"): unknown {
    const require = createRequire(entry);
    if (order === "reversed") for (const module of importsOf(entry).reverse()) require(module);
    const exported: unknown = require(entry);
    return typeof exported === "function" ? exported() : exported;
}

/** The project's own modules that a module imports, as written there. */
function importsOf(file: string): string[] {
    const statements = readFileSync(file, "utf8").matchAll(
        /^(?:import|export)\s(?!type\b)(?:[^;]*?from\s+)?["'](\.[^"']+)["']/gm,
    );
    return [...statements].map(([, module]) => module ?? "");
}

/**
 * Does some work as a process of its own in the project would: in its folder, able to load TypeScript, with none of
 * the project's modules loaded yet and none left behind.
 */
export async function inProject<T>(directory: string, work: () => Promise<T>): Promise<T> {
    const undo = [enterDirectory(directory), loadTypeScript(directory), setModulesAside(directory)];
    try {
        return await work();
    } finally {
        for (const step of undo.reverse()) step();
    }
}

function enterDirectory(directory: string): () => void {
    const before = process.cwd();
    // A worker thread has no folder of its own.
    if (before === directory || !isMainThread) return () => undefined;
    process.chdir(directory);
    return () => process.chdir(before);
}

function loadTypeScript(directory: string): () => void {
    if (load.cache[join(__dirname, "typescript.js")]?.exports.directory === directory) return () => undefined;
    const { register } = load("tsx/cjs/api") as typeof import("tsx/cjs/api");
    const extensions = { ...load.extensions };
    const unregister = register();
    return () => {
        unregister();
        // Started by tsx, the process needs the handlers that unregistering took away.
        Object.assign(load.extensions, extensions);
    };
}

function setModulesAside(directory: string): () => void {
    const own = () => Object.keys(load.cache).filter((file) => isOwn(file, directory));
    const before = own().map((file) => [file, load.cache[file]] as const);
    for (const [file] of before) delete load.cache[file];
    return () => {
        for (const file of own()) delete load.cache[file];
        for (const [file, module] of before) load.cache[file] = module;
    };
}

function isOwn(file: string, directory: string): boolean {
    return file.startsWith(directory + sep) && !file.includes(`${sep}node_modules${sep}`);
}
