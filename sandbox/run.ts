import { isDeepStrictEqual } from "node:util";
import type { Chapter, Check, Line } from "./chapters/chapter";
import { has, MissingTool, tool } from "./tools/find";
import type { ToolName } from "./tools/tools";
import type { World } from "./world";

/** What a chapter came to. */
export interface Told {
    name: string;
    title: string;
    lines: readonly Line[];
    /** What broke it off. */
    error?: string;
    seconds: number;
}

/** A chapter that is not told, and why. */
export interface LeftOut {
    name: string;
    reason: string;
}

/** Why a chapter cannot be told on this machine: programs that are missing. */
export function obstacle({ needs }: Chapter, there: (name: ToolName) => boolean = has): string | undefined {
    const missing = (needs as readonly ToolName[]).filter((name) => !there(name));
    return missing.length === 0 ? undefined : missing.map((name) => new MissingTool(name).message).join("; ");
}

export const passed = ({ lines, error }: Told): boolean => error === undefined && lines.every((line) => line.passed);

/** Runs one chapter to its end, whatever happens in it. */
export async function tell(chapter: Chapter, world: World): Promise<Told> {
    const start = performance.now();
    const lines: Line[] = [];
    let error: string | undefined;
    try {
        for (const name of chapter.needs) tool(name as ToolName);
        await chapter.run(world, checks(lines));
        if (lines.length === 0) error = "the chapter checked nothing";
    } catch (thrown) {
        const { stack, message } = thrown as Error;
        error = thrown instanceof MissingTool ? message : (stack ?? message);
    }
    const seconds = (performance.now() - start) / 1000;
    return { name: chapter.name, title: chapter.title, lines, seconds, ...(error !== undefined && { error }) };
}

/** Chapters wait for servers about as often as they work. */
const AT_ONCE = 2;

interface Telling {
    /** Whether no further chapter is to begin. */
    stopped(): boolean;
    /** Gets each chapter as it ends. */
    ended(told: Told): void;
}

/** Those that wait for each other first, then the long ones, which are not for every day: so both lanes end at a time. */
const turn = ({ shares, daily }: Chapter): number => (shares ? 0 : daily ? 2 : 1);

/** Tells chapters, two at a time; gives them in the order in which they were asked for. */
export async function tellAll(chapters: readonly Chapter[], world: World, telling: Telling): Promise<Told[]> {
    const waiting = [...chapters].sort((one, other) => turn(one) - turn(other));
    const told = new Map<Chapter, Told>();
    let sharing = false;
    const lane = async () => {
        while (!telling.stopped()) {
            const next = waiting.find(({ shares }) => !(shares && sharing));
            if (!next) return;
            waiting.splice(waiting.indexOf(next), 1);
            sharing ||= next.shares === true;
            const one = await tell(next, world);
            if (next.shares) sharing = false;
            told.set(next, one);
            telling.ended(one);
        }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return chapters.flatMap((chapter) => told.get(chapter) ?? []);
}

function checks(lines: Line[]): Check {
    return (words: string, held: boolean | { found: unknown; expected: unknown }) => {
        if (typeof held === "boolean") lines.push({ words, passed: held });
        else if (isDeepStrictEqual(held.found, held.expected)) lines.push({ words, passed: true });
        else lines.push({ words, passed: false, found: shown(held.found), expected: shown(held.expected) });
    };
}

/** Enough of a value to see what is wrong with it. */
const LONGEST = 4000;

function shown(value: unknown): string {
    const text = typeof value === "string" ? value : (JSON.stringify(value, undefined, 2) ?? "nothing");
    return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)} … and ${text.length - LONGEST} more characters`;
}
