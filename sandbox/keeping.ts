import { fork } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A program that a network needs around it. */
export interface Listed {
    name: string;
    /** Where it listens. */
    address: string;
    /** File in which it says what it does. */
    log: string;
}

/** What runs in the background: written by the keeper once everything is there. */
export interface Keeping {
    /** Of the keeper; its servers end with it. */
    pid: number;
    networks: Record<
        string,
        {
            directory: string;
            /** The project as the CLI sees it. */
            project: string;
            /** What a `pulumi` command must have in its environment. */
            environment: NodeJS.ProcessEnv;
            servers: readonly Listed[];
        }
    >;
}

/** Where sandboxes are kept. */
export const HOME = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "slipway", "sandbox");

export const stateFile = (directory: string): string => join(directory, "sandbox.json");

/** What runs there, if its keeper is alive. */
export function keeping(directory: string): Keeping | undefined {
    try {
        const found: Keeping = JSON.parse(readFileSync(stateFile(directory), "utf8"));
        process.kill(found.pid, 0);
        return found;
    } catch {
        return undefined;
    }
}

export interface KeepOptions {
    project: string;
    directory: string;
    /** Networks whose servers are to run. */
    names: readonly string[];
    say: (line: string) => void;
}

/** Starts the servers of networks in the background, from nothing, and waits until they are there. */
export async function keep({ project, directory, names, say }: KeepOptions): Promise<Keeping> {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    const log = join(directory, "keeper.log");
    const out = openSync(log, "a");
    const keeper = fork(join(__dirname, "keeper.ts"), [project, directory, ...names], {
        cwd: project,
        detached: true,
        execArgv: ["--require", require.resolve("tsx/cjs")],
        stdio: ["ignore", out, out, "ipc"],
    });
    closeSync(out);
    await new Promise<void>((resolve, reject) => {
        keeper.on("message", (message: { say?: string; ready?: boolean; error?: string }) => {
            if (message.say) say(message.say);
            if (message.ready) resolve();
            if (message.error) reject(new Error(`${message.error}\nthe servers are not up; see ${log}`));
        });
        keeper.once("exit", (code) => reject(new Error(`the servers ended with ${code}; see ${log}`)));
    });
    keeper.disconnect();
    keeper.unref();
    const found = keeping(directory);
    if (!found) throw new Error(`the servers ended at once; see ${log}`);
    return found;
}

/** Ends what runs there and forgets it. False if nothing did. */
export async function letGo(directory: string): Promise<boolean> {
    const found = keeping(directory);
    if (found) {
        process.kill(found.pid, "SIGTERM");
        while (keeping(directory)) await sleep(100);
    }
    rmSync(directory, { recursive: true, force: true });
    return found !== undefined;
}
