/** Says on a terminal what is going on and for how long; a log or a pipe gets nothing. */
export function status(what: string): { end: () => void } {
    if (!process.stderr.isTTY) return { end: () => undefined };
    const started = performance.now();
    const show = () => {
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        process.stderr.write(`\r\u001b[K${what} … ${seconds} s`);
    };
    show();
    const timer = setInterval(show, 100);
    return {
        end: () => {
            clearInterval(timer);
            process.stderr.write("\r\u001b[K");
        },
    };
}
