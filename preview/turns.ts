import type { PlanResource } from "./plan";

/** How registrations are answered. No plan may depend on it, as none may depend on how fast an engine is. */
export interface Answering {
    /** How many are answered at once. @default all */
    parallel?: number;
    /** Whether the one that waits longest or shortest comes first. @default "first" */
    order?: "first" | "last";
    /** Told, after each answer, how many resources are declared so far. */
    progress?(resources: number): void;
    /** Given each resource once it is declared; of a run that fails, perhaps more than once. */
    declared?(resource: PlanResource): void;
}

/** Answers what it is given at once, or a few at a time and in the order asked for. */
export class Turns {
    private readonly waiting: (() => void)[] = [];
    private readonly answering: Answering;

    constructor(answering: Answering) {
        this.answering = answering;
    }

    take(answer: () => void): void {
        if (this.answering.parallel === undefined && this.answering.order === undefined) {
            answer();
        } else if (this.waiting.push(answer) === 1) {
            setImmediate(() => this.turn());
        }
    }

    private turn(): void {
        const count = Math.min(this.answering.parallel ?? this.waiting.length, this.waiting.length);
        const last = this.answering.order === "last";
        for (const answer of last ? this.waiting.splice(-count).reverse() : this.waiting.splice(0, count)) answer();
        if (this.waiting.length > 0) setImmediate(() => this.turn());
    }
}
