import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Network, type NetworkOptions } from "./network";

export interface WorldOptions {
    /** Root of the project. */
    project: string;
    /** Folder for everything that the world writes. */
    directory: string;
    /** What all chance comes from; the same seed gives the same run. */
    seed: number;
    /** Gets a line for each step. */
    say?: (words: string) => void;
}

/** How a network that somebody has for himself differs from the one that all share. */
type Own = Pick<NetworkOptions, "bare" | "only">;

/** What chapters share: servers are started when they are first asked for, and end with the world. */
export class World {
    readonly project: string;
    readonly directory: string;
    readonly seed: number;
    /** Says where the chapter is. */
    readonly say: (words: string) => void;
    readonly #shared = new Map<string, Promise<Network>>();
    #count = 0;

    constructor({ project, directory, seed, say = () => {} }: WorldOptions) {
        this.project = project;
        this.directory = directory;
        this.seed = seed;
        this.say = say;
        mkdirSync(directory, { recursive: true });
    }

    /** The network that chapters share; whoever changes it puts it back. */
    network(name: string): Promise<Network> {
        const started = this.#shared.get(name) ?? this.#start(name, name);
        this.#shared.set(name, started);
        return started;
    }

    /** A network from nothing, for whoever breaks it. It ends with that. */
    async fresh(name: string, options: Own, use: (network: Network) => Promise<void>): Promise<void> {
        this.#count += 1;
        const network = await this.#start(name, `${name}-${this.#count}`, options);
        await use(network).finally(() => network.stop());
    }

    /** Ends the servers of what is shared. */
    async end(): Promise<void> {
        const shared = await Promise.allSettled(this.#shared.values());
        this.#shared.clear();
        await Promise.all(shared.map((result) => result.status === "fulfilled" && result.value.stop()));
    }

    #start(name: string, folder: string, options: Own = {}): Promise<Network> {
        const directory = join(this.directory, folder);
        return Network.start({ ...options, name, project: this.project, directory, say: this.say });
    }
}
