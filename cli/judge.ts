import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { judgeLine } from "../policies/lines";

/** One line in, one line out, in order; a line that cannot be read is answered with its error and the next is judged. */
export async function judgeLines(input: Readable, output: Writable): Promise<void> {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
        if (line.trim() === "") continue;
        if (!output.write(`${judgeLine(line)}\n`)) await new Promise((resolve) => output.once("drain", resolve));
    }
}
