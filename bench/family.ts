import { readdirSync, readFileSync } from "node:fs";

/** What a process is, by what stands in its command line; the engine's own is what is left. */
const ROLES: readonly (readonly [string, string])[] = [
    ["pulumi-language-nodejs", "language host"],
    ["/cmd/run-policy-pack", "policy pack"],
    ["/cmd/run/", "program"],
    ["/cmd/run", "program"],
];

/** Watches a process and all that come from it until it is told to stop; Linux only. */
export function watchFamily(pid: number): () => Record<string, number> {
    const peaks: Record<string, number> = {};
    const look = () => {
        for (const one of descendants(pid)) {
            const [role, megabytes] = [roleOf(one), peakOf(one)];
            if (megabytes !== undefined) peaks[role] = Math.max(peaks[role] ?? 0, megabytes);
        }
    };
    const timer = setInterval(look, 100);
    return () => {
        clearInterval(timer);
        return peaks;
    };
}

function descendants(root: number): number[] {
    const parents = new Map<number, number>();
    for (const entry of readdirSync("/proc")) {
        const stat = /^\d+$/.test(entry) && read(`/proc/${entry}/stat`);
        if (stat) parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    }
    const found = [root];
    for (const one of found) for (const [pid, parent] of parents) if (parent === one) found.push(pid);
    return found;
}

function roleOf(pid: number): string {
    const command = read(`/proc/${pid}/cmdline`) ?? "";
    return ROLES.find(([part]) => command.includes(part))?.[1] ?? "engine";
}

/** Most memory at any time (resident set), in MB of a million bytes. */
function peakOf(pid: number): number | undefined {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`) ?? "")?.[1];
    return kilobytes === undefined ? undefined : Math.round((Number(kilobytes) * 1024) / 1e6);
}

/** A process may end while it is looked at. */
function read(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}
