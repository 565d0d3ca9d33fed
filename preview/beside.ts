import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Baseline } from "./changes/changes";
import type { Plan, PlanResource } from "./plan";
import type { Reaching } from "./report/facts/reach";
import type { Known, PlanFrame } from "./review";
import type { Forms, Shown } from "./shown";

/** What the thread knows from its start. */
export type Asked = Forms & Omit<Known, "reaching">;

/** What the thread is told, in this order: resources of the plan as JSON, that there are no more, and who reaches whom. */
export type Told = { resources: string } | { frame: PlanFrame } | { reaching: Reaching };

/** What it answers: bytes change hands where texts would be copied. */
export type Answer = Omit<Shown, "files"> & { files: Record<string, Uint8Array> };

/** Loads what is needed only when a plan is declared. */
const load = <Module>(path: string): Module => require(path);

/** How many resources go at once: few enough that the thread has something to do, many enough that sending is cheap. */
const LOAD = 50;

/**
 * Judges a plan in a thread of its own while it is declared, and says what is to be shown. A program of a thousand
 * resources takes longer to declare than to judge, so that a second processor leaves little to wait for.
 */
export class Beside {
    private readonly worker: Worker;
    private readonly answer: Promise<Answer>;
    private readonly against: Baseline | undefined;
    private waiting: PlanResource[] = [];

    constructor(asked: Asked) {
        this.against = asked.against;
        this.worker = new Worker(join(__dirname, "beside-thread.ts"), {
            workerData: asked,
            execArgv: ["--require", join(__dirname, "typescript.js")],
        });
        this.answer = new Promise((resolve, reject) => {
            this.worker.once("message", resolve);
            this.worker.once("error", reject);
            this.worker.once("exit", (code) => reject(new Error(`the thread that judges ended with ${code}`)));
        });
        this.answer.catch(() => undefined); // told to whoever asks for it
        // A program that waits for nothing must be noticed, which it is when nothing else is left to do.
        this.worker.unref();
    }

    /** Gives the thread the next resource, in any order. */
    readonly take = (resource: PlanResource): void => {
        if (this.waiting.push(resource) >= LOAD) this.send();
    };

    /** What is to be shown of the plan whose resources were given, its files as bytes. */
    async shown(plan: Plan): Promise<Answer> {
        const { resources: _, ...frame } = plan;
        this.worker.ref();
        this.send();
        this.tell({ frame });
        const { reachingOf } = load<typeof import("./report/facts/baseline")>("./report/facts/baseline");
        this.tell({ reaching: reachingOf(plan, this.against) });
        return this.answer.finally(() => this.stop());
    }

    async stop(): Promise<void> {
        await this.worker.terminate();
    }

    private send(): void {
        // As text: a copy of the values takes several times as long.
        this.tell({ resources: JSON.stringify(this.waiting) });
        this.waiting = [];
    }

    private tell(what: Told): void {
        this.worker.postMessage(what);
    }
}
