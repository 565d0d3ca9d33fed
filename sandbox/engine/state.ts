/** A resource as the engine keeps it: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go */
export interface StateResource {
    urn: string;
    type: string;
    custom: boolean;
    id?: string;
    inputs?: { [key: string]: unknown };
    outputs?: { [key: string]: unknown };
    protect?: boolean;
    /** It is to be deleted: what replaces it is there already. */
    delete?: boolean;
    external?: boolean;
}

/** What the engine knows of a stack, as `pulumi stack export` writes it. */
export interface State {
    resources: readonly StateResource[];
    /** What was under way when the engine last ended. */
    pending_operations?: readonly { type: string; resource: StateResource }[];
}
