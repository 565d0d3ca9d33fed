/** A part of a Kubernetes `Status` that says what is wrong with which field. */
export interface Cause {
    field?: string;
    message: string;
    reason?: string;
}

/** The `Status` of a refused request, as far as it is used here. */
export interface Status {
    message?: string;
    reason?: string;
    details?: { causes?: Cause[]; retryAfterSeconds?: number };
}

/** A request that the API server refused, or that did not reach it. */
export class ApiError extends Error {
    override readonly name = "ApiError";
    /** HTTP status; 0 where no answer came. */
    readonly status: number;
    /** Such as `Invalid`, `Forbidden`, `Conflict`; `Unreachable` where no answer came; empty where the server names none. */
    readonly reason: string;
    readonly causes: readonly Cause[];
    /** How long the server wants to be left alone, in seconds. */
    readonly retryAfter: number | undefined;
    readonly warnings: readonly string[];

    constructor(request: string, status: number, body: Status, retryAfter?: number, warnings: readonly string[] = []) {
        super(`${request}: ${status || "no answer"}: ${body.message ?? "no reason given"}`);
        this.status = status;
        this.reason = body.reason ?? "";
        this.causes = body.details?.causes ?? [];
        this.retryAfter = body.details?.retryAfterSeconds ?? retryAfter;
        this.warnings = warnings;
    }

    /**
     * Whether the same request may pass later. A 500 is not among them: the API server also answers a field that it does
     * not know in a server-side apply that way.
     */
    get passing(): boolean {
        return this.status === 0 || this.status === 429 || this.status === 503 || this.status === 504;
    }
}
