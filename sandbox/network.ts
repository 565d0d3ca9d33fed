import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Pulumi, type PulumiRun, type RunOptions } from "../governance/pulumi";
import { declareWithPlaces } from "../preview/capture";
import type { Declared } from "../preview/run";
import { readProject, readStackFile } from "../preview/stack-file";
import { environment } from "./engine/environment";
import { linkProject, pare } from "./engine/project";
import type { State } from "./engine/state";
import { attached, type Intercept } from "./providers/protocol";
import { type Servers, startServers } from "./servers";
import { tool } from "./tools/find";

export interface NetworkOptions {
    /** As in `Pulumi.<name>.yaml`. */
    name: string;
    /** Root of the project. */
    project: string;
    /** Folder of the servers' data, the state and the logs. */
    directory: string;
    /** Gets a line for each step. */
    say?: (line: string) => void;
    /** Without clusters and Vault, which the preview of a network that is not up yet does not reach. @default false */
    bare?: boolean;
    /** Only this one of its systems, and nothing at the edge: a smaller stack of the same kind. @default all of them */
    only?: string;
}

export interface CommandOptions extends RunOptions {
    /**
     * Writes the state once, at the end, instead of at every step: a file of some megabytes each time. What is killed
     * is lost.
     * @default false
     */
    once?: boolean;
    /** File for the engine's log of calls. */
    calls?: string;
}

/** A command of the CLI that did not do what had to be done. */
export class CommandFailed extends Error {
    override readonly name = "CommandFailed";
}

const ONCE = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/** A network of the project with servers of its own: the unmodified stack under the real engine. */
export class Network {
    readonly name: string;
    readonly directory: string;
    readonly servers: Servers;
    /** What `slipway preview` makes of it, and where each resource is declared. */
    readonly declared: Declared;
    readonly #intercepts: Intercept[];
    #up: Promise<void> | undefined;
    #commands = 0;

    private constructor(options: NetworkOptions, declared: Declared, servers: Servers, intercepts: Intercept[]) {
        this.name = options.name;
        this.directory = options.directory;
        this.servers = servers;
        this.declared = declared;
        this.#intercepts = intercepts;
    }

    /** Starts the servers of a network, and makes an empty stack. */
    static async start(options: NetworkOptions): Promise<Network> {
        const { bare = false, directory, name, only, project, say = () => {} } = options;
        mkdirSync(join(directory, "log"), { recursive: true });
        const linked = projectIn(directory);
        linkProject(project, name, linked);
        if (only !== undefined) pare(linked, name, only);
        const { values: config } = readStackFile(linked, name, readProject(linked));
        const declared = await declareWithPlaces({ directory: project, stack: name, config });
        const intercepts: Intercept[] = [];
        const servers = await startServers({ bare, directory, say, plan: declared.plan, intercept: all(intercepts) });
        const network = new Network(options, declared, servers, intercepts);
        await network.must(["stack", "init", "--no-select"]);
        return network;
    }

    /** The project as the CLI sees it. */
    get project(): string {
        return projectIn(this.directory);
    }

    /** What the environment of a `pulumi` command must have. */
    environment(calls?: string): NodeJS.ProcessEnv {
        return environment({
            directory: this.directory,
            cli: tool("pulumi"),
            providers: attached(this.servers.providers),
            ...(calls !== undefined && { log: calls }),
        });
    }

    /** The CLI on this stack. */
    pulumi({ once = false, calls }: CommandOptions = {}): Pulumi {
        return new Pulumi({
            directory: this.project,
            stack: this.name,
            cli: tool("pulumi"),
            env: { ...this.environment(calls), ...(once && ONCE) },
        });
    }

    /** Runs a command, such as `up --yes`, whatever comes of it. Its output is kept among the logs. */
    async run(args: readonly string[], options: CommandOptions = {}): Promise<PulumiRun> {
        const done = await this.pulumi(options).run(args, options);
        writeFileSync(this.#log(args), `$ pulumi ${args.join(" ")}\n${done.stdout}${done.stderr}\nexit ${done.code}\n`);
        this.#commands += 1;
        return done;
    }

    /** Runs a command that has to succeed. */
    async must(args: readonly string[], options: CommandOptions = {}): Promise<PulumiRun> {
        const log = this.#log(args);
        const done = await this.run(args, options);
        if (done.code === 0) return done;
        const last = `${done.stdout}${done.stderr}`.trim().split("\n").slice(-12).join("\n");
        throw new CommandFailed(`pulumi ${args.join(" ")} ended with ${done.code}; see ${log}\n${last}`);
    }

    /** What the engine knows of it. */
    async state(): Promise<State> {
        const { stdout } = await this.must(["stack", "export"]);
        return (JSON.parse(stdout) as { deployment: State }).deployment;
    }

    /** Brings it up if it is not up yet. */
    async up(): Promise<void> {
        this.#up ??= this.must(["up", "--yes", "--skip-preview"], { once: true }).then(() => undefined);
        await this.#up;
    }

    /** Puts something between the engine and all stand-ins until the function that it returns is called. */
    intercept(intercept: Intercept): () => void {
        this.#intercepts.push(intercept);
        return () => {
            this.#intercepts.splice(this.#intercepts.indexOf(intercept), 1);
        };
    }

    /** Ends the servers; the folder stays. */
    stop(): Promise<void> {
        return this.servers.stop();
    }

    /** Ends the servers and forgets everything. */
    async remove(): Promise<void> {
        await this.stop();
        rmSync(this.directory, { recursive: true, force: true });
    }

    #log(args: readonly string[]): string {
        const name = `${String(this.#commands).padStart(3, "0")}-${args
            .slice(0, 2)
            .join("-")
            .replace(/[^\w-]/g, "")}`;
        return join(this.directory, "log", `pulumi-${name}.log`);
    }
}

const projectIn = (directory: string): string => join(directory, "project");

/** The intercepts that there are at the time of a call, the last one outermost. */
const all =
    (intercepts: readonly Intercept[]): Intercept =>
    (call, proceed) =>
        intercepts.reduce<() => Promise<void>>((inner, intercept) => () => intercept(call, inner), proceed)();
