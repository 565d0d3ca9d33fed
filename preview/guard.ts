import { performance } from "node:perf_hooks";

/** How a run that does not end by itself is noticed, and what is said of it. */
export interface Watch {
    /** Grows while the program makes progress. */
    progress(): number;
    /** How long nothing may happen, in milliseconds. */
    patience: number;
    /** The error for a run that waits for ever. */
    stalled(): Error;
}

type Fail = (error: unknown) => void;

/**
 * Runs something whose faults come in many ways: as its own rejection, as a rejection nobody handles (that is how the
 * SDK says that an `apply` threw), as an exception of a timer, or as silence. The first one ends the run. While it
 * lasts no other listener of the process is told, and what the same fault still throws afterwards is dropped.
 */
export async function guarded<T>(watch: Watch, work: (fail: Fail) => Promise<T>): Promise<T> {
    let fail: Fail = () => undefined;
    const failure = new Promise<never>((_, reject) => {
        fail = reject;
    });
    failure.catch(() => undefined); // it may come when nobody waits for it any more
    let faults = 0;
    const release = takeOver((error) => {
        faults++;
        fail(error);
    });
    const unwatch = noticeSilence(watch, fail);
    try {
        const result = await Promise.race([failure, work(fail)]);
        unwatch();
        // What rejects unheard is reported in the next turn of the event loop.
        await Promise.race([failure, turns(2)]);
        return result;
    } catch (error) {
        unwatch();
        await settle(() => faults);
        throw error;
    } finally {
        release();
    }
}

const FAULTS = ["unhandledRejection", "uncaughtException", "rejectionHandled"] as const;

function takeOver(fail: Fail): () => void {
    const before = FAULTS.map((name) => [name, process.rawListeners(name)] as const);
    const listener = (name: string) => (name === "rejectionHandled" ? () => undefined : fail);
    for (const name of FAULTS) {
        process.removeAllListeners(name);
        process.on(name as "uncaughtException", listener(name));
    }
    return () => {
        for (const [name, listeners] of before) {
            process.removeAllListeners(name);
            for (const each of listeners) process.on(name as "uncaughtException", each as () => void);
        }
    };
}

/**
 * A process with nothing left to do would leave without a word. One that something else keeps alive (a terminal, a
 * test runner's channel) would wait for ever: there the event loop is watched, which is idle only if nothing runs,
 * however slow the machine.
 */
function noticeSilence(watch: Watch, fail: Fail): () => void {
    const stalled = () => fail(watch.stalled());
    process.once("beforeExit", stalled);
    let progress = -1;
    let idleBefore = 0;
    const timer = setInterval(() => {
        const { idle } = performance.eventLoopUtilization();
        if (watch.progress() !== progress) {
            progress = watch.progress();
            idleBefore = idle;
        } else if (idle - idleBefore > watch.patience) {
            stalled();
        }
    }, 50);
    timer.unref();
    return () => {
        clearInterval(timer);
        process.removeListener("beforeExit", stalled);
    };
}

/** Waits until one fault has thrown all that follows from it. */
async function settle(faults: () => number): Promise<void> {
    for (let before = -1; before !== faults(); ) {
        before = faults();
        await new Promise((resolve) => setTimeout(resolve, QUIET));
    }
}

const QUIET = 20;

async function turns(count: number): Promise<void> {
    for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
