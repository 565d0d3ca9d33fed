import type { RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { startNode } from "./children";
import { optionsOf, runner } from "./options";
import { language } from "./sdk";

/** The SDK's runner ends with this once it has told the engine what is wrong. */
const SAID = 32;

/** Runs a program from its first to its last registration. */
export async function runProgram(
    request: RunRequest,
    engine: string,
    call: { once(event: "cancelled", listener: () => void): unknown },
): Promise<RunResponse> {
    const info = request.getInfo();
    const response = new language.RunResponse();
    if (!info) return response.setError("the engine names no program");
    const directory = info.getProgramDirectory();
    const { nodeargs, env } = optionsOf(info);
    const flags = Object.entries({
        monitor: request.getMonitorAddress(),
        engine,
        organization: request.getOrganization(),
        project: request.getProject(),
        "root-directory": info.getRootDirectory(),
        stack: request.getStack(),
        pwd: directory,
        parallel: String(request.getParallel()),
    }).flatMap(([flag, value]) => (value ? [`--${flag}`, value] : []));
    if (request.getDryrun()) flags.push("--dry-run");
    const args = [...nodeargs, runner("run", directory), ...flags, info.getEntryPoint(), ...request.getArgsList()];
    const child = startNode(args, directory, {
        ...process.env,
        ...env,
        PULUMI_CONFIG: configuration(request.getConfigMap().toArray()),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    });
    child.stdout.pipe(process.stdout, { end: false });
    child.stderr.pipe(process.stderr, { end: false });
    call.once("cancelled", () => child.kill("SIGINT"));
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code, signal) => {
            if (code === SAID) response.setBail(true);
            else if (code !== 0) response.setError(`the program ended with ${signal ?? `exit code ${code}`}`);
            resolve(response);
        });
    });
}

/** The SDK reads `namespace:config:name` where the engine says `namespace:name`. */
function configuration(entries: readonly (readonly [string, string])[]): string {
    const renamed = entries.map(([key, value]) => {
        const parts = key.split(":");
        return [`${parts[0]}:config:${parts.at(-1)}`, value];
    });
    return JSON.stringify(Object.fromEntries(renamed));
}
