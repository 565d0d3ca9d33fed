/** One thing that somebody has to do. */
export interface Item {
    /** What stands open, such as a path of the stack file or the name of a secret. */
    what: string;
    /** What is known of it: the value found, or where it is used. */
    detail?: string;
    /** The command that does it or shows how far it is; never with a value in it. */
    command?: string;
}

/** Things to do of one kind. */
export interface Group {
    id: string;
    title: string;
    /** What to do about all of them, in one sentence. */
    remedy: string;
    /** Whether they stand between the stack file and a launch, or are only to be known. */
    stands: boolean;
    items: readonly Item[];
}

/** What still stands between a stack file and a launch. */
export interface Ready {
    schema: "slipway.ready/v1";
    stack: string;
    /** How many items stand. */
    standing: number;
    /** Groups that hold anything, in the order in which they are done. */
    groups: readonly Group[];
}
