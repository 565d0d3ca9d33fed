import { type DeclareOptions, declare } from "./capture";
import type { Baseline } from "./changes/changes";
import { type Judged, type Preview, Review, reviewed } from "./review";
import type { Allowance } from "./verdicts";

export interface JudgeOptions extends DeclareOptions {
    /** The exceptions of the project; without any, every finding counts. */
    allowance?: Allowance;
}

export interface PreviewOptions extends JudgeOptions {
    /** What to compare with. */
    against?: Baseline;
}

/** Declares a stack without credentials and judges it. */
export async function judgeStack({ allowance, ...options }: JudgeOptions): Promise<Judged> {
    const { resources, ...frame } = await declare(options);
    const review = new Review();
    for (const resource of resources) review.take(resource);
    return review.judged(frame, allowance);
}

/** Declares a stack, judges it, and says what a reviewer must know. */
export async function preview(options: PreviewOptions): Promise<Preview> {
    return reviewed(await judgeStack(options), options);
}
