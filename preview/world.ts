import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";
import type { ModuleOrder } from "./program";
import { calledFromProject } from "./site";
import type { Answering } from "./turns";

/** What a program can see of the machine and the moment it runs on. Nothing of it may show in a plan. */
export interface World extends Answering {
    /** The time when the process starts, as ISO 8601. */
    clock?: string;
    /** Of every source of chance that a program can ask. */
    seed?: number;
    /** As in the variable TZ. */
    timeZone?: string;
    /** As in the variables LANG and LC_ALL. */
    locale?: string;
    home?: string;
    user?: string;
    host?: string;
    /** The folder in which the process starts. */
    cwd?: string;
    modules?: ModuleOrder;
    /** What the project's own files read from any environment variable, set or not: this and the variable's name. */
    variables?: string;
}

const load = createRequire(__filename);

/** Changes this process for good: only for one made for the purpose. */
export function enterWorld(world: World, directory: string): void {
    if (world.clock !== undefined) moveClock(Date.parse(world.clock) - Date.now());
    if (world.seed !== undefined) loadDice(world.seed);
    if (world.host !== undefined) renameMachine(world.host);
    if (world.user !== undefined) renameUser(world.user);
    if (world.variables !== undefined) disguiseVariables(world.variables, directory);
}

function moveClock(offset: number): void {
    const Real = Date;
    const now = () => Real.now() + offset;
    globalThis.Date = new Proxy(Real, {
        construct: (target, args, like) => Reflect.construct(target, args.length === 0 ? [now()] : args, like),
        apply: () => new Real(now()).toString(),
        get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
    });
    const elapsed = performance.now.bind(performance);
    performance.now = () => elapsed() + offset;
    const ticks = process.hrtime.bigint;
    const nanoseconds = () => ticks() + BigInt(Math.abs(offset)) * 1_000_000n;
    const hrtime = ([seconds, rest] = [0, 0]): [number, number] => {
        const passed = nanoseconds() - BigInt(seconds) * 1_000_000_000n - BigInt(rest);
        return [Number(passed / 1_000_000_000n), Number(passed % 1_000_000_000n)];
    };
    process.hrtime = Object.assign(hrtime, { bigint: nanoseconds });
}

function loadDice(seed: number): void {
    let thrown = 0;
    const next = () => createHash("sha256").update(`${seed}/${thrown++}`).digest().readUInt32BE() / 2 ** 32;
    const fill = <T extends NodeJS.ArrayBufferView>(target: T): T => {
        const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
        bytes.forEach((_, index) => {
            bytes[index] = next() * 256;
        });
        return target;
    };
    const randomBytes = (size: number) => fill(Buffer.alloc(size));
    const randomUUID = () =>
        randomBytes(16)
            .toString("hex")
            .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-a$4-$5");
    const randomInt = (a: number, b?: number): number =>
        b === undefined ? Math.floor(next() * a) : a + randomInt(b - a);
    Math.random = next;
    // The module's own `getRandomValues` is that of the global object.
    Object.assign(load("node:crypto"), { randomUUID, randomBytes, randomInt, randomFillSync: fill });
    Object.assign(globalThis.crypto, { randomUUID, getRandomValues: fill });
}

function renameMachine(host: string): void {
    const os = load("node:os") as typeof import("node:os");
    const oneCore = os.cpus().slice(0, 1);
    Object.assign(os, { hostname: () => host, cpus: () => oneCore, availableParallelism: () => 1 });
}

function renameUser(username: string): void {
    const os = load("node:os") as typeof import("node:os");
    const info = os.userInfo();
    Object.assign(os, { userInfo: () => ({ ...info, username, homedir: os.homedir() }) });
}

/** Only reads of the project's own files are answered so: Node and the packages need the true values to work. */
function disguiseVariables(prefix: string, directory: string): void {
    const disguised = (name: string | symbol): name is string =>
        typeof name === "string" && calledFromProject(directory);
    process.env = new Proxy(process.env, {
        get: (variables, name) => (disguised(name) ? prefix + name : Reflect.get(variables, name)),
        has: (variables, name) => disguised(name) || Reflect.has(variables, name),
    });
}
