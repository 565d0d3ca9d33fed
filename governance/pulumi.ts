import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Refusal } from "./refusal";

/** Where the Pulumi CLI runs, and on which stack. */
export interface PulumiOptions {
    /** Root of the project: where `Pulumi.yaml` is. */
    directory: string;
    stack: string;
    /** What its environment has beyond ours: backend, passphrase, a `PATH`. */
    env?: NodeJS.ProcessEnv;
    /** @default "pulumi", from the `PATH` */
    cli?: string;
}

/** An event of the engine as `--event-log` writes it: one kind of event beside its number and time. */
export type EngineEvent = { sequence: number; timestamp: number } & Record<string, unknown>;

/** What a command came to. */
export interface PulumiRun {
    /** Exit code; 128 + n if signal n ended it. */
    code: number;
    stdout: string;
    stderr: string;
    events: readonly EngineEvent[];
}

export interface RunOptions {
    /** Gets each line of the command's output as it comes. */
    line?: (text: string) => void;
    /** Ends the command; the engine finishes what it has begun. */
    signal?: AbortSignal;
    /** Gets the process's id, for whoever does worse to it than `signal`. */
    started?: (pid: number) => void;
}

/** Commands that write an event log: https://www.pulumi.com/docs/iac/cli/commands/pulumi_up/, flag --event-log. */
const WITH_EVENTS = new Set(["preview", "up", "refresh", "destroy"]);

const SIGNALS: Record<string, number> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** The Pulumi CLI, one stack of one project at a time. It is never asked anything: every command must stand alone. */
export class Pulumi {
    readonly #options: PulumiOptions;

    constructor(options: PulumiOptions) {
        this.#options = options;
    }

    /** Runs a command, such as `up --yes`. */
    run(args: readonly string[], { line, signal, started }: RunOptions = {}): Promise<PulumiRun> {
        const { cli = "pulumi", directory, env, stack } = this.#options;
        const scratch = mkdtempSync(join(tmpdir(), "slipway-pulumi-"));
        const log = join(scratch, "events.jsonl");
        const events = WITH_EVENTS.has(args[0] ?? "") ? ["--event-log", log] : [];
        const child = spawn(cli, [...args, ...events, "--stack", stack, "--non-interactive", "--color", "never"], {
            cwd: directory,
            // The event log is a debugging flag, and needs this to be accepted.
            env: { ...process.env, PULUMI_DEBUG_COMMANDS: "true", PULUMI_SKIP_UPDATE_CHECK: "true", ...env },
            stdio: ["ignore", "pipe", "pipe"],
        });
        if (child.pid !== undefined) started?.(child.pid);
        const end = () => child.kill("SIGINT");
        signal?.addEventListener("abort", end, { once: true });
        const text = { stdout: "", stderr: "" };
        for (const stream of ["stdout", "stderr"] as const) {
            child[stream].setEncoding("utf8").on("data", (part: string) => {
                text[stream] += part;
            });
            if (line) createInterface({ input: child[stream] }).on("line", line);
        }
        return new Promise<PulumiRun>((resolve, reject) => {
            child.once("error", (error: NodeJS.ErrnoException) =>
                reject(
                    error.code === "ENOENT"
                        ? new Refusal(`there is no ${cli} here; install the Pulumi CLI: pulumi.com/docs/install`)
                        : error,
                ),
            );
            child.once("close", (code, by) =>
                resolve({ code: code ?? 128 + (SIGNALS[by ?? ""] ?? 0), ...text, events: eventsOf(log) }),
            );
        }).finally(() => {
            signal?.removeEventListener("abort", end);
            rmSync(scratch, { recursive: true, force: true });
        });
    }
}

/**
 * A killed engine leaves a half line behind. What it says to debug itself is left out: the SDK's share of it has the values
 * of secrets in the clear (`RegisterResource RPC finished`, sdk/nodejs/runtime/resource.ts).
 */
function eventsOf(log: string): EngineEvent[] {
    let text: string;
    try {
        text = readFileSync(log, "utf8");
    } catch {
        return [];
    }
    return text
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line) as EngineEvent)
        .filter(({ diagnosticEvent: told }) => (told as { severity?: string } | undefined)?.severity !== "debug");
}
