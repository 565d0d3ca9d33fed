import { spawn } from "node:child_process";
import { join } from "node:path";

/** What a process took from its start to its end. */
export interface Measured {
    milliseconds: number;
    /** Most memory at any time (resident set), in MB of a million bytes. */
    megabytes: number;
    output: string;
}

/** Runs Node with the given arguments in a process of its own. */
export function measure(
    args: readonly string[],
    directory: string,
    accepted: readonly number[] = [0],
): Promise<Measured> {
    const start = performance.now();
    const child = spawn(process.execPath, ["--require", join(__dirname, "peak.js"), ...args], {
        cwd: directory,
        stdio: ["ignore", "pipe", "inherit", "pipe"],
    });
    const [output, peak] = [collect(child.stdio[1]), collect(child.stdio[3])];
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) => {
            const milliseconds = performance.now() - start;
            if (code === null || !accepted.includes(code)) reject(new Error(`${args.join(" ")} ended with ${code}`));
            else resolve({ milliseconds, megabytes: (Number(peak()) * 1024) / 1e6, output: output() });
        });
    });
}

function collect(stream: unknown): () => string {
    let text = "";
    (stream as NodeJS.ReadableStream).on("data", (part) => {
        text += part;
    });
    return () => text;
}

/** The one in the middle, which a busy machine moves least. */
export function median(numbers: readonly number[]): number {
    const sorted = [...numbers].sort((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    const [low = Number.NaN, high = Number.NaN] = [
        sorted[sorted.length % 2 === 1 ? middle : middle - 1],
        sorted[middle],
    ];
    return (low + high) / 2;
}

export function round(number: number, digits = 0): number {
    return Number(number.toFixed(digits));
}
