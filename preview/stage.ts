import { carryProperties } from "./carried";
import { refuseCalls } from "./data-sources";
import { at, PreviewError } from "./failure";
import { makeOutputsLate } from "./late";
import type { Monitor } from "./monitor";
import { allowPartialOutputs } from "./partial";
import { serializePlainAtOnce } from "./plain";
import { debuggable, pulumi, runtime, settings, store } from "./sdk";
import { callSite, place } from "./site";

/** What the SDK has to be told before a program runs. */
export interface Stage {
    project: string;
    stack: string;
    config: Record<string, string>;
    secretKeys: readonly string[];
    directory: string;
}

type WithStackTrace = { stackTrace(skipped: number): { uri: string; line: number; column: number }[] };

/** Puts the SDK in the state of a dry run with the given monitor, until the returned function is called. */
export function setStage(stage: Stage, monitor: Monitor): () => void {
    const before = runtime.allConfig();
    runtime.setAllConfig(stage.config, [...stage.secretKeys]);
    settings.setMockOptions(monitor, stage.project, stage.stack, true, "organization");
    const { settings: sdk } = store();
    const root = sdk.options.rootDirectory;
    sdk.options.rootDirectory = stage.directory;
    store().callbacks = monitor.transforms.server;
    const fail = (error: unknown) => monitor.fail(error);
    const undo = [
        refuseCalls(stage.directory, fail),
        refuseExit(stage.directory, fail),
        leaveStandardOutput(),
        allowPartialOutputs(),
        carryProperties(),
        makeOutputsLate(),
        serializePlainAtOnce(),
        findSitesQuickly(stage.directory),
        labelFewPromises(),
    ];
    return () => {
        for (const step of undo) step();
        settings.resetOptions("", "", -1, "", "", false, "");
        if (root === undefined) delete sdk.options.rootDirectory;
        else sdk.options.rootDirectory = root;
        // Also kept here by the SDK, for copies of itself: the root of all resources of the run.
        (globalThis as { stackResource?: unknown }).stackResource = undefined;
        runtime.setAllConfig(before);
    };
}

/** A program that ended the process would end the preview of it, as if nothing were wrong. */
function refuseExit(directory: string, fail: (error: unknown) => void): () => void {
    const { exit } = process;
    process.exit = (code) => {
        const where = at(place(callSite(directory), directory));
        const error = new PreviewError(`The program ends its process (process.exit ${code ?? 0})${where}`);
        fail(error);
        throw error;
    };
    return () => {
        process.exit = exit;
    };
}

/** What a program and the SDK say goes where messages go: standard output is for whoever asked for the plan. */
function leaveStandardOutput(): () => void {
    const { log, info, debug } = console;
    Object.assign(console, { log: console.error, info: console.error, debug: console.error });
    return () => void Object.assign(console, { log, info, debug });
}

/**
 * For each resource the SDK writes a whole stack trace as text, looks up every frame's source map and parses the text
 * again. One frame is of interest, and its source map only if a message needs it.
 */
function findSitesQuickly(directory: string): () => void {
    const resource = pulumi.Resource as unknown as WithStackTrace;
    const { stackTrace } = resource;
    resource.stackTrace = (skipped) => {
        const site = callSite(directory, skipped);
        return site === undefined ? [] : [{ uri: site.file, line: site.line, column: site.column }];
    };
    return () => {
        resource.stackTrace = stackTrace;
    };
}

/**
 * To find leaks the SDK wraps nearly every promise into two more, with a label and an error. Only those are of use
 * that tell which resource still waits, and for which property.
 */
function labelFewPromises(): () => void {
    const { debuggablePromise } = debuggable;
    debuggable.debuggablePromise = (promise, label) =>
        /^(resource:|serializeProperty)/.test(label) ? debuggablePromise(promise, label) : promise;
    return () => {
        debuggable.debuggablePromise = debuggablePromise;
    };
}
