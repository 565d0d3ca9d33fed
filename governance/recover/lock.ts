import { hostname } from "node:os";
import { Refusal } from "../refusal";

/** How the CLI tells of a lock (pkg/backend/diy/lock.go of pulumi/pulumi). */
const HOLDER = /created by (\S+)@(\S+) \(pid (\d+)\) at (\S+)/g;

/** Refuses unless everybody who holds a lock was a process of this machine that is gone. */
export function assertDead(message: string): void {
    const holders = [...message.matchAll(HOLDER)];
    const alive = holders.find(([, , host, pid]) => host !== hostname() || isAlive(Number(pid)));
    if (holders.length > 0 && !alive) return;
    const [, user, host, pid, since] = alive ?? [];
    const who = alive ? `${user} on ${host} (process ${pid}) since ${since}` : "somebody";
    throw new Refusal(
        `an update may still run: the stack is locked by ${who}; wait for it to end, or, if it has ended, say --unlock`,
    );
}

function isAlive(pid: number): boolean {
    try {
        // Signal 0 only asks.
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}
