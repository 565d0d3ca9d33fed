import { explain, PreviewError } from "./failure";
import { guarded } from "./guard";
import { Monitor } from "./monitor";
import type { Plan } from "./plan";
import { pulumi, runtime, settings } from "./sdk";
import { place, throwSite } from "./site";
import { type Stage, setStage } from "./stage";
import type { Answering } from "./turns";
import { PendingOutputs, resourceOf, stalledError } from "./waiting";

/** A program about to be run as a stack. */
export interface Run extends Stage, Answering {
    program(): unknown;
    /** How long the program may wait for nothing, in milliseconds. */
    patience: number;
    /** Whether to find out where each resource is declared. */
    places?: boolean;
}

/** A plan, and where each resource of it is declared, if asked: URN to `file:line`. Places are no part of a plan. */
export interface Declared {
    plan: Plan;
    places: Map<string, string>;
}

/** Enough to reach the program from deep inside the SDK. */
const TRACED_FRAMES = 50;

/**
 * Runs a program, and once more if it fails with an error that does not say where. The SDK takes a stack trace for
 * every promise, which is half the time of a run: they are taken only when one is needed.
 */
export async function runTraced(attempt: (frames: number) => Promise<Declared>): Promise<Declared> {
    try {
        return await attempt(0);
    } catch (error) {
        if (isTold(error)) throw error;
        const traced: unknown = await attempt(TRACED_FRAMES).catch((again: unknown) => again);
        if (PreviewError.isInstance(traced) && textOf(traced.cause) === textOf(error)) throw traced;
        throw explain(error, resourceOf(error), undefined);
    }
}

/** Runs a program once under our own monitor, with stack traces of so many frames. */
export async function runOnce(run: Run, frames: number): Promise<Declared> {
    const outputs = new PendingOutputs();
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = frames;
    let monitor: Monitor | undefined;
    let leave = () => {};
    const watch = {
        progress: () => monitor?.requests ?? 0,
        patience: run.patience,
        stalled: () => stalledError(outputs),
    };
    try {
        return await guarded(watch, async (fail) => {
            monitor = new Monitor({ ...run, fail });
            leave = setStage(run, monitor);
            await runtime.runInPulumiStack(async () => outputs.watch(await run.program()));
            await settings.disconnect(false);
            return declared(run, monitor);
        });
    } catch (error) {
        if (isTold(error) || frames === 0) throw error;
        const site = error instanceof Error ? throwSite(error, run.directory) : undefined;
        throw explain(error, resourceOf(error), place(site, run.directory));
    } finally {
        leave();
        Error.stackTraceLimit = limit;
    }
}

function declared(run: Run, monitor: Monitor): Declared {
    const resources = [...monitor.registry.resources.values()].sort((a, b) => (a.urn < b.urn ? -1 : 1));
    const places = new Map<string, string>();
    for (const { urn } of run.places ? resources : []) {
        const found = monitor.registry.place(urn);
        if (found !== undefined) places.set(urn, found);
    }
    const { project, stack } = run;
    return { plan: { schema: "slipway.plan/v1", project, stack, resources, outputs: monitor.outputs }, places };
}

/** Errors made to be shown as they are. */
function isTold(error: unknown): boolean {
    return PreviewError.isInstance(error) || pulumi.RunError.isInstance(error);
}

function textOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
