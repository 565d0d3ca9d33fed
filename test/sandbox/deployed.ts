import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { entryOf, inProject, runProgram } from "../../preview/program";
import { runtime, settings } from "../../preview/sdk";
import { readProject, readStackFile } from "../../preview/stack-file";
import type { GoogleStandIn } from "../../sandbox/providers/gcp";
import type { Inputs } from "../../sandbox/providers/stand-in";
import { ROOT } from "../stack";

/** A resource of Google Cloud as the stand-in made it. */
export interface Deployed {
    type: string;
    name: string;
    inputs: Inputs;
    id: string;
    outputs: Inputs;
}

interface Asked {
    type: string;
    name: string;
    inputs: Inputs;
    custom: boolean;
}

const load = createRequire(createRequire(__filename).resolve("@pulumi/pulumi"));
const { MockMonitor } = load("./runtime/mocks.js") as {
    MockMonitor: new (mocks: {
        newResource(asked: Asked): Promise<{ id: string; state: Inputs }>;
        call(): never;
    }) => object;
};
const state = load("./runtime/state.js") as { getStore(): Inputs };

/** Takes what the SDK's own test monitor does not know: an answer is enough. */
class ProviderMonitor extends MockMonitor {
    registerResourceHook = acknowledge;
    registerErrorHook = acknowledge;
}

function acknowledge(_: unknown, answer: (error: null, response: object) => void): void {
    answer(null, {});
}

/**
 * Runs the program of a stack with the Google stand-in behind it: what one resource makes, others get. Resources of
 * other packages give back what they are given. `wait` says how long a resource is held up, in milliseconds.
 */
export async function deploy(
    stack: string,
    google: GoogleStandIn,
    wait: (asked: Asked) => number = () => 0,
): Promise<Deployed[]> {
    const directory = realpathSync(ROOT);
    const project = readProject(directory);
    const { values, secretKeys } = readStackFile(directory, stack, project);
    const made: Deployed[] = [];
    let config: Inputs = {};
    let failure: unknown;
    const newResource = async (asked: Asked): Promise<{ id: string; state: Inputs }> => {
        const { type, name, custom } = asked;
        const inputs = open(asked.inputs) as Inputs;
        if (type === "pulumi:providers:gcp") config = inputs;
        if (!custom || !type.startsWith("gcp:")) return { id: custom ? name : "", state: inputs };
        await new Promise((resolve) => setTimeout(resolve, wait(asked)));
        const about = { urn: name, type, config, signal: new AbortController().signal };
        const checked = await google.check({ ...about, name, news: inputs, randomSeed: new Uint8Array() });
        try {
            if (checked.failures?.length) throw new Error(JSON.stringify(checked.failures));
            const { id, outputs } = await google.create({ ...about, inputs: checked.inputs, preview: false });
            made.push({ type, name, inputs: checked.inputs, id, outputs });
            return { id, state: outputs };
        } catch (error) {
            failure ??= new Error(`${type} ${name}: ${(error as Error).message}`);
            throw error;
        }
    };
    const call = () => {
        throw new Error("no function is called");
    };
    const before = runtime.allConfig();
    // The SDK takes a stack trace for every promise.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    runtime.setAllConfig(values, [...secretKeys]);
    settings.setMockOptions(new ProviderMonitor({ newResource, call }), project.name, stack, false, "organization");
    Object.assign(state.getStore(), { supportsSecrets: true, supportsResourceReferences: true });
    Object.assign(state.getStore(), { supportsAliasSpecs: true, supportsDeletedWith: true });
    Object.assign(state.getStore(), { supportsResourceHooks: true, supportsErrorHooks: true });
    try {
        await inProject(directory, () =>
            runtime.runInPulumiStack(async () => runProgram(entryOf(directory, project.main))),
        );
        await settings.disconnect(false);
    } catch (error) {
        throw failure ?? error;
    } finally {
        settings.resetOptions("", "", -1, "", "", false, "");
        (globalThis as { stackResource?: unknown }).stackResource = undefined;
        runtime.setAllConfig(before);
        Error.stackTraceLimit = limit;
    }
    return made;
}

/** Secrets as what they hide: a provider gets them so. */
function open(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(open);
    if (typeof value !== "object" || value === null) return value;
    const object = value as Inputs;
    if (object["4dabf18193072939515e22adb298388d"] === "1b47061264138c4ac30d75fd1eb44270") return open(object.value);
    return Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, open(inner)]));
}
