import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A program that runs until it is stopped. It also ends when this process ends, whatever way that happens. */
export interface Server {
    readonly name: string;
    readonly log: string;
    /** Settles when the program has ended, however that came. */
    readonly ended: Promise<void>;
    readonly running: boolean;
    /** Asks it to end, and makes it after a while. */
    stop(patience?: number): Promise<void>;
    /** Ends it at once, as a power cut would. */
    kill(): Promise<void>;
    /** Waits until `ready` says so; throws with the end of the log if the program ends first or time is over. */
    until(ready: () => Promise<boolean>, patience?: number): Promise<void>;
}

/**
 * A shell between us and the program, whose standard input is a pipe from us: it ends the program when the pipe breaks,
 * which the system sees to even if this process is killed.
 */
const KEEPER = `
exec 3<&0
"$@" 3<&- </dev/null &
program=$!
{ read -r _ <&3; kill -TERM $program; } 2>/dev/null &
reader=$!
wait $program
code=$?
kill $reader 2>/dev/null
exit $code`;

/** Milliseconds that a program has to end, or to become ready. The machine may be busy with other things. */
const PATIENCE = { stop: 15_000, ready: 120_000 };

/** Starts a program; what it says goes into a log file. */
export function start(name: string, command: readonly string[], log: string, env: NodeJS.ProcessEnv = {}): Server {
    const out = openSync(log, "a");
    // A process group of its own: Ctrl-C on the terminal reaches us, and we end the programs in their order.
    const child = spawn("sh", ["-c", KEEPER, name, ...command], {
        detached: true,
        stdio: ["pipe", out, out],
        env: { ...process.env, ...env },
    });
    closeSync(out);
    child.stdin?.on("error", () => {});
    let running = true;
    const ended = new Promise<void>((resolve) => {
        const end = () => {
            running = false;
            resolve();
        };
        child.once("exit", end);
        child.once("error", end);
    });
    const kill = async () => {
        if (running) signalGroup(child, "SIGKILL");
        await ended;
    };
    return {
        name,
        log,
        ended,
        get running() {
            return running;
        },
        kill,
        async stop(patience = PATIENCE.stop) {
            child.stdin?.end();
            const ending = new AbortController();
            await Promise.race([ended, sleep(patience, undefined, { signal: ending.signal }).catch(() => {})]);
            ending.abort();
            await kill();
        },
        async until(ready, patience = PATIENCE.ready) {
            const deadline = Date.now() + patience;
            while (!(await ready())) {
                if (!running) throw new Error(`${name} ended while it started; ${log} ends with:\n${tail(log)}`);
                if (Date.now() > deadline)
                    throw new Error(`${name} is not ready after ${patience / 1000} s; ${log} ends with:\n${tail(log)}`);
                await sleep(100);
            }
        },
    };
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
    try {
        if (pid !== undefined) process.kill(-pid, signal);
    } catch {
        // It ended in the meantime.
    }
}

const tail = (log: string): string => readFileSync(log, "utf8").trimEnd().split("\n").slice(-15).join("\n");

/**
 * Below the ports that a system gives to clients. A client that calls a server which is away for a moment may be given the
 * server's own port, and then speaks to itself while the server cannot come back.
 */
const PORTS = { first: 20_000, count: 10_000 };

const given = new Set<number>();

/** Ports of the loopback interface that were free a moment ago, and nobody in this process was given before. */
export async function freePorts(count: number): Promise<number[]> {
    const found: number[] = [];
    while (found.length < count) {
        if (given.size === PORTS.count) throw new Error("no port is left");
        const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
        if (given.has(port)) continue;
        given.add(port);
        if (await isFree(port)) found.push(port);
    }
    return found;
}

const isFree = (port: number): Promise<boolean> =>
    new Promise((resolve) => {
        const server = createServer();
        server.once("error", () => resolve(false));
        server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
