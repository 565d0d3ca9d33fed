import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";

export type Child = ChildProcessByStdio<null, Readable, Readable>;

const children = new Set<Child>();

/** Starts Node and remembers the process until it ends. */
export function startNode(args: readonly string[], directory: string, env: NodeJS.ProcessEnv): Child {
    const child = spawn(process.execPath, args, { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] });
    children.add(child);
    child.once("close", () => children.delete(child));
    return child;
}

export function stopChildren(): void {
    for (const child of children) child.kill("SIGINT");
}
