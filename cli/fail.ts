import { PreviewError } from "../preview/failure";

/** Says what went wrong in one message and gives the exit code. Only faults of our own come with a stack trace. */
export function fail(error: unknown): number {
    const told = PreviewError.isInstance(error) || (error instanceof Error && "__pulumiRunError" in error);
    if (told) process.stderr.write(`${error.message}\n`);
    else
        process.stderr.write(
            `slipway failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
        );
    return 2;
}
