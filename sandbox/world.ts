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

/** How a network that a chapter has for itself differs from the one that all share. */
type Own = Pick<NetworkOptions, "bare" | "only">;

/** What chapters share: servers are started when they are first asked for, and end with the world. */
export class World {
    readonly project: string;
    readonly directory: string;
    readonly seed: number;
    /** Says where the chapter is. */
    readonly say: (words: string) => void;
    readonly #shared = new Map<string, Promise<Network>>();
    readonly #fresh: Network[] = [];
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

    /** A network from nothing, for a chapter that breaks it. It ends with the chapter. */
    async fresh(name: string, options: Own = {}): Promise<Network> {
        this.#count += 1;
        const network = await this.#start(name, `${name}-${this.#count}`, options);
        this.#fresh.push(network);
        return network;
    }

    /** Ends what a chapter had for itself. */
    async endChapter(): Promise<void> {
        await Promise.all(this.#fresh.splice(0).map((network) => network.stop()));
    }

    /** Ends all servers. */
    async end(): Promise<void> {
        await this.endChapter();
        const shared = await Promise.allSettled(this.#shared.values());
        this.#shared.clear();
        await Promise.all(shared.map((result) => result.status === "fulfilled" && result.value.stop()));
    }

    #start(name: string, folder: string, options: Own = {}): Promise<Network> {
        const directory = join(this.directory, folder);
        return Network.start({ ...options, name, project: this.project, directory, say: this.say });
    }
}
