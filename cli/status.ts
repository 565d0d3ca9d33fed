interface Status {
    /** Says how far it is. */
    progress(resources: number): void;
    end(): void;
}

/** How often the line changes at most, milliseconds: often enough to live, seldom enough to read. */
const PACE = 100;

/** Says on a terminal what is going on, how far it is and for how long; a log or a pipe gets nothing. */
export function status(what: string): Status {
    if (!process.stderr.isTTY) return { progress: () => undefined, end: () => undefined };
    const started = performance.now();
    let told = 0;
    const show = (count = "") => {
        told = performance.now();
        process.stderr.write(`\r\u001b[K${what}${count} · ${((told - started) / 1000).toFixed(1)} s`);
    };
    show();
    return {
        progress: (resources) => {
            if (performance.now() - told >= PACE) show(` · ${resources} resources`);
        },
        end: () => {
            process.stderr.write("\r\u001b[K");
        },
    };
}

/** Says each step as it begins: on a terminal as long as it lasts, in a log on a line of its own. */
export function steps(): { say(what: string): void } & Status {
    let line: Status | undefined;
    const end = () => line?.end();
    return {
        say: (what) => {
            end();
            if (!process.stderr.isTTY) process.stderr.write(`${what}\n`);
            line = status(what);
        },
        progress: (resources) => line?.progress(resources),
        end,
    };
}
