/** Why a change may not go on: printed alone, without a stack trace, with exit code 1. */
export class Refusal extends Error {
    override readonly name = "Refusal";

    /** True also for errors of another copy of this module, as a test runner may hold one. */
    static isInstance(error: unknown): error is Refusal {
        return error instanceof Error && error.name === "Refusal";
    }
}
