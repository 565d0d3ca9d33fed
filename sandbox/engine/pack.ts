import type { ServerWritableStream } from "@grpc/grpc-js";
import type { RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import { startNode } from "./children";
import { optionsOf, runner } from "./options";
import { language } from "./sdk";

/**
 * Runs a policy pack. It prints its port itself, and the engine configures it without our help; that a pack could ask
 * for the name of the stack while it is loaded is left out.
 */
export function runPack(call: ServerWritableStream<RunPluginRequest, RunPluginResponse>): void {
    const info = call.request.getInfo();
    const end = (code: number, words?: string) => {
        if (words) call.write(new language.RunPluginResponse().setStderr(Buffer.from(`${words}\n`)));
        call.write(new language.RunPluginResponse().setExitcode(code));
        call.end();
    };
    const kind = call.request.getKind();
    if (!info || kind !== "analyzer") {
        end(1, `this language host runs programs and policy packs, no ${kind}`);
        return;
    }
    const directory = info.getProgramDirectory();
    const { nodeargs, env } = optionsOf(info);
    const given = Object.fromEntries(call.request.getEnvList().map((pair) => pair.split(/=(.*)/s, 2)));
    let args: string[];
    try {
        args = [...nodeargs, runner("run-policy-pack", directory), ...call.request.getArgsList(), directory];
    } catch (error) {
        end(1, (error as Error).message);
        return;
    }
    const child = startNode(args, directory, { ...given, ...env });
    child.stdout.on("data", (part: Buffer) => call.write(new language.RunPluginResponse().setStdout(part)));
    child.stderr.on("data", (part: Buffer) => call.write(new language.RunPluginResponse().setStderr(part)));
    call.once("cancelled", () => child.kill("SIGINT"));
    child.once("error", (error) => end(1, error.message));
    child.once("close", (code) => end(code ?? 1));
}
