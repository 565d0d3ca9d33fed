import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { Pulumi } from "../governance/pulumi";
import { stacksOf } from "../preview/stack-file";
import type { Chapter } from "../sandbox/chapters/chapter";
import { CHAPTERS } from "../sandbox/chapters/chapters";
import { HOME, type Keeping, keep, keeping, letGo } from "../sandbox/keeping";
import { renderRun, spoken } from "../sandbox/report";
import { obstacle, passed, type Told, tellAll } from "../sandbox/run";
import { standIns } from "../sandbox/servers";
import { World } from "../sandbox/world";
import { steps } from "./status";

interface Place {
    directory?: string;
}

/** `slipway sandbox up`: servers in the background, and the stack brought up on them by the real engine. */
export async function up(network: string | undefined, { directory = HOME }: Place): Promise<void> {
    const project = process.cwd();
    const names = network === undefined ? stacksOf(project) : [network];
    if (keeping(directory)) {
        process.stderr.write("It is up already: slipway sandbox status, or slipway sandbox down\n");
        process.exitCode = 1;
        return;
    }
    const line = steps();
    const kept = await keep({ project, directory, names, say: line.say })
        .finally(line.end)
        .catch((error: Error) => {
            process.stderr.write(`${error.message}\n`);
            process.exitCode = 1;
        });
    if (!kept) return;
    const said: string[] = [];
    for (const [name, { environment, project: linked, directory: own }] of Object.entries(kept.networks)) {
        const log = join(own, "log", "up.log");
        let made = 0;
        line.say(`${name}: pulumi up`);
        const pulumi = new Pulumi({ directory: linked, stack: name, env: environment });
        const count = (text: string) => {
            if (/ created( |$)/.test(text)) line.progress(++made);
        };
        const done = await pulumi.run(["up", "--yes", "--skip-preview"], { line: count }).finally(line.end);
        writeFileSync(log, done.stdout + done.stderr);
        if (done.code !== 0) {
            const last = done.stdout.trimEnd().split("\n").slice(-20).join("\n");
            process.stderr.write(`${last}\npulumi up of ${name} ended with ${done.code}; see ${log}\n`);
            process.exitCode = 1;
            return;
        }
        const variables = join(own, "environment");
        writeFileSync(variables, shell(environment), { mode: 0o600 });
        said.push(`${name} is up, ${made} resources. To go on by hand: . ${variables} && cd ${linked} && pulumi stack`);
    }
    process.stdout.write(`${[...said, ...standIns()].join("\n")}\n`);
}

/** `slipway sandbox status`: what runs, where, and where it logs. */
export async function status({ directory = HOME }: Place): Promise<void> {
    const kept = keeping(directory);
    if (!kept) {
        process.stdout.write("No sandbox is up\n");
        process.exitCode = 1;
        return;
    }
    for (const [name, { servers }] of Object.entries(kept.networks)) {
        process.stdout.write(`${name}\n`);
        for (const { name: server, address, log } of servers) {
            const answers = await listens(address);
            if (!answers) process.exitCode = 1;
            process.stdout.write(`  ${answers ? "up  " : "down"}  ${server.padEnd(44)} ${address.padEnd(24)} ${log}\n`);
        }
    }
}

/** `slipway sandbox down`: ends the servers and forgets what they had. */
export async function down({ directory = HOME }: Place): Promise<void> {
    process.stdout.write((await letGo(directory)) ? "The sandbox is down\n" : "No sandbox was up\n");
}

interface RunOptions extends Place {
    all?: boolean;
    seed?: number;
    out: string;
    keep?: boolean;
}

/**
 * `slipway sandbox run`: tells chapters, and exits 1 if one of them does not hold. Those for every day are left out
 * where a program is missing; what is asked for, by name or with `--all`, fails without it.
 */
