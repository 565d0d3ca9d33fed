import { findSourceMap } from "node:module";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** A place in the program as it runs, that is after compilation. */
export interface Site {
    file: string;
    line: number;
    column: number;
}

/** How many frames are looked at: a caller is mostly near, and each frame costs; of a stack that is deep, more. */
const NEAR = 16;
const FAR = 64;

/**
 * Who in the project called, looking past the SDK, this package and so many of the nearest frames. Takes a few
 * microseconds, so that it can be asked for each resource.
 */
export function callSite(directory: string, skipped = 0): Site | undefined {
    return siteIn(framesHere(NEAR).slice(skipped), directory) ?? siteIn(framesHere(FAR).slice(skipped), directory);
}

/** Where in the project an error was made; nothing when it was made without a stack trace, or its text was read before. */
export function throwSite(error: Error, directory: string): Site | undefined {
    return siteIn(framesOf(error), directory);
}

function siteIn(frames: readonly NodeJS.CallSite[], directory: string): Site | undefined {
    for (const frame of frames) {
        const file = path(frame.getFileName());
        if (file === undefined || !inProject(file, directory)) continue;
        return { file, line: frame.getLineNumber() ?? 1, column: frame.getColumnNumber() ?? 1 };
    }
    return undefined;
}

/** True if the nearest caller outside this package is a file of the project, not the SDK on its behalf. */
export function calledFromProject(directory: string): boolean {
    const files = framesHere(FAR).map((frame) => path(frame.getFileName()));
    const caller = files.find((file) => file !== undefined && !file.startsWith(HERE));
    return caller !== undefined && inProject(caller, directory);
}

/** True for a file that the project wrote itself. */
function inProject(file: string, directory: string): boolean {
    return file.startsWith(directory + sep) && !file.includes(NODE_MODULES) && !file.startsWith(HERE);
}

const NODE_MODULES = `${sep}node_modules${sep}`;
const HERE = __dirname + sep;

/** The site as people write it: `components/edge/gateway.ts:31`, in the source as it was written. */
export function place(site: Site | undefined, directory: string): string | undefined {
    if (site === undefined) return undefined;
    const entry = findSourceMap(site.file)?.findEntry(site.line - 1, site.column - 1);
    const line = entry !== undefined && "originalLine" in entry ? entry.originalLine + 1 : site.line;
    return `${relative(directory, site.file).split(sep).join("/")}:${line}`;
}

/** The frames from the caller's caller on. */
function framesHere(depth: number): NodeJS.CallSite[] {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = depth;
    const frames = framesOf(new Error());
    Error.stackTraceLimit = limit;
    return frames.slice(2);
}

/** The frames themselves: written as text, each one would have its source map looked up. */
function framesOf(error: Error): NodeJS.CallSite[] {
    const prepare = Error.prepareStackTrace;
    Error.prepareStackTrace = (_, frames) => frames;
    const frames: unknown = error.stack;
    Error.prepareStackTrace = prepare;
    return Array.isArray(frames) ? frames : [];
}

function path(file: string | null | undefined): string | undefined {
    if (file === null || file === undefined) return undefined;
    return file.startsWith("file:") ? fileURLToPath(file) : file;
}
