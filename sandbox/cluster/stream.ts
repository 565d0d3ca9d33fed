import { StringDecoder } from "node:string_decoder";

/** The whole lines of a stream of bytes, as they come. */
export async function* lines(stream: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
    const decoder = new StringDecoder("utf8");
    let rest = "";
    for await (const part of stream) {
        const parts = (rest + (typeof part === "string" ? part : decoder.write(part))).split("\n");
        rest = parts.pop() ?? "";
        for (const line of parts) if (line.trim() !== "") yield line;
    }
    if (rest.trim() !== "") yield rest;
}