export async function run(names: readonly string[], options: RunOptions): Promise<void> {
    const chosen = choose(names, options.all ?? false);
    if (typeof chosen === "string") {
        process.stderr.write(`${chosen}\n`);
        process.exitCode = 2;
        return;
    }
    const asked = names.length > 0 || options.all === true;
    const obstacles = asked ? [] : chosen.map((chapter) => ({ name: chapter.name, reason: obstacle(chapter) }));
    const leftOut = obstacles.flatMap(({ name, reason }) => (reason === undefined ? [] : [{ name, reason }]));
    const telling = chosen.filter(({ name }) => !leftOut.some((one) => one.name === name));
    const { seed = 1 + Math.floor(Math.random() * 99_999), out } = options;
    const directory = join(options.directory ?? HOME, "..", `run-${process.pid}`);
    const line = steps();
    const world = new World({ project: process.cwd(), directory, seed, say: line.say });
    let stopped = false;
    process.once("SIGINT", () => {
        stopped = true;
        line.say("stopping after what has begun; once more ends at once");
    });
    process.stdout.write(
        `${telling.length === 1 ? "One chapter" : `${telling.length} chapters`}, seed ${seed}, logs in ${directory}\n`,
    );
    for (const { name, reason } of leftOut) process.stdout.write(`left out  ${name}: ${reason}\n`);
    const ended = (one: Told) => {
        line.end();
        process.stdout.write(`${summary(one)}\n`);
    };
    const started = performance.now();
    const told = await tellAll(telling, world, { stopped: () => stopped, ended }).finally(async () => {
        line.say("ending the servers");
        await world.end();
        line.end();
    });
    const seconds = (performance.now() - started) / 1000;
    const page = renderRun({ seed, seconds, chapters: told, leftOut, standIns: standIns() });
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, "report.html"), page);
    const good = told.every(passed) && told.length === telling.length;
    if (good && !options.keep) rmSync(directory, { recursive: true, force: true });
    const well =
        leftOut.length === 0 ? "Every chapter holds" : `${told.length} chapters hold, ${leftOut.length} left out`;
    const result = good ? well : `Not every chapter holds; logs in ${directory}`;
    process.stdout.write(`${result}, after ${spoken(seconds)}: ${out}/report.html\n`);
    if (!good) process.exitCode = 1;
}

function choose(names: readonly string[], all: boolean): readonly Chapter[] | string {
    if (names.length === 0) return CHAPTERS.filter(({ daily }) => all || daily);
    const unknown = names.filter((name) => !CHAPTERS.some((chapter) => chapter.name === name));
    if (unknown.length === 0) return CHAPTERS.filter(({ name }) => names.includes(name));
    return `no chapter is called ${unknown.join(", ")}; use ${CHAPTERS.map(({ name }) => name).join(", ")}`;
}

function summary(told: Told): string {
    const { name, lines, error, seconds } = told;
    const head = `${passed(told) ? "holds" : "FAILS"}  ${name}: ${lines.length} checks, ${seconds.toFixed(0)} s`;
    const failed = lines.filter((line) => !line.passed);
    const details = failed.map(({ words, found, expected }) =>
        [
            `    ${words}`,
            ...(found === undefined ? [] : [`        found ${found}`, `        expected ${expected}`]),
        ].join("\n"),
    );
    return [head, ...(error === undefined ? [] : [`    ${error}`]), ...details].join("\n");
}

const shell = (environment: Keeping["networks"][string]["environment"]): string =>
    Object.entries(environment)
        .map(([name, value]) => `export ${name}='${(value ?? "").replaceAll("'", "'\\''")}'\n`)
        .join("");

/** Whether somebody takes connections at `127.0.0.1:port`. */
const listens = (address: string): Promise<boolean> =>
    new Promise((resolve) => {
        const { hostname, port } = new URL(address.includes("://") ? address : `tcp://${address}`);
        const socket = createConnection(Number(port), hostname);
        const end = (answer: boolean) => {
            socket.destroy();
            resolve(answer);
        };
        socket.once("connect", () => end(true)).once("error", () => end(false));
    });
