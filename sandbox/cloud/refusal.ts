/** What Google's APIs or the Google provider answer instead of doing what they were asked. */
export class CloudRefusal extends Error {
    /** HTTP status of the API; undefined where the provider refuses before it asks the API. */
    readonly status: number | undefined;

    constructor(message: string, status?: number) {
        super(status === undefined ? message : `googleapi: Error ${status}: ${message}`);
        this.name = "CloudRefusal";
        this.status = status;
    }
}
