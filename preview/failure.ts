/** Why a plan cannot be made: one message that is printed alone, without a stack trace. */
export class PreviewError extends Error {
    override readonly name = "PreviewError";
    /** `usage`: the command or a stack file is wrong. `program`: the program does what no preview can follow. */
    readonly kind: "usage" | "program";

    constructor(message: string, kind: "usage" | "program" = "program", options?: ErrorOptions) {
        super(message, options);
        this.kind = kind;
    }

    /** True also for errors of another copy of this module, as a test runner or a child process may hold one. */
    static isInstance(error: unknown): error is PreviewError {
        return error instanceof Error && error.name === "PreviewError" && "kind" in error;
    }
}

/** Adds a place to a sentence where one is known. */
export function at(place: string | undefined): string {
    return place === undefined ? "" : ` at ${place}`;
}

/** Says what a program threw, in one sentence that names the resource, the property and the place as far as known. */
export function explain(thrown: unknown, resource: string | undefined, place: string | undefined): PreviewError {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const kind = thrown instanceof Error && thrown.name !== "Error" ? `${thrown.name}: ` : "";
    // The SDK puts the property before the message of what an `apply` threw while that property was awaited.
    const [, property, rest] = /^error serializing property "(.*?)": (.*)$/s.exec(message) ?? [];
    const subject = resource === undefined ? "The program failed" : `Declaring ${resource} failed`;
    const where = property === undefined ? "" : ` in property "${property}"`;
    const text = `${subject}${where}${at(place)}: ${kind}${rest ?? message}`;
    return new PreviewError(text, "program", { cause: thrown });
}
