import type { World } from "../world";

/** One line of a chapter: what must hold, and whether it does. */
export interface Line {
    words: string;
    passed: boolean;
    /** What was found instead, where it does not hold. */
    found?: string;
    expected?: string;
}

/** Notes whether something holds; a chapter goes on after a line that does not, so that all of them are seen. */
export interface Check {
    (words: string, holds: boolean): void;
    /** Holds if both are the same all the way down. */
    (words: string, values: { found: unknown; expected: unknown }): void;
}

/** A story with a beginning, a middle, and checks on the way. It cleans up what it changes in servers it shares. */
export interface Chapter {
    /** What it is run by, such as `first-up`. */
    name: string;
    /** What it shows, as a sentence. */
    title: string;
    /** Programs that it starts; without them it cannot run. */
    needs: readonly string[];
    /** Run by default, within the time that a build server has; the others with `--all`. */
    daily: boolean;
    /** It uses the networks that chapters share: of those one is told at a time, in their order. @default false */
    shares?: boolean;
    run(world: World, check: Check): Promise<void>;
}
