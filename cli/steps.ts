import { status } from "./status";

/** Says each step as it begins: on a terminal as long as it lasts, in a log on a line of its own. */
export function steps() {
    let line: ReturnType<typeof status> | undefined;
    const end = () => line?.end();
    return {
        say(what: string) {
            end();
            if (!process.stderr.isTTY) process.stderr.write(`${what}\n`);
            line = status(what);
        },
        progress: (resources: number) => line?.progress(resources),
        end,
    };
}
