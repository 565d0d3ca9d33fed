import { refuseCalls } from "./data-sources";
import type { Monitor } from "./monitor";
import { allowPartialOutputs } from "./partial";
import { pulumi, runtime, settings, store } from "./sdk";
import { callSite } from "./site";

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
    const undo = [
        refuseCalls(stage.directory, (error) => monitor.fail(error)),
        allowPartialOutputs(),
        findSitesQuickly(stage.directory),
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
