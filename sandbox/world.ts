import type { Pulumi } from "../governance/pulumi";
import type { Intercept } from "./providers/protocol";

/** A network of the project, with servers of its own: the unmodified stack under the real engine. */
export interface Network {
    /** As in `Pulumi.<name>.yaml`. */
    readonly name: string;
    /** Folder of its servers' data, its state and its logs. */
    readonly directory: string;
    /** The CLI on this stack, with everything that its environment must have. */
    readonly pulumi: Pulumi;
    /** Brings it up if it is not up yet. */
    up(): Promise<void>;
    /** Puts something between the engine and all stand-ins until the function that it returns is called. */
    intercept(intercept: Intercept): () => void;
}

/** What chapters share: servers are started when they are first asked for, and ended with the world. */
export interface World {
    /** Root of the project. */
    readonly project: string;
    /** Folder for what a chapter writes. */
    readonly directory: string;
    /** What all chance comes from; the same seed gives the same run. */
    readonly seed: number;
    /** The network that chapters share; whoever changes it puts it back. */
    network(name: string): Promise<Network>;
    /** A network from nothing, for a chapter that breaks it. It ends with the chapter. */
    fresh(name: string): Promise<Network>;
    /** Says where the chapter is. */
    say(words: string): void;
}
