// The process that `declareIn` starts: declares a stack in another world and sends the plan back.
import { type DeclareOptions, declare } from "./capture";
import type { Plan } from "./plan";
import { enterWorld, type World } from "./world";

/** What the process is asked. */
export interface Question {
    world: World;
    options: DeclareOptions;
}

/** What it answers. */
export type Reply = { plan: Plan } | { error: string };

process.once("message", async ({ world, options }: Question) => {
    // With the channel open the event loop never runs dry, and a program that waits for nothing would not be noticed.
    process.channel?.unref();
    enterWorld(world, options.directory);
    const { parallel, order, modules } = world;
    const answering = { ...(parallel && { parallel }), ...(order && { order }), ...(modules && { modules }) };
    const reply: Reply = await declare({ ...options, ...answering }).then(
        (plan) => ({ plan }),
        (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
    );
    process.send?.(reply, () => process.disconnect());
});
