/** In the place of a value that nobody knows before the update. */
export const UNKNOWN = Symbol("unknown");

/** Properties of a resource: plain values, no marks of secrets, `UNKNOWN` where a value is not known yet. */
export type Inputs = { [key: string]: unknown };

/** What is wrong with one property, in words for whoever wrote the program. */
export interface CheckFailure {
    /** Path such as `spec.replicas`, or empty for the whole resource. */
    property: string;
    reason: string;
}

export interface Checked {
    /** The inputs that the engine goes on with: defaults and automatic names filled in. */
    inputs: Inputs;
    failures?: readonly CheckFailure[];
}

export interface PropertyChange {
    kind: "add" | "update" | "delete";
    /** The resource must be made anew. */
    replace?: boolean;
}

export interface Difference {
    /** By property path, such as `spec.ports[0].port`. Without any, nothing changes. */
    changes: Record<string, PropertyChange>;
    /** A replacement cannot stand beside what it replaces. */
    deleteBeforeReplace?: boolean;
}

interface Subject {
    urn: string;
    /** Type token, such as `kubernetes:core/v1:Service`. */
    type: string;
}

/** What belongs to every call that reaches a server behind the stand-in. */
interface Reaching {
    /** Of the provider instance that the call is for. */
    config: Inputs;
    /** The engine gives up: end soon, and leave what has been begun in a state that `read` can tell of. */
    signal: AbortSignal;
}

export interface CheckRequest extends Subject {
    name: string;
    olds?: Inputs;
    news: Inputs;
    /** What automatic names are made of, so that a preview and its update agree. */
    randomSeed: Uint8Array;
}

export interface DiffRequest extends Subject {
    id: string;
    oldInputs: Inputs;
    oldOutputs: Inputs;
    news: Inputs;
    ignoreChanges: readonly string[];
}

export interface CreateRequest extends Subject, Reaching {
    inputs: Inputs;
    preview: boolean;
}

export interface ReadRequest extends Subject, Reaching {
    id: string;
    /** What the state has; an import has none. */
    inputs?: Inputs;
}

export interface UpdateRequest extends Subject, Reaching {
    id: string;
    oldInputs: Inputs;
    oldOutputs: Inputs;
    news: Inputs;
    preview: boolean;
}

export interface DeleteRequest extends Subject, Reaching {
    id: string;
    inputs: Inputs;
    outputs: Inputs;
}

/** A resource as its server has it. */
export interface Standing {
    id: string;
    inputs: Inputs;
    outputs: Inputs;
}

/**
 * Stands in for the provider of one package: does with a real server, or a simulated one, what the provider would. The
 * protocol around it is `serve`'s. An error thrown is the message that the engine shows.
 */
export interface StandIn {
    /** Of the package, such as `kubernetes`. */
    readonly name: string;
    /** Of the npm package, such as `4.34.2`. */
    readonly version: string;
    /** For each provider instance, once its configuration is known. */
    configure?(config: Inputs): void | Promise<void>;
    check(request: CheckRequest): Checked | Promise<Checked>;
    diff(request: DiffRequest): Difference | Promise<Difference>;
    /** In a preview `id` is not looked at, and outputs that only the server can tell are `UNKNOWN`. */
    create(request: CreateRequest): Promise<{ id: string; outputs: Inputs }>;
    /** Undefined for what is not there. */
    read(request: ReadRequest): Promise<Standing | undefined>;
    update(request: UpdateRequest): Promise<{ outputs: Inputs }>;
    delete(request: DeleteRequest): Promise<void>;
    invoke?(token: string, args: Inputs, config: Inputs): Promise<Inputs>;
    /** Outputs that are secret although no secret went into them, by their top-level name. */
    secretOutputs?(type: string): readonly string[];
}

/** What was created or updated is there, but did not become ready: the engine keeps it in the state and fails. */
export class NotReady extends Error {
    readonly standing: Standing;
    readonly reasons: readonly string[];

    constructor(standing: Standing, reasons: readonly string[]) {
        super(reasons.join("; "));
        this.standing = standing;
        this.reasons = reasons;
    }
}
